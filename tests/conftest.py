"""What every test runs on: its own database, plain static files, quick passwords."""

import gc
import os
from shutil import copyfile

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck, settings

from tests.support import pristine
from tests.upgrades import elsewhere

# A busy machine is slow, and no test fails for that.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The gate tries the same cases every time; other runs try new ones, and keep what fails.
settings.register_profile("gate", settings.get_profile("patient"), derandomize=True)
settings.load_profile("gate" if os.environ.get("TWOSOURCE_REQUIRE_ALL") == "1" else "patient")

MIGRATED = os.environ.get("TWOSOURCE_MIGRATED")
PLAIN_SETTINGS = {
    # Pages link static files by their own names, found in static/, without collectstatic.
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    "WHITENOISE_USE_FINDERS": True,
    "WHITENOISE_AUTOREFRESH": True,
    # Real hashing would take most of the time of a run.
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}


# Marks and fixtures of tests that may ask a database.
DATABASE_NAMES = {"django_db", "only_on", "_django_db_helper", "django_db_setup", "live_server"}


def asks_database(item):
    """Whether a test may end otherwise on another database: only such tests run on each."""
    if issubclass(item.cls or object, TransactionTestCase):
        return True
    marks = {mark.name for mark in item.iter_markers()}
    return not DATABASE_NAMES.isdisjoint(marks | set(item.fixturenames))


def pytest_collection_modifyitems(config, items):
    """Leave out what is marked as being about the other database: here it is no test."""
    for item in items:
        if asks_database(item):
            item.add_marker(pytest.mark.database)
    marked = [(item, item.get_closest_marker("only_on")) for item in items]
    foreign = [item for item, mark in marked if mark and mark.args != (connection.vendor,)]
    config.hook.pytest_deselected(items=foreign)
    items[:] = [item for item in items if item not in foreign]


def pytest_collection_finish():
    """Let the garbage collector pass over what stays until the end: modules, models and tests.

    It walked through all of it again and again, for a tenth of the processor time of a run.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def alike_on_every_database(request):
    """Fail a test without a database that only asks which one there is: it runs on one alone."""

    def refuse(*_):
        raise AssertionError("Mark this test with django_db: it asks which database there is.")

    def all_open(handler, initialized_only=False):
        return [] if initialized_only else refuse()

    with pytest.MonkeyPatch.context() as patch:
        if not asks_database(request.node):
            patch.delenv("DATABASE_URL", raising=False)
            patch.setattr(ConnectionHandler, "__getitem__", refuse, raising=False)
            # Around an answer those that are open are closed: here none is.
            patch.setattr(ConnectionHandler, "all", all_open, raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def plain_settings():
    """Settings of ordinary tests; the browser tests put the hashed static files back."""
    with override_settings(**PLAIN_SETTINGS):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """On SQLite, a file of this run's own: threads share it as they share a desk's database.

    TWOSOURCE_MIGRATED names one to begin with, which `make test` makes once for several runs.
    """
    if connection.vendor == "sqlite":
        database = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(database)
        if MIGRATED:
            copyfile(MIGRATED, database)


@pytest.fixture(scope="session")
def django_db_keepdb(request):
    """Do not make anew what was copied; its migrations are looked through all the same."""
    return request.config.getvalue("reuse_db") or (MIGRATED and connection.vendor == "sqlite")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit start from what the migrations made, put back without the models."""
    with django_db_blocker.unblock():
        rows = pristine.read_rows()
        elsewhere.copy_migrated()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            connection.creation, "deserialize_db_from_string", lambda _: pristine.put_back(rows)
        )
        if connection.vendor == "postgresql":
            patch.setattr(connection.ops, "sql_flush", pristine.emptying)
        yield
    with django_db_blocker.unblock():
        elsewhere.drop_migrated()
