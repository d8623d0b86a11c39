"""The command `restore`, which makes a backup the desk again, and `backup` and `verify` with it."""

import os
import signal
import sqlite3
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from annotations.archive import loading
from corpus.db import backups, postgresql_copies
from corpus.models import Article
from tests.support.factories import make_article
from tests.upgrades import storing
from tests.upgrades.elsewhere import elsewhere
from tests.upgrades.test_archives import STORED

sqlite_only = pytest.mark.only_on("sqlite")
postgresql_only = pytest.mark.only_on("postgresql")


@pytest.fixture(scope="module")
def place(tmp_path_factory, django_db_setup, django_db_blocker):
    """A database of its own: what `storing.load` takes, and a copy of it as a desk without rows."""
    directory = tmp_path_factory.mktemp("desk")
    with django_db_blocker.unblock(), elsewhere(directory, is_migrated=True) as address:
        empty = directory / "empty"
        empty.touch()
        copies, *_ = backups.COPIES[connection.vendor]
        copies.copy(empty)
        yield address, empty


@pytest.fixture
def address(tmp_path, settings, place):
    """A migrated desk without rows in a database of its own; what `storing.load` takes."""
    settings.VAR_DIR = tmp_path / "var"
    address, empty = place
    copies, *_ = backups.COPIES[connection.vendor]
    copies.put_back(empty, None)
    for former in empty.parent.glob("former-*"):
        former.unlink()
    ContentType.objects.clear_cache()
    return address


def run(command, *arguments, **options):
    output = StringIO()
    call_command(command, *arguments, stdout=output, **options)
    return output.getvalue()


def write_backup():
    return Path(run("backup", stderr=StringIO()).removesuffix("\n"))


def refusal_of(command, *arguments, **options):
    with pytest.raises(CommandError) as refusal:
        run(command, *arguments, **options)
    return str(refusal.value)


def names():
    return sorted(User.objects.values_list("username", flat=True))


def former_path(output):
    """The path of the former database in what `restore` wrote."""
    [line] = [line for line in output.splitlines() if line.startswith("To go back")]
    return Path(line.partition("FILE=")[2].removesuffix(" REPLACE=1"))


def test_backup_comes_back_and_so_does_what_it_replaced(address):
    User.objects.create_user("mira")
    backup = write_backup()
    User.objects.create_user("later")
    make_article()
    assert refusal_of("restore", backup) == (
        f"This desk is not empty. To replace it, say so: make restore FILE={backup} REPLACE=1. Its "
        "database will be kept aside. Nothing was changed."
    )
    assert "later" in names()

    output = run("restore", backup, replace=True)
    assert (names(), Article.objects.count()) == (["mira"], 0)
    former = former_path(output)
    assert output.splitlines()[0] == (
        f"The desk of {backup} is back: 0 articles, 0 passages, and the passwords of then. The "
        f"former database is {former}."
    )
    assert former.stat().st_mode & 0o777 == 0o600
    whole = f"{former} is whole: a backup of a desk on {connection.vendor}.\n"
    assert run("verify", former) == whole

    run("restore", former, replace=True)
    assert ("later" in names(), Article.objects.count()) == (True, 1)


def test_empty_desk_is_replaced_at_once_and_nothing_is_kept(address, tmp_path):
    User.objects.create_user("mira")
    backup = write_backup()
    User.objects.all().delete()
    lines = run("restore", backup).splitlines()
    assert names() == ["mira"]
    assert lines[0].endswith("The desk was empty before.")
    assert lines[1:] == ["Start the desk: make run"]
    assert list(tmp_path.rglob("former-*")) == []


def test_backup_of_an_older_desk_is_migrated(address, tmp_path):
    with elsewhere(tmp_path) as older:
        storing.load(storing.stored(connection.vendor)[0], older)
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM corpus_article")
            [count] = cursor.fetchone()
        backup = write_backup()
    run("restore", backup)
    assert Article.objects.count() == count > 0
    call_command("migrate", check_unapplied=True, verbosity=0)


def test_tables_that_the_backup_lacks_are_gone(address):
    backup = write_backup()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE corpus_newer (id integer PRIMARY KEY)")
    run("restore", backup, replace=True)
    assert "corpus_newer" not in connection.introspection.table_names()


