"""The answers to "is the desk up?" and "does it serve?", for make, proxies and monitors."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.failures import UNAVAILABLE, failure_of


@login_not_required
@require_safe
@never_cache
def healthz(request):
    """Answer 200 "ok": the desk answers, whatever its database does."""
    return _plain("ok")


@login_not_required
@require_safe
@never_cache
def readyz(request):
    """Answer 200 "ready" where the database answers and is migrated, otherwise 503 with why."""
    try:
        recorded = MigrationRecorder(connection).applied_migrations()
    except Exception as error:
        failure = failure_of(error)
        if failure is None:
            raise
        return _plain(f"not ready: {failure.title}", UNAVAILABLE)
    if last_migrations() - recorded.keys():
        return _plain("not ready: migrations are missing", UNAVAILABLE)
    return _plain("ready")


@cache
def last_migrations():
    """The last migration of each app, as (app, name): whoever has it has those before."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _plain(words, status=200):
    content_type = "text/plain; charset=utf-8"
    return HttpResponse(f"{words}\n", content_type=content_type, status=status)
