"""Desks that earlier versions made become desks of today, and keep all that they hold."""

import zlib
from collections import Counter
from io import StringIO
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from annotations.models import Passage, ReadingState, ReadingStatus, Tag
from annotations.search.query import parse_query
from corpus.models import Article, IndexState, Revision, WordForm
from corpus.models.revision import digest_of
from corpus.search.parser import parse
from corpus.search_index.rebuild import index_of_rows, indexed_models
from tests.support import factories
from tests.support.acts import act
from tests.upgrades import schema, storing
from tests.upgrades.elsewhere import elsewhere
from tests.upgrades.rows import SEARCHED

pytestmark = pytest.mark.django_db

STORED = storing.stored(connection.vendor)
# Tables to which migrations add rows; those that were there stay in them too.
GROWING = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "auth_group_permissions",
}
# The app of each renamed model and the words for it, before and today.
RENAMED = [
    ("annotations", "reader", "reading state"),
    ("annotations", "historical reader", "historical reading state"),
    ("corpus", "holder", "sketch hash"),
    ("corpus", "resemblance", "near duplicate"),
]
MODELS = {former.replace(" ", ""): words.replace(" ", "") for _, former, words in RENAMED}
TABLES = {
    f"{app}_{name}": f"{app}_{MODELS[name]}"
    for app, name in ((app, former.replace(" ", "")) for app, former, _ in RENAMED)
} | {"corpus_sketch_holder": "corpus_sketchhash"}
PERMISSIONS = {
    f"{verb}_{former}": f"{verb}_{name}"
    for verb in ("add", "change", "delete", "view")
    for former, name in MODELS.items()
} | {
    f"Can {verb} {former}": f"Can {verb} {words}"
    for verb in ("add", "change", "delete", "view")
    for _, former, words in RENAMED
}
# How columns are read that hold less than before: the current text of an article is stored once.
COLUMNS = {
    ("corpus_revision", "text"): (
        "CASE WHEN text = '' THEN (SELECT text FROM corpus_article WHERE id = article_id) "
        "ELSE text END"
    )
}
VALUES = {"django_content_type": MODELS, "auth_permission": PERMISSIONS}


def columns_of_tables():
    """The columns of each table, without the search indexes, which are made anew of the rest.

    Also without what goes with them, where a version has it: their states and the forms of words.
    """
    with connection.cursor() as cursor:
        of_indexes = {model._meta.db_table for model in (IndexState, WordForm)}
        names = set(connection.introspection.table_names(cursor)) - of_indexes
        indexes = tuple(index_of_rows(model).names.index for model in indexed_models())
        found = {}
        for name in sorted(names):
            # On SQLite an index has tables behind it, whose names begin with its own.
            if not name.startswith(indexes):
                cursor.execute(f'SELECT * FROM "{name}" LIMIT 0')
                found[name] = [column[0] for column in cursor.description]
        return found


def content_of_snapshot(stored):
    """The bytes that were taken in; versions before 0f9a093 stored them as they were."""
    try:
        return zlib.decompress(stored)
    except zlib.error:
        return bytes(stored)


def rows_of_tables(columns):
    """How often each row is there, by table."""
    found = {}
    with connection.cursor() as cursor:
        for table, names in columns.items():
            chosen = ", ".join(COLUMNS.get((table, name), f'"{name}"') for name in names)
            cursor.execute(f'SELECT {chosen} FROM "{table}"')
            read = content_of_snapshot if table == "corpus_snapshot" else bytes
            found[table] = Counter(
                tuple(
                    read(value) if isinstance(value, bytes | memoryview) else value for value in row
                )
                for row in cursor.fetchall()
            )
    return found


def under_names_of_today(rows):
    """What `rows_of_tables` gave before the models of `RENAMED` were renamed."""
    return {
        TABLES.get(table, table): Counter(
            {
                tuple(VALUES.get(table, {}).get(value, value) for value in row): number
                for row, number in counted.items()
            }
        )
        for table, counted in rows.items()
    }


def permissions_by_group():
    return {
        group.name: {
            (each.content_type.app_label, each.codename)
            for each in group.permissions.select_related("content_type")
        }
        for group in Group.objects.all()
    }


def permissions():
    return Permission.objects.values_list("content_type__model", "codename", "name")


@pytest.fixture(scope="module", params=STORED, ids=lambda path: path.name.split(".sq")[0])
def upgrade(request, tmp_path_factory, django_db_setup, django_db_blocker):
    """What a desk was, and what a new one is; the desk itself, migrated, is the default database.

    It is the same one for all tests here: what they write is rolled back.
    """
    with django_db_blocker.unblock():
        new = SimpleNamespace(
            objects=schema.objects(),
            groups=permissions_by_group(),
            permissions=Counter(permissions()),
        )
        with elsewhere(tmp_path_factory.mktemp("upgrade")) as address:
            storing.load(request.param, address)
            columns = columns_of_tables()
            rows, groups = under_names_of_today(rows_of_tables(columns)), permissions_by_group()
            columns = {TABLES.get(table, table): names for table, names in columns.items()}
            call_command("migrate", skip_checks=False, verbosity=0)
            yield SimpleNamespace(new=new, columns=columns, rows=rows, groups=groups)


