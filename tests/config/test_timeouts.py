"""When the pool's check of a connection goes to the server."""

from contextlib import closing

import psycopg
import pytest
from django.db import connection

from config.postgresql import timeouts
from config.postgresql.timeouts import TimeoutConnection

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("postgresql")]
# The check of `psycopg_pool.ConnectionPool.check_connection`.
CHECK = ""


@pytest.fixture
def opened():
    with closing(
        TimeoutConnection.connect(**connection.get_connection_params(), autocommit=True)
    ) as fresh:
        yield fresh


def test_connection_that_answered_just_now_is_not_checked(opened):
    opened.cursor().execute("SELECT 1")
    assert opened.execute(CHECK) is None


def test_connection_that_rested_is_checked(opened, monkeypatch):
    monkeypatch.setattr(timeouts, "FRESH_SECONDS", 0)
    opened.cursor().execute("SELECT 1")
    assert opened.execute(CHECK).statusmessage is None


def test_connection_that_the_server_closed_is_found_out(opened):
    opened.cursor().execute("SELECT 1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [opened.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        opened.execute(CHECK)


def test_statements_are_executed(opened):
    opened.cursor().execute("SELECT 1")
    assert opened.execute("SELECT 2").fetchall() == [(2,)]
