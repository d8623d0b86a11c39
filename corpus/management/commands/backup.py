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
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        copy, suffix = COPIES[connection.vendor]
        path = settings.VAR_DIR / "backups" / f"desk-{moment}.{suffix}"
        draft = draft_beside(path)
        try:
            copy(draft)
            draft.rename(path)
        finally:
            draft.unlink(missing_ok=True)
        self.stdout.write(str(path))


def copy_sqlite(path):
    """Write one moment of the database into the empty file `path`, while the desk goes on."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])


def copy_postgresql(path):
    """Write one moment of the database to `path`, in the custom format of pg_dump."""
    program = shutil.which("pg_dump")
    if program is None:
        raise CommandError("pg_dump is not installed. Debian: apt-get install postgresql-client")
    connection.ensure_connection()
    info = connection.connection.info
    # The password goes by the environment: other accounts can read the arguments of a program.
    environment = os.environ | ({"PGPASSWORD": info.password} if info.password else {})
    given = connection.get_connection_params()
    # Those named by DATABASE_URL: an older pg_dump need not know the others.
    address = {name: value for name, value in info.get_parameters().items() if name in given}
    command = [program, "--format=custom", f"--file={path}", f"--dbname={make_conninfo(**address)}"]
    # The arguments are ours, and no shell reads them.
    finished = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True, check=False
    )
    if finished.returncode:
        raise CommandError(f"pg_dump failed: {finished.stderr.strip()}")


COPIES = {"sqlite": (copy_sqlite, "sqlite3"), "postgresql": (copy_postgresql, "dump")}
