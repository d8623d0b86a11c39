"""What keeps the search indexes whole: a system check, and triggers put back after `migrate`."""

from django.core.checks import Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate

from corpus.former_migrations import first_missing
from corpus.search_index.rebuild import index_of_rows, indexed_models, orphaned

REBUILD = "Run `manage.py rebuild_search`; the desk can be used meanwhile."
REBUILD_MISSING = "Run `manage.py rebuild_search --missing`; the desk can be used meanwhile."


def keep_whole(app):
    """Have the indexes looked after; `app` is told of the end of a `migrate`, on behalf of all."""
    register(indexes_are_whole, Tags.database)
    post_migrate.connect(restore_triggers, sender=app, dispatch_uid="search triggers")


def indexes_are_whole(app_configs, databases, **options):
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    if first_missing(connection):
        # The tables are those of another version, and its own affair.
        return []
    applied = MigrationRecorder(connection).applied_migrations()
    made = [each for each in indexed_models() if index_of_rows(each).names.migration in applied]
    return [warning for model in made for warning in _wrong(model, connection)]


def _wrong(model, connection):
    names = index_of_rows(model).names
    rows = model._meta.verbose_name_plural
    if not names.is_there(connection):
        yield Warning(f"The index that {rows} are found by is missing.", REBUILD, id="corpus.W001")
        return
    if not names.has_trigger(connection):
        yield Warning(
            f"The trigger is missing that keeps {rows} from being found by earlier words.",
            REBUILD,
            id="corpus.W002",
        )
    if model.objects.unindexed().exists():
        yield Warning(f"Some {rows} are found by no search.", REBUILD_MISSING, id="corpus.W003")
    if orphaned(model).exists():
        yield Warning(f"The index holds {rows} that are gone.", REBUILD_MISSING, id="corpus.W004")


def restore_triggers(using, **options):
    """Make missing triggers: on SQLite a migration that rebuilds a table drops those on it."""
    connection = connections[using]
    for model in indexed_models():
        names = index_of_rows(model).names
        if not names.has_trigger(connection) and names.is_there(connection):
            names.create_trigger(connection)
