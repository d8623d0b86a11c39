"""What browser tests run on: an installed Chromium, and the desk as it is served."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from config import settings as shipped
from tests.support.chromium import find_chromium
from tests.support.factories import make_user

HERE = Path(__file__).parent

# Playwright keeps an event loop in the thread of the tests, which talk to the database too.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    """Mark the tests here; their server sees what is committed, so the tables are emptied after.

    What the migrations put there, the groups and their permissions, is put back each time.
    """
    database = pytest.mark.django_db(transaction=True, serialized_rollback=True)
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(database, append=False)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    # Without a sandbox it also starts as root, as in a container.
    return browser_type_launch_args | {
        "executable_path": find_chromium(),
        "args": ["--no-sandbox"],
    }


@pytest.fixture(scope="session")
def live_server(tmp_path_factory):
    """The desk with its hashed static files, each answer through every middleware."""
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


@pytest.fixture
def progress(capfd):
    """Says on the terminal, while a long test runs, how far it is.

    `make test` keeps what a part prints until it has ended, and names another way there.
    """
    terminal = os.environ.get("TWOSOURCE_PROGRESS")

    def say(words):
        if terminal:
            os.write(int(terminal), f"{words}\n".encode())
        else:
            with capfd.disabled():
                print(words, flush=True)

    return say


REPORT_BREACHES = """addEventListener("securitypolicyviolation", (breach) =>
  console.error(`policy: ${breach.violatedDirective} ${breach.blockedURI}`))"""


@pytest.fixture(autouse=True)
def complaints(context):
    """What the browser complains of: policy reports, errors, warnings; none is left at the end.

    A test that provokes one checks it and clears the list.
    """
    problems = []
    context.add_init_script(REPORT_BREACHES)
    context.on(
        "console",
        lambda message: message.type in ("error", "warning") and problems.append(message.text),
    )
    context.on("weberror", lambda failure: problems.append(str(failure.error)))
    yield problems
    assert problems == []
