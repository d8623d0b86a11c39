import os
import shutil
import subprocess
from datetime import UTC, datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from psycopg.conninfo import make_conninfo

from corpus.private_files import draft_beside


class Command(BaseCommand):
    help = "Write a consistent copy of the database to backups/ in the state directory."

    def handle(self, **options):
        timestamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        copy, suffix = COPIES[connection.vendor]
        path = settings.VAR_DIR / "backups" / f"desk-{timestamp}.{suffix}"
        draft = draft_beside(path)
        try:
            copy(draft)
            draft.rename(path)
        finally:
            draft.unlink(missing_ok=True)
        self.stdout.write(str(path))


def copy_sqlite(path):
    """Write a consistent copy of the database into the empty file `path`; the desk stays up."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])


def copy_postgresql(path):
    """Write a consistent copy of the database to `path`, in the custom format of pg_dump.

    Raises CommandError if pg_dump is missing or fails.
    """
    pg_dump = shutil.which("pg_dump")
    if pg_dump is None:
        raise CommandError("pg_dump is not installed. Debian: apt-get install postgresql-client")
    connection.ensure_connection()
    info = connection.connection.info
    # Pass the password in the environment: other accounts can read a program's arguments.
    environment = os.environ | ({"PGPASSWORD": info.password} if info.password else {})
    named = connection.get_connection_params()
    # Only the parameters in DATABASE_URL: an older pg_dump may not support the others.
    parameters = {name: value for name, value in info.get_parameters().items() if name in named}
    command = [
        pg_dump,
        "--format=custom",
        f"--file={path}",
        f"--dbname={make_conninfo(**parameters)}",
    ]
    # The arguments are ours, and no shell reads them.
    result = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise CommandError(f"pg_dump failed: {result.stderr.strip()}")


COPIES = {"sqlite": (copy_sqlite, "sqlite3"), "postgresql": (copy_postgresql, "dump")}
