from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from annotations.archive.reading import check_archive
from annotations.archive.refusal import ArchiveRefused
from corpus.db.backups import check, vendor_of
from corpus.db.refused_backup import BackupRefused


class Command(BaseCommand):
    help = (
        "Check an archive without a desk: its files, digests, rows and references; or read a "
        "backup whole."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="what `archive` or `backup` wrote"
        )

    def handle(self, *, file, **options):
        try:
            if vendor := vendor_of(file):
                check(file)
                self.stdout.write(f"{file} is whole: a backup of a desk on {vendor}.")
                return
            manifest = check_archive(file)
        except (ArchiveRefused, BackupRefused, OSError) as error:
            raise CommandError(str(error)) from None
        rows = sum(table.rows for table in manifest.tables)
        self.stdout.write(
            f"{file} is whole: version {manifest.version}, {rows:,} rows in "
            f"{len(manifest.tables)} tables, {manifest.originals:,} originals."
        )
