"""Fixtures for tests that drive a browser: the desk, served."""

import sqlite3
from contextlib import closing

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from config import settings as shipped
from tests.support.collected import collect_static
from tests.support.factories import make_user


def mark_all(items, folder, mark):
    """Mark a folder's tests as transactional, since their server sees only committed rows.

    Rows created by migrations, the groups and their permissions, are restored after each test.
    """
    database = pytest.mark.django_db(transaction=True, serialized_rollback=True)
    for item in items:
        if folder in item.path.parents:
            item.add_marker(mark)
            item.add_marker(database, append=False)


@pytest.fixture(scope="session")
def live_server(tmp_path_factory, django_db_setup):
    """The desk with hashed static files and all middleware.

    Its database exists until the server has ended.
    """
    served = {
        "STORAGES": shipped.STORAGES,
        "STATIC_ROOT": collect_static(tmp_path_factory.mktemp("static")),
        "WHITENOISE_USE_FINDERS": False,
        "WHITENOISE_AUTOREFRESH": False,
    }
    with override_settings(**served):
        server = LiveServer("localhost", start=False)
        # Django's handler would serve static files without our headers.
        server.thread.static_handler = lambda application: application
        server.start()
        with override_settings(SITE_URL=server.url):
            yield server
        server.stop()


@pytest.fixture(scope="session")
def copied():
    """A database in memory with a copy of a desk with the first corpus."""
    with closing(sqlite3.connect(":memory:")) as copy:
        yield copy


@pytest.fixture
def first_corpus(copied):
    """The first corpus on an empty desk; on SQLite it is loaded once and then copied."""
    if connection.vendor != "sqlite":
        call_command("load_first_corpus", verbosity=0)
        return
    connection.ensure_connection()
    if copied.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
        call_command("load_first_corpus", verbosity=0)
        connection.connection.backup(copied)
    else:
        copied.backup(connection.connection)


@pytest.fixture
def desk(live_server, first_corpus):
    """A desk with the first corpus and two members, Ada (analyst) and Edith (editor)."""
    make_user("Analysts", "ada")
    make_user("Editors", "edith")
    return live_server
