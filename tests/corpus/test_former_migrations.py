"""A desk that stopped among former migrations is refused, and told which version it needs."""

import pytest
from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from corpus import former_migrations
from corpus.former_migrations import check_former_migrations, former_names
from corpus.search_index.checks import check_indexes
from corpus.search_index.schema import ARTICLES

pytestmark = pytest.mark.django_db

FORMER = sorted(former_names())


def record(names):
    for app, name in names:
        MigrationRecorder(connection).record_applied(app, name)


def rename_away(table):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO gone")


def said():
    return [(each.id, each.msg) for each in check_former_migrations(None, ["default"])]


def refusal(missing):
    return [
        (
            "corpus.E001",
            f"This database stopped before {missing}: migrate it with the code of commit a1e0a7f "
            "first, then with this one.",
        )
    ]


def test_a_new_desk_is_not_mentioned():
    assert said() == []


def test_a_desk_with_all_former_migrations_is_not_mentioned():
    record(FORMER)
    assert said() == []


@pytest.mark.parametrize("missing", FORMER)
def test_a_desk_without_one_of_them_is_refused(missing):
    record(set(FORMER) - {missing})
    assert said() == refusal(".".join(missing))


def test_the_first_that_is_missing_of_each_app_is_named():
    record([("corpus", "0002_action_undoes"), ("annotations", "0002_groups")])
    assert said() == refusal("corpus.0003_search and annotations.0003_reader")


def test_an_app_that_has_all_is_not_refused_for_another_that_has_none():
    """So stands a desk that was interrupted between the two: the rest is made today."""
    record(name for name in FORMER if name[0] == "corpus")
    MigrationRecorder(connection).record_unapplied("annotations", "0001_initial")
    rename_away("annotations_savedsearch")
    assert said() == []


@pytest.mark.parametrize(
    ("app", "table", "first"),
    [
        ("corpus", "corpus_importjob", "0002_action_undoes"),
        ("annotations", "annotations_savedsearch", "0002_groups"),
    ],
)
def test_a_desk_that_stopped_after_the_first_is_refused(app, table, first):
    rename_away(table)
    assert said() == refusal(f"{app}.{first}")


def test_its_search_indexes_are_not_mentioned():
    """What a rebuild would do to them is nothing for the tables of another version."""
    ARTICLES.drop(connection)
    assert [each.id for each in check_indexes(None, ["default"])] == ["corpus.W001"]
    record(FORMER[:-1])
    assert check_indexes(None, ["default"]) == []


def test_migrating_is_refused_before_anything_changes():
    record(FORMER[:-1])
    before = MigrationRecorder(connection).applied_migrations().keys()
    for options in ({}, {"check_unapplied": True}):
        with pytest.raises(SystemCheckError) as refused:
            call_command("migrate", skip_checks=False, verbosity=0, **options)
        assert refusal(".".join(FORMER[-1]))[0][1] in str(refused.value)
    assert MigrationRecorder(connection).applied_migrations().keys() == before


def test_other_databases_and_none_are_not_asked():
    record(FORMER[:-1])
    assert check_former_migrations(None, None) == check_former_migrations(None, ["other"]) == []


def test_the_check_is_one_of_the_database():
    assert former_migrations.check_former_migrations.tags == (Tags.database,)


def test_no_migration_of_today_has_a_former_name():
    """A desk that remembers the name would pass it over."""
    assert MigrationLoader(connection).disk_migrations.keys() & former_names() == set()
    assert len(former_names()) == 15
