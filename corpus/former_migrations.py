"""Migrations that a desk of before may have, for which `0001_initial` stands today.

A desk that has all of them has nothing to do; one that stopped on the way has `0001_initial` too,
but not the tables that it makes today. It is refused, by every command that checks the database:
only the version that had these migrations knows the rest of the way.
"""

from dataclasses import dataclass

from django.core.checks import Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder

INITIAL = "0001_initial"
# The last version that had them.
LAST_COMMIT = "a1e0a7f"


@dataclass(frozen=True)
class Former:
    """The former migrations of an app, in their order, and a table that the first did not make."""

    names: tuple[str, ...]
    later_table: str


CORPUS = Former(
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

_by_app: dict[str, Former] = {}


def refuse_where_missing(app, former):
    """Have the database checked for the former migrations of an app, given by its label."""
    _by_app[app] = former
    register(all_or_none_is_there, Tags.database)


def former_names():
    """The (app, name) of each; no migration of today may be called so."""
    return {(app, name) for app, former in _by_app.items() for name in former.names}


def all_or_none_is_there(app_configs, databases, **options):
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
    """The first former migration, as "app.name", of each app that stopped among them."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return [
        f"{app}.{next(name for name in former.names if (app, name) not in applied)}"
        for app, former in _by_app.items()
        if (app, INITIAL) in applied and _is_stopped(connection, app, former, applied)
    ]


def _is_stopped(connection, app, former, applied):
    names = {(app, name) for name in former.names}
    if names & applied:
        return not names <= applied
    # The 0001_initial of today makes everything, the one of before a part of it.
    return former.later_table not in connection.introspection.table_names()
