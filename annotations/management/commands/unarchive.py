import signal
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from annotations.archive.loading import NotEmpty, load_archive
from annotations.archive.refusal import ArchiveRefused
from corpus.search_index.rebuild import index_of_rows, indexed_models


class Command(BaseCommand):
    help = "Fill an empty, migrated desk from an archive. If anything fails, it stays empty."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="what `archive` wrote")

    def handle(self, *, file, **options):
        try:
            with _stopping():
                manifest = load_archive(file)
        except (ArchiveRefused, NotEmpty, OSError) as error:
            raise CommandError(f"{error} Nothing was written.") from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was written: the desk is empty.") from None
        for model in indexed_models():
            index_of_rows(model).names.merge(connection)
        rows = sum(table.rows for table in manifest.tables)
        self.stdout.write(
            f"{rows:,} rows and {manifest.originals:,} originals are here. Accounts have no "
            "password yet. Set one: .venv/bin/python manage.py changepassword NAME"
        )


@contextmanager
def _stopping():
    """Make TERM stop a block as Ctrl-C does."""
    former = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)
