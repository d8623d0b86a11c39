"""The desk as it is served to a browser: fixtures for each folder of tests that drive one."""

import sqlite3
from contextlib import closing

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from config import settings as shipped
from tests.support.factories import make_user


def mark_all(items, folder, mark):
    """Mark a folder's tests; their server sees what is committed, so the tables are emptied after.

    What the migrations put there, the groups and their permissions, is put back each time.
    """
    database = pytest.mark.django_db(transaction=True, serialized_rollback=True)
    for item in items:
        if folder in item.path.parents:
            item.add_marker(mark)
            item.add_marker(database, append=False)


@pytest.fixture(scope="session")
def live_server(tmp_path_factory, django_db_setup):
    """The desk with its hashed static files, each answer through every middleware.

    Its database is there until it has ended.
    """
    served = {
        "STORAGES": shipped.STORAGES,
        "STATIC_ROOT": tmp_path_factory.mktemp("static"),
        "WHITENOISE_USE_FINDERS": False,
        "WHITENOISE_AUTOREFRESH": False,
    }
    with override_settings(**served):
        call_command("collectstatic", interactive=False, verbosity=0)
        server = LiveServer("localhost", start=False)
        # Django's own handler would answer for static files, without a header of ours.
        server.thread.static_handler = lambda application: application
        server.start()
        with override_settings(SITE_URL=server.url):
            yield server
        server.stop()


@pytest.fixture(scope="session")
def copied():
    """A database in memory, to which a desk with the first corpus is copied once."""
    with closing(sqlite3.connect(":memory:")) as copy:
        yield copy


@pytest.fixture
def first_corpus(copied):
    """The first corpus on an empty desk; on SQLite it is loaded once and copied ever after."""
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
    """A desk with the first corpus and its two kinds of members, Ada the analyst and Edith."""
    make_user("Analysts", "ada")
    make_user("Editors", "edith")
    return live_server
