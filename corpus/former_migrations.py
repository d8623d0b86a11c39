"""Migrations that were squashed into `0001_initial`, which older databases may record.

A database with all of them is complete. One that stopped in between also records `0001_initial`,
but lacks tables that it creates now. Every command that checks the database refuses it; only the
version with these migrations can complete them.
"""

from dataclasses import dataclass

from django.core.checks import Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder

INITIAL = "0001_initial"
# The last commit that had them.
LAST_COMMIT = "a1e0a7f"


@dataclass(frozen=True)
class FormerMigrations:
    """The former migrations of an app, in order, and a table that the first did not create."""

    names: tuple[str, ...]
    later_table: str


CORPUS = FormerMigrations(
    (
        "0002_action_undoes",
        "0003_search",
        "0004_importing",
        "0005_sketches",
        "0006_giving_up",
        "0007_waiting_words",
    ),
    "corpus_importjob",
)

_by_app: dict[str, FormerMigrations] = {}


def register_check(app, former):
    """Register the check of the former migrations of an app, given by its label."""
    _by_app[app] = former
    register(check_former_migrations, Tags.database)


def former_names():
    """The (app, name) of each; no current migration may reuse one."""
    return {(app, name) for app, former in _by_app.items() for name in former.names}


def check_former_migrations(app_configs, databases, **options):
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    missing = first_missing(connections[DEFAULT_DB_ALIAS])
    if not missing:
        return []
    return [
        Error(
            f"This database stopped before {' and '.join(missing)}: migrate it with the code of "
            f"commit {LAST_COMMIT} first, then with this one.",
            "Check that commit out, run `manage.py migrate`, and come back. Nothing was changed.",
            id="corpus.E001",
        )
    ]


def first_missing(connection):
    """The first missing former migration, as "app.name", of each incomplete app."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return [
        f"{app}.{next(name for name in former.names if (app, name) not in applied)}"
        for app, former in _by_app.items()
        if (app, INITIAL) in applied and _is_incomplete(connection, app, former, applied)
    ]


def _is_incomplete(connection, app, former, applied):
    names = {(app, name) for name in former.names}
    if names & applied:
        return not names <= applied
    # The current 0001_initial creates everything, the former one a part of it.
    return former.later_table not in connection.introspection.table_names()
