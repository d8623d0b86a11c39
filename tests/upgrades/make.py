"""Store a small desk of this version, for the tests that upgrade it with the code of later ones.

    python -m tests.upgrades.make VERSION

writes `VERSION.sqlite3.gz` and `VERSION.sql.gz` beside this module. It is run once for each
released version, with the code of that version; the files are committed and never made again. A
table that is new since gets its row in `rows.py`. The name of a version that was not released is
its number and its commit, as in `0.1.0-a1e0a7f`.
"""

import os
import subprocess
import sys
import tempfile

from tests.support.postgresql import cluster, find_binaries


def main():
    [name] = sys.argv[1:]
    with tempfile.TemporaryDirectory() as directory:
        run(name, VAR_DIR=directory, DATABASE_URL=f"sqlite:///{directory}/desk.sqlite3")
        with cluster(find_binaries()) as url:
            run(name, VAR_DIR=directory, DATABASE_URL=url)


def run(name, **variables):
    """A database is opened once in a process: each has its own."""
    given = {"DJANGO_SETTINGS_MODULE": "config.settings", "SCRATCH": variables["VAR_DIR"]}
    command = [sys.executable, "-c", f"from tests.upgrades.make import store_one as s; s({name!r})"]
    subprocess.run(command, env=os.environ | given | variables, check=True)


def store_one(name):
    """Fill the database that DATABASE_URL names, which is empty, and store it."""
    import django

    django.setup()
    from django.core.management import call_command

    # They need the models, which need the settings.
    from tests.upgrades import rows, storing

    call_command("migrate", verbosity=0)
    rows.fill()
    path = storing.store(name, os.environ["SCRATCH"])
    print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
