"""A system check of the search indexes; restores their triggers after `migrate`."""

from django.core.checks import Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate

from corpus.former_migrations import first_missing
from corpus.search_index.rebuild import index_of_rows, indexed_models, orphaned

REBUILD = "Run `manage.py rebuild_search`; the desk can stay in use."
REBUILD_MISSING = "Run `manage.py rebuild_search --missing`; the desk can stay in use."


def register_index_checks(app):
    """Register the check, and restore triggers after a `migrate` of the app config `app`."""
    register(check_indexes, Tags.database)
    post_migrate.connect(restore_triggers, sender=app, dispatch_uid="search triggers")


def check_indexes(app_configs, databases, **options):
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    if first_missing(connection):
        # The tables belong to another version, which another check reports.
        return []
    applied = MigrationRecorder(connection).applied_migrations()
    models = [each for each in indexed_models() if index_of_rows(each).names.migration in applied]
    return [warning for model in models for warning in _warnings_of(model, connection)]


def _warnings_of(model, connection):
    names = index_of_rows(model).names
    rows = model._meta.verbose_name_plural
    if not names.exists(connection):
        yield Warning(f"The search index of {rows} is missing.", REBUILD, id="corpus.W001")
        return
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


def restore_triggers(using, **options):
    """Create missing triggers: on SQLite a migration that rebuilds a table drops its triggers."""
    connection = connections[using]
    for model in indexed_models():
        names = index_of_rows(model).names
        if not names.has_trigger(connection) and names.exists(connection):
            names.create_trigger(connection)
