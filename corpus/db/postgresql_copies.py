"""Copies of a PostgreSQL database, in the custom format of pg_dump; see `corpus.db.backups`."""

import os
import shutil
import subprocess

from django.db import connection
from psycopg.conninfo import make_conninfo

from corpus.db.refused_backup import BackupRefused
from corpus.private_files import draft_beside

# Tables and functions that the copy does not have would be in the way of migrations.
_DROP_ALL = """
DO $$
DECLARE dropping text;
BEGIN
  FOR dropping IN
    SELECT format('DROP TABLE IF EXISTS %s CASCADE', oid::regclass) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND oid NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e')
    UNION ALL
    SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
      AND oid NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e')
  LOOP
    EXECUTE dropping;
  END LOOP;
END $$
"""
# Seconds: whoever holds a table longer works on the desk.
LOCK_TIMEOUT = 5


def copy(path):
    _run("pg_dump", "--format=custom", f"--file={path}", f"--dbname={_address()}")


def check(path):
    """Turn the whole copy into SQL, which reads and unpacks every block of it.

    Reading its table of contents alone sees no damage in the rows, and a trial in a database of
    its own needs a right that the desk's role need not have.
    """
    _run("pg_restore", f"--file={os.devnull}", path)


def applied_migrations(path):
    sql = _run("pg_restore", "--data-only", "--table=django_migrations", "--file=-", path)
    rows = (line.split("\t") for line in sql.splitlines())
    return {(row[1], row[2]) for row in rows if len(row) == 4}


def put_back(path, former):
    kept, draft = draft_beside(former or path), draft_beside(path)
    try:
        if former:
            copy(kept)
            check(kept)
            kept.rename(former)
        options = ["--clean", "--if-exists", "--no-owner", "--no-privileges"]
        _run("pg_restore", *options, f"--file={draft}", path)
        _run(
            "psql",
            *("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction"),
            # By statement: the desk's address may have options, before which PGOPTIONS gives way.
            f"--command=SET lock_timeout = '{LOCK_TIMEOUT}s'; SET client_min_messages = warning",
            *(f"--command={_DROP_ALL}", f"--file={draft}", f"--dbname={_address()}"),
        )
    finally:
        draft.unlink(missing_ok=True)
        kept.unlink(missing_ok=True)
        connection.close()


def _address():
    """The parameters in DATABASE_URL alone: an older program may not support the others."""
    connection.ensure_connection()
    named = connection.get_connection_params()
    parameters = connection.connection.info.get_parameters()
    return make_conninfo(**{name: value for name, value in parameters.items() if name in named})


def _run(program, *arguments):
    """Run a program of PostgreSQL and return what it wrote; raises BackupRefused."""
    executable = shutil.which(program)
    if executable is None:
        raise BackupRefused(
            f"{program} is not installed. Debian: apt-get install postgresql-client"
        )
    # In the environment, since other accounts can read a program's arguments.
    password = connection.connection.info.password if connection.connection else ""
    environment = {"PGPASSWORD": password} if password else {}
    # The arguments are ours, and no shell reads them.
    result = subprocess.run(  # noqa: S603
        [executable, *arguments],
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        # Of a damaged copy, messages quote anything.
        errors="replace",
        check=False,
    )
    if "lock timeout" in result.stderr:
        raise BackupRefused("The desk is in use. Stop it first, then do this again.")
    if result.returncode:
        raise BackupRefused(f"{program} failed: {result.stderr.strip()}")
    return result.stdout
