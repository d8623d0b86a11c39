from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from annotations.models import Passage
from corpus.db.backups import COPIES, check, refuse_newer, vendor_of
from corpus.db.refused_backup import BackupRefused
from corpus.former_migrations import former_names
from corpus.models import Article

ARCHIVE_MARK = b"PK\x03\x04"
# Whatever a desk holds, one of these has rows.
TELLING_TABLES = ("auth_user", "corpus_action", "corpus_article", "corpus_source")


class Command(BaseCommand):
    help = (
        "Make a backup the desk again, or fill an empty desk from an archive. Stop the desk first. "
        "A desk that is not empty is replaced only with --replace, and its database is kept."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="a backup or an archive")
        parser.add_argument(
            "--replace", action="store_true", help="even if the present desk is not empty"
        )

    def handle(self, *, file, replace, **options):
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        with file.open("rb") as opened:
            is_archive = opened.read(4) == ARCHIVE_MARK
        if is_archive:
            call_command("migrate", verbosity=0)
            call_command("unarchive", file, stdout=self.stdout)
            self.stdout.write("Then start the desk: make run")
            return
        try:
            former = self._put_back(file, replace)
        except BackupRefused as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        about_former = (
            f"The former database is {former}." if former else "The desk was empty before."
        )
        try:
            call_command("migrate", verbosity=0)
        except DatabaseError as error:
            raise CommandError(f"{file} cannot be migrated: {error} {about_former}") from error
        self.stdout.write(
            f"The desk of {file} is back: {Article.objects.count():,} articles, "
            f"{Passage.objects.present().count():,} passages, and the passwords of then. "
            f"{about_former}"
        )
        if former:
            self.stdout.write(f"To go back to it: make restore FILE={former} REPLACE=1")
        self.stdout.write("Start the desk: make run")

    def _put_back(self, file, replace):
        """Make the copy the database; return where the former one is kept, None if it was empty."""
        vendor = vendor_of(file)
        if vendor is None:
            raise BackupRefused(f"{file} is neither a backup nor an archive.")
        if vendor != connection.vendor:
            raise BackupRefused(
                f"{file} is a backup of {vendor}, and DATABASE_URL names {connection.vendor}. An "
                "archive goes from one to the other: see docs/archive.md."
            )
        refuse_newer(file, check(file), former_names())
        is_empty = not _has_rows()
        if not (is_empty or replace):
            raise BackupRefused(
                "This desk is not empty. To replace it, say so: make restore "
                f"FILE={file} REPLACE=1. Its database will be kept aside."
            )
        copies, suffix, _ = COPIES[vendor]
        former = None if is_empty else _former_path(suffix)
        copies.put_back(file, former)
        return former


def _has_rows():
    """Whether the present database holds a desk; a damaged one counts as such."""
    try:
        tables = set(connection.introspection.table_names())
        with connection.cursor() as cursor:
            for table in tables.intersection(TELLING_TABLES):
                # The names are ours.
                cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608
                if cursor.fetchone():
                    return True
    except DatabaseError:
        return True
    return False


def _former_path(suffix):
    """Where the present database is kept: on SQLite beside it, since it is linked there."""
    name = f"former-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}.{suffix}"
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).with_name(name)
    return settings.VAR_DIR / "backups" / name
