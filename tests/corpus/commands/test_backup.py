import os
import sqlite3
import stat
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction

# VACUUM INTO and pg_dump see what is committed.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

sqlite_only = pytest.mark.only_on("sqlite")
postgresql_only = pytest.mark.only_on("postgresql")


@pytest.fixture
def backup(settings, tmp_path):
    """Write a backup; return its path as printed."""
    settings.VAR_DIR = tmp_path / "var"

    def backup():
        output = StringIO()
        call_command("backup", stdout=output)
        return Path(output.getvalue().removesuffix("\n"))

    return backup


def test_backup_file(backup, settings):
    path = backup()
    assert path.parent == settings.VAR_DIR / "backups"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_backup_twice(backup):
    first, second = backup(), backup()
    assert first < second
    assert len(list(first.parent.iterdir())) == 2


@sqlite_only
def test_backup_restores_on_sqlite(backup):
    User.objects.create_user("mira")
    path = backup()
    User.objects.create_user("later")
    copy = sqlite3.connect(path)
    assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    names = "SELECT username FROM auth_user WHERE username IN ('mira', 'later')"
    assert copy.execute(names).fetchall() == [("mira",)]
    tables = "SELECT name, sql FROM sqlite_master ORDER BY name"
    with connection.cursor() as cursor:
        assert copy.execute(tables).fetchall() == cursor.execute(tables).fetchall()
    copy.close()


@sqlite_only
def test_backup_failed_leaves_nothing(backup, settings):
    with transaction.atomic(), pytest.raises(OperationalError, match="within a transaction"):
        backup()
    assert list((settings.VAR_DIR / "backups").iterdir()) == []


@postgresql_only
def test_backup_restores_on_postgresql(backup):
    User.objects.create_user("mira")
    path = backup()
    User.objects.create_user("later")
    connection.ensure_connection()
    info = connection.connection.info
    environment = os.environ | {
        "PGHOST": info.host,
        "PGPORT": str(info.port),
        "PGUSER": info.user,
        "PGPASSWORD": info.password,
    }
    restore = ["pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={info.dbname}"]
    # pg_restore waits for nobody who holds a table.
    connection.close()
    finished = subprocess.run([*restore, path], env=environment, capture_output=True, text=True)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert [user.username for user in User.objects.filter(username__in=["mira", "later"])] == [
        "mira"
    ]


@postgresql_only
def test_backup_without_pg_dump(backup, monkeypatch, settings):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CommandError, match="apt-get install postgresql-client"):
        backup()
    assert list((settings.VAR_DIR / "backups").iterdir()) == []