def test_damaged_backup_is_refused_and_changes_nothing(address):
    for _ in range(20):
        make_article()
    backup = write_backup()
    content = backup.read_bytes()
    for damaged in (content[: len(content) // 2], content[:-9000] + b"\xa5" * 9000):
        backup.write_bytes(damaged)
        for command in ("verify", "restore"):
            options = {"replace": True} if command == "restore" else {}
            message = refusal_of(command, backup, **options)
            assert "is damaged" in message or "pg_restore failed" in message
    assert Article.objects.count() == 20


def test_backup_of_a_newer_desk_is_refused(address):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("corpus", "9999_from_tomorrow")
    backup = write_backup()
    assert refusal_of("restore", backup, replace=True) == (
        f"{backup} was made by a newer version of Twosource: this one does not know the migration "
        "corpus.9999_from_tomorrow. Update Twosource first. Nothing was changed."
    )
    recorder.record_unapplied("corpus", "9999_from_tomorrow")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Dear diary", "{} is neither a backup nor an archive. Nothing was changed."),
        (b"", "{} is neither a backup nor an archive. Nothing was changed."),
        (b"PK\x03\x04", "{name} is no whole ZIP file: File is not a zip file Nothing was written."),
        (None, "There is no file {}."),
    ],
)
def test_other_files_are_refused(address, tmp_path, content, message):
    path = tmp_path / "diary"
    if content is not None:
        path.write_bytes(content)
    assert refusal_of("restore", path) == message.format(path, name=path.name)


def test_backup_of_the_other_database_is_refused(address, tmp_path):
    path = tmp_path / "desk"
    [(vendor, mark)] = [
        (vendor, mark)
        for vendor, (_, _, mark) in backups.COPIES.items()
        if vendor != connection.vendor
    ]
    path.write_bytes(mark)
    assert refusal_of("restore", path) == (
        f"{path} is a backup of {vendor}, and DATABASE_URL names {connection.vendor}. An archive "
        "goes from one to the other: see docs/archive.md. Nothing was changed."
    )


def test_archive_fills_an_empty_desk_alone(address):
    assert run("restore", STORED[-1]).splitlines()[-1] == "Then start the desk: make run"
    count = Article.objects.count()
    assert count > 0
    assert refusal_of("restore", STORED[-1], replace=True).startswith("This desk is not empty: ")
    assert Article.objects.count() == count


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_archive_that_is_stopped_leaves_the_desk_empty(address, monkeypatch, request, number):
    monkeypatch.setattr(loading, "index_all", lambda: os.kill(os.getpid(), number))
    # A shell lets what it starts in the background ignore Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    former = signal.getsignal(number)
    message = refusal_of("unarchive", STORED[-1])
    assert message == "Stopped. Nothing was written: the desk is empty."
    assert (names(), Article.objects.count()) == ([], 0)
    assert signal.getsignal(number) is former


@sqlite_only
def test_desk_in_use_is_not_replaced_on_sqlite(address):
    User.objects.create_user("mira")
    backup = write_backup()
    with sqlite3.connect(address) as colleague:
        colleague.execute("SELECT count(*) FROM auth_user").fetchall()
        message = refusal_of("restore", backup, replace=True)
    colleague.close()
    assert message == "The desk is in use. Stop it first, then do this again. Nothing was changed."
    assert [each.name for each in Path(address).parent.glob("former-*")] == []
    assert names() == ["mira"]


@postgresql_only
def test_desk_in_use_is_not_replaced_on_postgresql(address, monkeypatch):
    import psycopg

    monkeypatch.setattr(postgresql_copies, "LOCK_TIMEOUT", 1)
    User.objects.create_user("mira")
    backup = write_backup()
    with psycopg.connect(**address) as colleague:
        colleague.execute("SELECT count(*) FROM auth_user").fetchall()
        message = refusal_of("restore", backup, replace=True)
    assert message == "The desk is in use. Stop it first, then do this again. Nothing was changed."
    assert names() == ["mira"]


@sqlite_only
@pytest.mark.parametrize("header_length", [0, 100])
def test_damaged_database_is_replaced_and_kept(address, header_length):
    User.objects.create_user("mira")
    backup = write_backup()
    connection.close()
    damaged = Path(address).read_bytes()[:header_length] + b"no database at all" * 1000
    for ending in ("", "-wal"):
        Path(address + ending).write_bytes(damaged)
    assert "not empty" in refusal_of("restore", backup)
    former = former_path(run("restore", backup, replace=True))
    assert names() == ["mira"]
    assert former.read_bytes() == damaged


def test_backup_that_was_not_written_whole_is_refused(address, monkeypatch, settings):
    copies, *_ = backups.COPIES[connection.vendor]
    copy = copies.copy

    def copy_a_part(path):
        copy(path)
        os.truncate(path, path.stat().st_size // 2)

    monkeypatch.setattr(copies, "copy", copy_a_part)
    message = refusal_of("backup")
    assert "is damaged" in message or "pg_restore failed" in message
    assert list((settings.VAR_DIR / "backups").iterdir()) == []


def test_backup_keeps_the_last_ones(address, settings):
    settings.BACKUPS_KEPT = 2
    first = write_backup()
    other = first.with_name(f"former-1{first.suffix}")
    other.write_bytes(b"")
    second, third = write_backup(), write_backup()
    assert sorted(first.parent.iterdir()) == [second, third, other]
    settings.BACKUPS_KEPT = 0
    fourth = write_backup()
    assert sorted(first.parent.iterdir()) == [second, third, fourth, other]
