"""Adding, changing and deleting many rows at once, each with its row of history.

What `save` and `delete` do one by one, in a few statements; call inside `acting`. Rows of one
model at a time. No `save` of a model runs: what a model derives from its columns its classmethod
`derive(rows)` sets, where it has one.
"""

from django.db import connection
from django.utils import timezone

from corpus.db.bulk_insert import insert, insert_with_history, moment_value, reader_of
from corpus.records.action import current_action
from corpus.search_index.searchable import Indexed


def add_rows(rows):
    """Add rows that have no keys yet; they get them. Answers the rows."""
    if rows:
        derive(rows)
        insert_with_history(rows, current_action(), timezone.now())
        _index(rows, anew=True)
    return rows


def bring_rows_back(rows):
    """Add rows under the keys that they had before."""
    if rows:
        derive(rows)
        fields = tuple(type(rows[0])._meta.concrete_fields)
        names, values = reader_of(fields)
        insert(type(rows[0]), names, [values(row) for row in rows])
        note_history(rows, "+")
        _index(rows, anew=True)


def change_rows(rows, names):
    """Write these columns (by the names of their fields) of rows, whatever stands in others."""
    if not rows:
        return
    meta = type(rows[0])._meta
    fields = [meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    assigned = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    # Names of tables and columns are ours.
    statement = f"UPDATE {quote(meta.db_table)} SET {assigned} WHERE {quote(meta.pk.column)} = %s"  # noqa: S608
    _, values = reader_of((*fields, meta.pk))
    with connection.cursor() as cursor:
        cursor.executemany(statement, [values(row) for row in rows])
    note_history(rows, "~")
    _index(rows)


def delete_rows(rows):
    """Delete rows for good; for links, which nothing points to."""
    if rows:
        note_history(rows, "-")
        model = type(rows[0])
        found = model._base_manager.filter(pk__in_array=[row.pk for row in rows])
        found._raw_delete(found.db)


def derive(rows):
    """Set the columns of rows that follow from others of theirs."""
    if rows and hasattr(rows[0], "derive"):
        type(rows[0]).derive(rows)


def note_history(rows, kind):
    """Write a row of history for each of some rows as they are: "+", "~" or "-"."""
    history, action = type(rows[0]).history.model, current_action()
    names, values = reader_of(tuple(history.tracked_fields))
    about = (kind, moment_value(timezone.now()), action.by_id, action.pk)
    insert(
        history,
        [*names, "history_type", "history_date", "history_user", "action"],
        [(*values(row), *about) for row in rows],
    )
    action.has_written = True


def _index(rows, *, anew=False):
    if isinstance(rows[0], Indexed):
        type(rows[0]).keep_all_indexed(rows, anew=anew)
