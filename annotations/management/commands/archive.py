from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from annotations.archive.writing import write_archive


class Command(BaseCommand):
    help = "Write the whole desk to one file, which docs/archive.md describes; the desk stays up."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="a new file")

    def handle(self, *, file, **options):
        if file.exists():
            raise CommandError(f"{file} exists already.")
        written = write_archive(file)
        rows = sum(table.rows for table in written.tables)
        self.stdout.write(
            f"{file}: {rows:,} rows and {written.originals:,} originals, "
            f"{file.stat().st_size:,} bytes. It holds no passwords."
        )
