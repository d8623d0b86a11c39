"""Connections of the desk's own kind to a file of the test's own."""

import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.utils import ConnectionHandler

from config.database import database_of
from config.sqlite.base import MAX_KEPT_LENGTH
from config.write_queue import QueueTimeout, queue_before

pytestmark = [pytest.mark.only_on("sqlite"), pytest.mark.django_db]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "desk.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE words (word UNIQUE)")
    return path


@pytest.fixture
def opened(file):
    """A wrapper as the server opens it, which waits for a moment only."""
    given = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}
    settings = database_of(given, is_serving=True)
    settings["OPTIONS"] = settings["OPTIONS"] | {"timeout": 0.3}
    wrapper = ConnectionHandler({"default": settings})["default"]
    yield wrapper
    wrapper.close()


def write(wrapper, word="dawn"):
    with wrapper.cursor() as cursor:
        cursor.execute("INSERT INTO words VALUES (%s)", [word])


def words(wrapper):
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT word FROM words ORDER BY rowid")
        return [word for (word,) in cursor.fetchall()]


def is_free(file):
    """Whether somebody who comes now has the turn to write at once."""
    queue = queue_before(file)
    queue.leave(queue.enter(0.05))
    return True


@pytest.mark.parametrize("is_in_transaction", [True, False])
def test_a_writer_whose_turn_does_not_come_is_refused_and_a_reader_never_waits(
    file, opened, is_in_transaction
):
    words(opened)
    queue = queue_before(file)
    turn = queue.enter(1)
    with pytest.raises(OperationalError, match="the turn to write did not come"):
        if is_in_transaction:
            opened.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        else:
            write(opened)
    assert words(opened) == []

    queue.leave(turn)
    write(opened)
    assert words(opened) == ["dawn"]


def test_a_writer_who_knows_nothing_of_the_queue_is_waited_for_no_longer(file, opened):
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            write(opened)
        assert is_free(file)


def test_all_writes_of_a_request_wait_no_longer_than_one(file, opened):
    """The second asks for a moment more; the next request has a time of its own."""
    opened.close_if_unusable_or_obsolete()
    turn = queue_before(file).enter(1)
    with pytest.raises(OperationalError, match=r"did not come in 0\.3 s"):
        write(opened)
    with pytest.raises(OperationalError, match=r"did not come in 0\.1 s"):
        write(opened)

    opened.close_if_unusable_or_obsolete()
    with pytest.raises(OperationalError, match=r"did not come in 0\.3 s"):
        write(opened)
    queue_before(file).leave(turn)


@pytest.mark.parametrize("ending", ["commit", "rollback", "close"])
def test_the_turn_ends_with_the_transaction(file, opened, ending):
    opened.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    write(opened)
    assert len(queue_before(file)._waiting) == 0
    with pytest.raises(QueueTimeout):
        is_free(file)

    getattr(opened, ending)()
    assert is_free(file)


def test_the_turn_ends_with_a_write_that_fails(file, opened):
    write(opened)
    with pytest.raises(IntegrityError):
        write(opened)
    assert is_free(file)


def test_a_server_makes_no_empty_desk(tmp_path):
    given = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "desk.sqlite3")}
    handler = ConnectionHandler({"default": database_of(given, is_serving=True)})
    with pytest.raises(OperationalError, match="unable to open database file"):
        words(handler["default"])
    assert os.listdir(tmp_path) == []


def test_a_database_in_memory_has_no_queue():
    given = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    wrapper = ConnectionHandler({"default": database_of(given, is_serving=True)})["default"]
    with wrapper.cursor() as cursor:
        cursor.execute("CREATE TABLE words (word UNIQUE)")
    write(wrapper)
    assert (wrapper.queue, words(wrapper)) == (None, ["dawn"])


def test_a_backup_that_was_put_back_is_read_without_a_restart(file, opened, tmp_path):
    write(opened)
    other = tmp_path / "backup.sqlite3"
    with closing(sqlite3.connect(other)) as database, database:
        database.execute("CREATE TABLE words (word UNIQUE)")
        database.execute("INSERT INTO words VALUES ('before')")
    for suffix in ("-wal", "-shm"):
        (tmp_path / f"desk.sqlite3{suffix}").unlink()
    shutil.move(other, file)

    # As at the beginning of a request.
    opened.close_if_unusable_or_obsolete()
    assert words(opened) == ["before"]


@pytest.mark.parametrize("length", [0, MAX_KEPT_LENGTH])
def test_statements_take_values_and_percent_signs_as_with_django(opened, length):
    statement = "SELECT %s, '%%', '%%s', %s" + " " * length
    for values in (1, "%s"), (2, "a"):
        with opened.cursor() as cursor:
            cursor.execute(statement, values)
            assert cursor.fetchall() == [(values[0], "%", "%s", values[1])]
    with opened.cursor() as cursor:
        cursor.execute("SELECT %(word)s, '%%'" + " " * length, {"word": "dawn"})
        assert cursor.fetchall() == [("dawn", "%")]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_desk_of_the_tests_has_its_queue():
    with transaction.atomic(), pytest.raises(QueueTimeout):
        is_free(connection.settings_dict["NAME"])
    assert is_free(connection.settings_dict["NAME"])
