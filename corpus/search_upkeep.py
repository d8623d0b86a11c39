"""What keeps the search index whole: a system check, and the trigger put back after `migrate`."""

from django.core.checks import Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate

from corpus.models import Article, SearchIndex
from corpus.models.search_rebuilding import is_whole, lesser_indexes, orphaned
from corpus.models.search_tables import ARTICLES, MIGRATION

REBUILD = "Run `manage.py rebuild_search`; the desk can be used meanwhile."
REBUILD_MISSING = "Run `manage.py rebuild_search --missing`; the desk can be used meanwhile."

NO_TABLE = Warning("The index that articles are found by is missing.", REBUILD, id="corpus.W001")
NO_TRIGGER = Warning(
    "The trigger is missing that keeps articles from being found by words of an earlier text.",
    REBUILD,
    id="corpus.W002",
)
UNINDEXED = Warning("Some articles are found by no search.", REBUILD_MISSING, id="corpus.W003")
ORPHANED = Warning("The index holds articles that are gone.", REBUILD_MISSING, id="corpus.W004")
LESSER = "The index that {} are found by is not whole."


def keep_whole(app):
    """Have the indexes looked after of what an application has."""
    register(index_is_whole, Tags.database)
    post_migrate.connect(restore_triggers, sender=app, dispatch_uid=f"triggers of {app.name}")


def index_is_whole(app_configs, databases, **options):
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    if MIGRATION not in MigrationRecorder(connection).applied_migrations():
        return []
    lesser = [
        Warning(LESSER.format(about._meta.verbose_name_plural), REBUILD, id="corpus.W005")
        for index in lesser_indexes()
        for about in [index._meta.pk.related_model]
        if not is_whole(index, connection)
    ]
    if not ARTICLES.is_there(connection):
        return [NO_TABLE, *lesser]
    checked = [
        (NO_TRIGGER, not ARTICLES.has_trigger(connection)),
        (UNINDEXED, Article.objects.unindexed().exists()),
        (ORPHANED, orphaned().exists()),
    ]
    return [*[warning for warning, is_so in checked if is_so], *lesser]


def restore_triggers(using, **options):
    """Make the triggers again: on SQLite a migration that rebuilds a table drops those on it."""
    connection = connections[using]
    for index in SearchIndex.__subclasses__():
        if not index.table.has_trigger(connection) and index.table.is_there(connection):
            index.table.create_trigger(connection)