def test_versions_are_stored():
    versions = [path.name.split(".sq")[0] for path in STORED]
    assert versions == [
        "0.1.0-0f9a093",
        "0.1.0-185b223",
        "0.1.0-2378192",
        "0.1.0-4b0294b",
        "0.1.0-8d550e1",
        "0.1.0-a1e0a7f",
        "0.1.0-b91fc5a",
        "0.1.0-c49dd79",
    ]


def test_every_row_is_kept_as_it_was(upgrade):
    now = rows_of_tables(upgrade.columns)
    changed = {
        table: (former - now[table], now[table] - former if table not in GROWING else Counter())
        for table, former in upgrade.rows.items()
    }
    assert {table: both for table, both in changed.items() if any(both)} == {}


def test_every_table_held_rows(upgrade):
    assert [table for table, rows in upgrade.rows.items() if not rows] == []


def test_groups_may_what_those_of_a_new_desk_may(upgrade):
    now = permissions_by_group()
    assert now == upgrade.new.groups
    former_permissions = {
        name: {(app, PERMISSIONS.get(codename, codename)) for app, codename in former}
        for name, former in upgrade.groups.items()
    }
    assert {name: former - now[name] for name, former in former_permissions.items()} == {
        name: set() for name in former_permissions
    }


def test_permissions_are_those_of_a_new_desk(upgrade):
    assert Counter(permissions()) == upgrade.new.permissions


def test_tables_indexes_and_triggers_are_those_of_a_new_desk(upgrade):
    now, new = schema.objects(), upgrade.new.objects
    different = {each: (now[each], new[each]) for each in now if now[each] != new.get(each)}
    assert (different, new.keys() - now.keys()) == ({}, set())


def test_triggers_are_there(upgrade):
    names = [index_of_rows(model).names for model in indexed_models()]
    assert [each.trigger for each in names if not each.has_trigger(connection)] == []
    assert len(names) == 5


def test_nothing_is_left_to_do(upgrade):
    # It would end with 1.
    call_command("migrate", check_unapplied=True, skip_checks=False, verbosity=0)


def test_checks_of_the_database_are_clean(upgrade):
    output = StringIO()
    call_command("check", databases=["default"], stdout=output, stderr=output)
    assert output.getvalue() == "System check identified no issues (0 silenced).\n"


def test_every_row_is_in_the_search_index(upgrade):
    unindexed = {model: model.objects.unindexed().count() for model in indexed_models()}
    assert unindexed == dict.fromkeys(indexed_models(), 0)
    assert parse_query(SEARCHED).problems == ()


def test_articles_are_found_by_their_words(upgrade):
    found = Article.objects.matching(parse(SEARCHED).tree)
    assert [article.title for article in found] == ["The convoy"]


def test_openings_are_those_of_the_texts(upgrade):
    openings = Article.objects.values_list("text", "opening")
    assert [opening for text, opening in openings if opening != text[:400]] == []
    assert len(openings) > 5


def test_only_earlier_texts_of_articles_are_stored(upgrade):
    current = Revision.objects.filter(number=F("article__revision_number"))
    earlier = Revision.objects.exclude(number=F("article__revision_number"))
    assert set(current.values_list("text", flat=True)) == {""}
    assert [digest_of(row.text) for row in Revision.objects.all()] == [
        row.sha256 for row in Revision.objects.all()
    ]
    assert earlier.filter(text="").count() == 0
    assert earlier.count() > 0


def test_most_used_tags_have_keys_as_if_they_always_had(upgrade):
    keys = {tag.name: tag.digit for tag in Tag.objects.with_keys()}
    history = Tag.history.exclude(digit=None).values_list("id", "digit").distinct()
    assert keys == {
        "attribution": 1,
        "official statement": 2,
        "Central Asia": 3,
        "government forces": 4,
        "momentum": 5,
        "districts": 6,
        "cities": 7,
        "outlook": 8,
        "peace talks": 9,
    }
    assert sorted(history) == sorted((tag.pk, tag.digit) for tag in Tag.objects.with_keys())


def test_the_desk_is_worked_on(upgrade):
    """New rows get keys that no other has."""
    by = get_user_model().objects.get(username="administrator")
    article = factories.make_article(by=by)
    tags = ["convoy of lorries", "new"]
    passage = factories.make_passage(article, "Nobody saw it", by=by, tags=tags)
    factories.make_published_claim("It did not return.", by=by, passage=passage)
    hits = Passage.objects.matching(parse("nobody saw").tree)
    assert [each.quote for each in hits] == ["Nobody saw it"]
    act(by, ReadingState.objects.mark, article, ReadingStatus.DONE)
    assert ReadingState.objects.for_member(article, by).state == ReadingStatus.DONE
