"""The default connection at a database of its own for a while, beside that of the tests."""

from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import connection

SUFFIX = "_upgraded"
ADDRESS = ("dbname", "user", "password", "host", "port")


@contextmanager
def elsewhere(directory):
    """Connect to an empty database, on SQLite in a directory; yield what `storing.load` takes."""
    usual = connection.settings_dict["NAME"]
    is_sqlite = connection.vendor == "sqlite"
    name = str(directory / "desk.sqlite3") if is_sqlite else usual + SUFFIX
    if not is_sqlite:
        _run(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE template0")
    _connect(name)
    try:
        yield name if is_sqlite else _parameters()
    finally:
        _connect(usual)
        if not is_sqlite:
            _run(f"DROP DATABASE {name}")


def _connect(name):
    connection.close()
    connection.settings_dict["NAME"] = name
    # They are remembered by their keys, which are others in another database.
    ContentType.objects.clear_cache()


def _parameters():
    given = connection.get_connection_params()
    return {
        key: given[key] for key in ("dbname", "user", "password", "host", "port") if key in given
    }


def _run(*statements):
    for statement in statements:
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(statement)
