"""What keeps the search index whole: a system check, and the trigger put back after `migrate`."""

from django.core.checks import Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate

from corpus.models import Article
from corpus.models.search_rebuilding import orphaned
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


def keep_whole(app):
    """Have the index looked after, for the application that its migrations belong to."""
    register(index_is_whole, Tags.database)
    post_migrate.connect(restore_trigger, sender=app, dispatch_uid=ARTICLES.trigger)


def index_is_whole(app_configs, databases, **options):
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    if MIGRATION not in MigrationRecorder(connection).applied_migrations():
        return []
    if not ARTICLES.is_there(connection):
        return [NO_TABLE]
    checked = [
        (NO_TRIGGER, not ARTICLES.has_trigger(connection)),
        (UNINDEXED, Article.objects.unindexed().exists()),
        (ORPHANED, orphaned().exists()),
    ]
    return [warning for warning, is_so in checked if is_so]


def restore_trigger(using, **options):
    """Make the trigger again: on SQLite a migration that rebuilds a table drops those on it."""
    connection = connections[using]
    if not ARTICLES.has_trigger(connection) and ARTICLES.is_there(connection):
        ARTICLES.create_trigger(connection)
