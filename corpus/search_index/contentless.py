"""Index rows of FTS5 tables that keep no words (SQLite)."""

import json

from django.db import connection
from django.db.models.expressions import RawSQL

from corpus.index_entry import index_columns

OUTDATED_KEYS = "SELECT rowid FROM {outdated}"
# Some of other keys too, so that few are left for a rebuild.
OUTDATED_ROWS = """
SELECT rowid, text, title, byline FROM {outdated} WHERE rowid IN (
    SELECT value FROM json_each(%s) UNION SELECT * FROM (SELECT rowid FROM {outdated} LIMIT 20)
)
"""
# FTS5 is given the words that it indexed.
REMOVE = """
INSERT INTO {index}({index}, rowid, text, title, byline)
VALUES ('delete', %(key)s, %(text)s, %(title)s, %(byline)s)
"""
FORGET = "DELETE FROM {outdated} WHERE rowid = %(key)s"


def remove_outdated(names, keys):
    """Remove the outdated index rows of these keys from an IndexTable, and a few others.

    Their words are made of the former text, by the rules that they were made by: an index made by
    others is emptied (see `corpus.search_index.rebuild`).
    """
    rows, remove, forget = (
        statement.format(index=names.index, outdated=names.outdated)
        for statement in (OUTDATED_ROWS, REMOVE, FORGET)
    )
    with connection.cursor() as cursor:
        cursor.execute(rows, [json.dumps(keys)])
        for key, text, title, byline in cursor.fetchall():
            cursor.execute(remove, {"key": key} | index_columns(title, text, byline))
            cursor.execute(forget, {"key": key})


def outdated_keys(names):
    """The keys of the outdated index rows, for `pk__in`."""
    # The name of the table is ours.
    return RawSQL(OUTDATED_KEYS.format(outdated=names.outdated), [])  # noqa: S611
