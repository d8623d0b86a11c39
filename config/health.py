"""Health checks for make, proxies and monitors: is the desk up, and can it serve?"""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.failures import UNAVAILABLE_STATUS, failure_of


@login_not_required
@require_safe
@never_cache
def healthz(request):
    """Respond 200 "ok": the process is up, whatever the state of its database."""
    return _text_response("ok")


@login_not_required
@require_safe
@never_cache
def readyz(request):
    """Respond 200 "ready" if the database works and is migrated, else 503 with the reason."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except Exception as error:
        failure = failure_of(error)
        if failure is None:
            raise
        return _text_response(f"not ready: {failure.title}", UNAVAILABLE_STATUS)
    if latest_migrations() - applied.keys():
        return _text_response("not ready: migrations are missing", UNAVAILABLE_STATUS)
    return _text_response("ready")


@cache
def latest_migrations():
    """The last migration of each app, as (app, name); it implies all earlier ones."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _text_response(line, status=200):
    content_type = "text/plain; charset=utf-8"
    return HttpResponse(f"{line}\n", content_type=content_type, status=status)
