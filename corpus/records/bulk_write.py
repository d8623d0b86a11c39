"""Inserts, updates and deletes many rows at once, each with its history row.

Equivalent to `save` and `delete` of each row, in a few statements; call inside `acting`, with rows
of one model. `save` is not called: if a model derives columns from others, its classmethod
`derive(rows)` sets them.
"""

from django.db import connection
from django.utils import timezone

from corpus.db.bulk_insert import column_reader, insert, insert_history, insert_with_history
from corpus.records.action import current_action
from corpus.search_index.searchable import Indexed


def add_rows(rows):
    """Insert rows without keys; sets their keys and returns them."""
    if rows:
        derive(rows)
        insert_with_history(rows, current_action(), timezone.now())
        # No index row has a new key: keys are never given twice.
        if isinstance(rows[0], Indexed):
            type(rows[0]).add_to_index(rows)
    return rows


def restore_rows(rows):
    """Insert deleted rows again under their former keys."""
    if rows:
        derive(rows)
        fields = tuple(type(rows[0])._meta.concrete_fields)
        names, values = column_reader(fields)
        insert(type(rows[0]), names, [values(row) for row in rows])
        write_history(rows, "+")
        _index(rows, anew=True)


def change_rows(rows, names):
    """Update the columns of the fields called `names`; other columns stay as they are."""
    if not rows:
        return
    meta = type(rows[0])._meta
    fields = [meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    set_clause = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    # Names of tables and columns are ours.
    statement = f"UPDATE {quote(meta.db_table)} SET {set_clause} WHERE {quote(meta.pk.column)} = %s"  # noqa: S608
    _, values = column_reader((*fields, meta.pk))
    with connection.cursor() as cursor:
        cursor.executemany(statement, [values(row) for row in rows])
    write_history(rows, "~")
    _index(rows)


def delete_rows(rows):
    """Delete rows permanently; for links, to which no row refers."""
    if rows:
        write_history(rows, "-")
        model = type(rows[0])
        queryset = model._base_manager.filter(pk__in_array=[row.pk for row in rows])
        queryset._raw_delete(queryset.db)


def derive(rows):
    """Set the columns of rows that are derived from others."""
    if rows and hasattr(rows[0], "derive"):
        type(rows[0]).derive(rows)


def write_history(rows, kind):
    """Write a history row for each row; `kind` is "+" (added), "~" (changed) or "-" (deleted)."""
    insert_history(rows, kind, current_action(), timezone.now())


def _index(rows, *, anew=False):
    if isinstance(rows[0], Indexed):
        type(rows[0]).keep_all_indexed(rows, anew=anew)
