"""A system check of the search indexes; puts them right after `migrate`."""

import sys

from django.core.checks import Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate

from corpus.former_migrations import first_missing
from corpus.search_index.rebuild import (
    begin_again,
    index_missing,
    index_of_rows,
    indexed_models,
    orphaned,
    outdated_models,
)
from corpus.search_index.state import IndexState

REBUILD = "Run `manage.py rebuild_search`; the desk can stay in use."
REBUILD_MISSING = "Run `manage.py rebuild_search --missing`; the desk can stay in use."
INCOMPLETE = (
    "Search does not find everything yet: run `manage.py rebuild_search`; the desk can stay in use."
)
# Rows that `migrate` indexes itself after an upgrade: it takes less than a minute.
MAX_INDEXED_BY_MIGRATE = 10_000


def register_index_checks(app):
    """Register the check, and put indexes right after a `migrate` of the app config `app`."""
    register(check_indexes, Tags.database)
    post_migrate.connect(update_indexes, sender=app, dispatch_uid="search indexes")


def check_indexes(app_configs, databases, **options):
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    if first_missing(connection):
        # The tables belong to another version, which another check reports.
        return []
    return [warning for model in _models(connection) for warning in _warnings_of(model, connection)]


def _models(connection):
    """The models whose index the migrations have created."""
    applied = MigrationRecorder(connection).applied_migrations()
    return [each for each in indexed_models() if index_of_rows(each).names.migration in applied]


def _warnings_of(model, connection):
    names = index_of_rows(model).names
    rows = model._meta.verbose_name_plural
    if not names.exists(connection):
        yield Warning(f"The search index of {rows} is missing.", REBUILD, id="corpus.W001")
        return
    if outdated_models([model]):
        yield Warning(
            f"The search index of {rows} was made by other rules for words.",
            REBUILD,
            id="corpus.W005",
        )
    if not names.has_trigger(connection):
        yield Warning(
            f"The trigger that removes earlier words of {rows} from the index is missing.",
            REBUILD,
            id="corpus.W002",
        )
    if model.objects.unindexed().exists():
        yield Warning(
            f"Some {rows} are not in the search index.", REBUILD_MISSING, id="corpus.W003"
        )
    if orphaned(model).exists():
        yield Warning(
            f"The search index has {rows} that no longer exist.", REBUILD_MISSING, id="corpus.W004"
        )


def update_indexes(using, stdout=None, **options):
    """Create missing triggers, and make indexes anew whose words follow former rules.

    On SQLite a migration that rebuilds a table drops its triggers. What takes long is left to
    `rebuild_search`, which `stdout` is told.
    """
    connection = connections[using]
    models = _models(connection)
    existing = [model for model in models if index_of_rows(model).names.exists(connection)]
    for model in existing:
        names = index_of_rows(model).names
        if not names.has_trigger(connection):
            names.create_trigger(connection)
    begin_again(outdated_models(existing))
    if not IndexState.objects.incomplete().exists():
        return
    missing = sum(model.objects.unindexed().order_by().count() for model in existing)
    if missing > MAX_INDEXED_BY_MIGRATE:
        (stdout or sys.stdout).write(f"  {INCOMPLETE}\n")
        return
    for model in existing:
        for _ in index_missing(model):
            pass
