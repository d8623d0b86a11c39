"""Copies of a SQLite database; see `corpus.db.backups`."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from corpus.db.refused_backup import BackupRefused
from corpus.private_files import draft_beside


def copy(path):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])


def check(path):
    try:
        problems = _rows(path, "PRAGMA integrity_check(3)")
    except UnicodeDecodeError as error:
        # SQLite's message names a table by damaged bytes.
        raise BackupRefused(f"{path} is damaged: its names cannot be read.") from error
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"{path} is damaged: {error}.") from error
    if problems != [("ok",)]:
        raise BackupRefused(f"{path} is damaged: {'; '.join(words for (words,) in problems)}")


def applied_migrations(path):
    try:
        return set(_rows(path, "SELECT app, name FROM django_migrations"))
    except sqlite3.OperationalError:
        return set()


def _rows(path, statement):
    # Immutable: a copy that nobody writes to needs no other file beside it.
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        return database.execute(statement).fetchall()


def put_back(path, former):
    database = Path(connection.settings_dict["NAME"])
    connection.close()
    draft = draft_beside(database)
    try:
        shutil.copyfile(path, draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        _let_go(database)
        if former:
            os.link(database, former)
            former.chmod(0o600)
        for ending in ("-wal", "-shm"):
            beside = Path(f"{database}{ending}")
            if beside.exists():
                beside.rename(f"{former or draft}{ending}")
        draft.replace(database)
    finally:
        draft.unlink(missing_ok=True)


def _let_go(database):
    """Bring a database into its one file; a damaged one stays in several."""
    if not database.exists():
        return
    try:
        with closing(sqlite3.connect(database, timeout=1)) as present:
            [(mode,)] = present.execute("PRAGMA journal_mode=DELETE").fetchall()
        is_in_use = mode == "wal"
    except sqlite3.OperationalError as error:
        is_in_use = "locked" in str(error)
    except sqlite3.DatabaseError:
        is_in_use = False
    if is_in_use:
        raise BackupRefused("The desk is in use. Stop it first, then do this again.")
