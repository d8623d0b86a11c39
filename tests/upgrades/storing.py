"""How a desk of a version is stored beside this module: a file of SQLite, and SQL for PostgreSQL.

The SQL is read by PostgreSQL 15 and newer, whichever pg_dump wrote it.
"""

import gzip
import os
import re
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection

HERE = Path(__file__).parent
SUFFIXES = {"sqlite": "sqlite3.gz", "postgresql": "sql.gz"}
# Rows as statements, since COPY is understood by psql alone.
PG_DUMP = ["pg_dump", "--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=100"]


def stored(vendor):
    """The paths of the desks that are stored of a database, in the order of their numbers."""
    return sorted(HERE.glob(f"*.{SUFFIXES[vendor]}"), key=_version)


def store(name, scratch):
    """Write the default database beside this module; `scratch` is an empty directory."""
    path = HERE / f"{name}.{SUFFIXES[connection.vendor]}"
    content = _sqlite(scratch) if connection.vendor == "sqlite" else _postgresql()
    # The same desk gives the same bytes at any time.
    path.write_bytes(gzip.compress(content, 9, mtime=0))
    return path


def load(path, address):
    """Put a stored desk at `address`: a path on SQLite, else an empty database's parameters."""
    content = gzip.decompress(path.read_bytes())
    if connection.vendor == "sqlite":
        Path(address).write_bytes(content)
        return
    # The adapter of PostgreSQL need not be there for SQLite.
    import psycopg

    with psycopg.connect(**address) as database:
        database.execute(content)


def _sqlite(scratch):
    copy = Path(scratch) / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    with sqlite3.connect(copy) as database:
        # A file in WAL mode would need another beside it to be opened.
        database.execute("PRAGMA journal_mode=DELETE")
    database.close()
    return copy.read_bytes()


def _postgresql():
    connection.ensure_connection()
    info = connection.connection.info
    connected = {"PGHOST": info.host, "PGPORT": str(info.port), "PGUSER": info.user}
    connected |= {"PGDATABASE": info.dbname, "PGPASSWORD": info.password}
    finished = subprocess.run(PG_DUMP, env=os.environ | connected, capture_output=True, check=True)
    return _plain(finished.stdout.decode()).encode()


def _plain(dump):
    """The statements of a dump: without settings of one version, commands of psql and comments."""
    start = re.search("^CREATE ", dump, re.MULTILINE).start()
    end = dump.rindex("\n-- PostgreSQL database dump complete")
    return f"SET search_path = pg_catalog;\nSET check_function_bodies = off;\n{dump[start:end]}"


def _version(path):
    """What sorts 0.9.1 before 0.10.0."""
    return [int(number) for number in re.findall(r"\d+", path.name.split("-")[0])], path.name
