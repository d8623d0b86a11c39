"""The default connection at a database of its own for a while, beside that of the tests."""

from contextlib import contextmanager
from shutil import copyfile

from django.contrib.contenttypes.models import ContentType
from django.db import connection

SUFFIX = "_upgraded"
# A copy of the database of the tests before the first test: migrating takes much longer.
MIGRATED = "_migrated"


@contextmanager
def elsewhere(directory, is_migrated=False):
    """Connect to another database, on SQLite in a directory; yield what `storing.load` takes.

    It is empty, or what the migrations make of an empty one.
    """
    usual = connection.settings_dict["NAME"]
    is_sqlite = connection.vendor == "sqlite"
    name = str(directory / "desk.sqlite3") if is_sqlite else usual + SUFFIX
    if not is_sqlite:
        template = usual + MIGRATED if is_migrated else "template0"
        _run(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE {template}")
    elif is_migrated:
        copyfile(usual + MIGRATED, name)
    _connect(name)
    try:
        yield name if is_sqlite else _parameters()
    finally:
        _connect(usual)
        if not is_sqlite:
            _run(f"DROP DATABASE {name}")


def copy_migrated():
    """Keep what `elsewhere` gives when asked for a migrated database: the default one, as it is."""
    usual = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [usual + MIGRATED])
    else:
        # One that is used by anybody cannot be copied.
        connection.close()
        name = usual + MIGRATED
        _run(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE {usual}")


def drop_migrated():
    """Delete what `copy_migrated` kept; on SQLite its directory goes with it."""
    if connection.vendor != "sqlite":
        _run(f"DROP DATABASE {connection.settings_dict['NAME']}{MIGRATED}")


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
