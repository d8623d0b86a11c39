"""Copies of the database in one file: written, checked and put back, for either database.

`sqlite_copies` and `postgresql_copies` have the same functions:

- `copy(path)` writes a consistent copy to the empty file `path`; the desk stays up.
- `check(path)` reads a copy whole.
- `applied_migrations(path)` are the (app, name) of the migrations of the desk in a copy.
- `put_back(path, former)` makes a copy the database. The present one is kept at `former`, unless
  that is None. It happens as a whole or not at all.

All raise BackupRefused.
"""

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from corpus.db import postgresql_copies, sqlite_copies
from corpus.db.refused_backup import BackupRefused

# By vendor: the functions above, the ending of a file, and how its first bytes look.
COPIES = {
    "sqlite": (sqlite_copies, "sqlite3", b"SQLite format 3\0"),
    "postgresql": (postgresql_copies, "dump", b"PGDMP"),
}
OUR_APPS = ("corpus", "annotations")


def vendor_of(path):
    """The database that a file is a copy of, as Django names it; None if it is no copy."""
    with path.open("rb") as file:
        beginning = file.read(16)
    for vendor, (_, _, mark) in COPIES.items():
        if beginning.startswith(mark):
            return vendor
    return None


def check(path):
    """Read a copy of either database whole, and return the migrations that it has.

    Raises BackupRefused where it is damaged or holds no desk.
    """
    functions, *_ = COPIES[vendor_of(path)]
    functions.check(path)
    applied = {each for each in functions.applied_migrations(path) if each[0] in OUR_APPS}
    if not applied:
        raise BackupRefused(f"{path} is whole, but it holds no desk.")
    return applied


def refuse_newer(path, applied, former_names):
    """Raise BackupRefused if a copy has migrations that this version does not know."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.keys()
    unknown = sorted(applied - known - former_names)
    if unknown:
        raise BackupRefused(
            f"{path} was made by a newer version of Twosource: this one does not know the "
            f"migration {'.'.join(unknown[0])}. Update Twosource first."
        )


def oldest_beyond(count):
    """The paths of the backups of this database's kind that are older than the last `count`."""
    _, suffix, _ = COPIES[connection.vendor]
    paths = sorted((settings.VAR_DIR / "backups").glob(f"desk-*.{suffix}"))
    return paths[:-count] if count else []
