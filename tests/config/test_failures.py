import errno
import sqlite3
from contextlib import closing

import psycopg
import pytest
from django.db import DatabaseError, OperationalError
from psycopg.errors import lookup
from psycopg_pool import PoolTimeout

from config.failures import BUSY, DAMAGED, DISK_FULL, READ_ONLY, SLOW, UNREACHABLE, failure_of


def raised(work):
    with pytest.raises(Exception) as caught:
        work()
    return caught.value


def wrapped(error):
    """As Django raises it."""
    return raised(lambda: _raise(OperationalError(str(error)), error))


def _raise(error, cause):
    raise error from cause


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "desk.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE words (word)")
    return path


def opened(path):
    return closing(sqlite3.connect(path, timeout=0, isolation_level=None))


INSERT = "INSERT INTO words VALUES (hex(zeroblob(100000)))"


def test_sqlite_busy(file):
    with opened(file) as one, opened(file) as other:
        one.execute("BEGIN IMMEDIATE")
        assert failure_of(wrapped(raised(lambda: other.execute(INSERT)))) == BUSY


def test_sqlite_full(file):
    with opened(file) as database:
        database.execute("PRAGMA max_page_count = 4")
        assert failure_of(wrapped(raised(lambda: database.execute(INSERT)))) == DISK_FULL


def test_sqlite_read_only(file):
    with opened(file) as database:
        database.execute("PRAGMA query_only = 1")
        assert failure_of(wrapped(raised(lambda: database.execute(INSERT)))) == READ_ONLY


def test_sqlite_gone(tmp_path):
    error = raised(lambda: sqlite3.connect(tmp_path / "missing" / "desk.sqlite3"))
    assert failure_of(wrapped(error)) == UNREACHABLE


def test_sqlite_damaged(tmp_path):
    path = tmp_path / "desk.sqlite3"
    path.write_bytes(b"no database at all" * 100)
    with opened(path) as database:
        assert (
            failure_of(wrapped(raised(lambda: database.execute("SELECT 1 FROM words")))) == DAMAGED
        )


@pytest.mark.parametrize(
    ("state", "failure"),
    [
        ("08006", UNREACHABLE),
        ("57P01", UNREACHABLE),
        ("57P02", UNREACHABLE),
        ("57P03", UNREACHABLE),
        ("57014", SLOW),
        ("55P03", BUSY),
        ("40001", BUSY),
        ("40P01", BUSY),
        ("53300", BUSY),
        ("53200", BUSY),
        ("53100", DISK_FULL),
        ("25006", READ_ONLY),
        ("58030", DAMAGED),
        ("XX001", DAMAGED),
        ("42P01", None),
        ("23505", None),
        ("22001", None),
    ],
)
def test_codes_of_postgresql(state, failure):
    assert failure_of(wrapped(lookup(state)("no"))) == failure


def test_a_postgresql_that_is_not_there(tmp_path):
    error = raised(lambda: psycopg.connect(f"host={tmp_path} dbname=desk"))
    assert failure_of(wrapped(error)) == UNREACHABLE
    assert failure_of(wrapped(PoolTimeout("couldn't get a connection"))) == UNREACHABLE


def test_a_transaction_that_ends_badly_after_the_failure():
    first = wrapped(lookup("57P01")("terminating connection"))

    def ends():
        try:
            raise first
        except OperationalError:
            raise psycopg.InterfaceError("the connection is closed")  # noqa: B904 - as Django's end

    assert failure_of(raised(ends)) == UNREACHABLE


def test_a_full_disk_outside_of_the_database():
    assert failure_of(OSError(errno.ENOSPC, "No space left on device")) == DISK_FULL


def test_other_errors_are_no_failure_of_the_database():
    assert failure_of(ValueError("no")) is None
    assert failure_of(FileNotFoundError(errno.ENOENT, "no")) is None
    assert failure_of(DatabaseError("Save with update_fields did not affect any rows.")) is None
    with opened(":memory:") as database:
        assert failure_of(wrapped(raised(lambda: database.execute("SELECT 1 FROM no")))) is None
