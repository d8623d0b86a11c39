import sqlite3
from contextlib import closing
from math import ceil

import pytest
from django.db import connections
from django.db.utils import ConnectionHandler
from django.test.utils import CaptureQueriesContext

from config.database import database_of
from corpus.db import free_pages
from corpus.db.free_pages import give_back

pytestmark = [pytest.mark.only_on("sqlite"), pytest.mark.django_db]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "desk.sqlite3"


@pytest.fixture
def opened(file):
    """A connection of the desk's own kind to a file of the test's own."""
    settings = database_of(
        {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}, is_serving=False
    )
    wrapper = ConnectionHandler({"default": settings, "own": settings})["own"]
    connections["own"] = wrapper
    yield wrapper
    wrapper.close()
    del connections["own"]


def fill(wrapper):
    """Write 200 pages, and free the first half of them."""
    with wrapper.cursor() as cursor:
        cursor.execute("CREATE TABLE texts (text)")
        for _ in range(200):
            cursor.execute("INSERT INTO texts VALUES (zeroblob(4000))")
        cursor.execute("DELETE FROM texts WHERE rowid <= 100")


def free_pages_of(wrapper):
    with wrapper.cursor() as cursor:
        return cursor.execute("PRAGMA freelist_count").fetchone()[0]


def test_free_pages_of_a_new_file_are_given_back_in_pieces(file, opened, monkeypatch):
    monkeypatch.setattr(free_pages, "PAGES", 7)
    fill(opened)
    assert free_pages_of(opened) >= 100

    give_back(opened)

    assert free_pages_of(opened) == 0
    opened.close()
    assert file.stat().st_size < 110 * 4096
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*), sum(length(text)) FROM texts").fetchone() == (
            100,
            400_000,
        )


def test_pages_are_moved_many_in_a_transaction(opened, monkeypatch):
    monkeypatch.setattr(free_pages, "PAGES", 40)
    fill(opened)
    free = free_pages_of(opened)

    with CaptureQueriesContext(opened) as queries:
        give_back(opened)

    begun = [query for query in queries if query["sql"].startswith("BEGIN")]
    # The last one finds none.
    assert (len(begun), free_pages_of(opened)) == (ceil(free / 40) + 1, 0)


def test_file_that_has_tables_is_opened_while_another_program_writes(file, opened):
    fill(opened)
    opened.close()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        opened.settings_dict["OPTIONS"]["timeout"] = 0.1
        assert free_pages_of(opened) >= 100


def test_file_of_an_earlier_version_keeps_its_free_pages_until_it_is_vacuumed(file, opened):
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE earlier (word)")
    fill(opened)
    free = free_pages_of(opened)

    give_back(opened)
    assert free_pages_of(opened) == free

    with opened.cursor() as cursor:
        cursor.execute("PRAGMA auto_vacuum=INCREMENTAL")
        cursor.execute("VACUUM")
        cursor.execute("DELETE FROM texts WHERE rowid <= 150")
    assert free_pages_of(opened) > 40
    give_back(opened)
    assert free_pages_of(opened) == 0
