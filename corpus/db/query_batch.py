"""Several compiled queries as one statement of PostgreSQL.

A page reads a dozen small things. The way to the server and back takes longer than to find most of
them, and each statement starts and ends on its own.
"""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection

from corpus.db.compiled_query import answers
from corpus.db.fixed_statements import fixed_rows

# Kinds of columns that JSON gives as Django's driver does, and how to read the others.
PLAIN = {
    "AutoField",
    "BigAutoField",
    "BigIntegerField",
    "BooleanField",
    "CharField",
    "EmailField",
    "IntegerField",
    "PositiveIntegerField",
    "PositiveSmallIntegerField",
    "SlugField",
    "TextField",
    "URLField",
}
READERS: dict[str, Callable[[str], object]] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "UUIDField": UUID,
}


@contextmanager
def sent_together(*calls):
    """Send calls of compiled queries, (query, *arguments), in one statement before a block.

    In the block each of these calls gets its rows without the database, once: the same call again
    goes there, as do all others. So the functions that call the queries need not know. All see the
    database at the same moment. What came in a block around this one is not sent again. On SQLite,
    which has no way to go, each goes by itself.

    Raises TypeError for a query that locks rows, searches words, or has a column of another kind
    than those above.
    """
    if connection.vendor != "postgresql":
        yield
        return
    outer = answers.get()
    rows_by_call = {} if outer is None else outer
    arrived = _answers_to(_without_answer(calls, rows_by_call))
    rows_by_call |= arrived
    former = answers.set(rows_by_call)
    try:
        yield
    finally:
        answers.reset(former)
        for call in arrived:
            rows_by_call.pop(call, None)


def _without_answer(calls, rows_by_call):
    """Those of the calls whose rows did not come in a block around this one."""
    if not rows_by_call:
        return calls
    vendor = connection.vendor
    return [
        (query, *values)
        for query, *values in calls
        if query.statement(vendor).call(connection, values) not in rows_by_call
    ]


def _answers_to(calls):
    """The rows of these calls by what `compiled_query.answers` names them by."""
    if not calls:
        return {}
    statements = tuple(query.statement(connection.vendor) for query, *_ in calls)
    sql, readers = _joined(statements)
    parameters = []
    for statement, (_, *values) in zip(statements, calls, strict=True):
        parameters += statement.parameters(connection, values)
    [columns] = fixed_rows(connection, sql, parameters)
    return {
        statement.call(connection, values): [read(row) for row in rows or ()]
        for statement, (_, *values), rows, read in zip(
            statements, calls, columns, readers, strict=True
        )
    }


@lru_cache(maxsize=64)
def _joined(statements):
    """The SQL of the statements as one row of lists, and the reader of the rows of each."""
    parts, readers = [], []
    for statement in statements:
        if statement.is_locking or statement.goes_alone:
            raise TypeError("A query that locks rows, or searches words, goes by itself.")
        kinds = [_kind(field) for field in statement.output_fields]
        names = ", ".join(f"c{number}" for number in range(len(kinds)))
        # The text of a JSON column, as Django's driver gives it.
        values = ", ".join(
            f"c{number}::text" if kind == "JSONField" else f"c{number}"
            for number, kind in enumerate(kinds)
        )
        row = values if len(kinds) == 1 else f"json_build_array({values})"
        # The statements are Django's own.
        parts.append(f"(SELECT json_agg({row}) FROM ({statement.sql}) AS query({names}))")  # noqa: S608
        readers.append(_reader(kinds))
    return f"SELECT {', '.join(parts)}", readers


def _kind(field):
    """The kind of a column, that of a key to another table by what it refers to."""
    while field.is_relation:
        field = field.target_field
    kind = field.get_internal_type()
    if kind != "JSONField" and kind not in PLAIN and kind not in READERS:
        raise TypeError(f"A column of a {kind} goes by itself.")
    return kind


def _reader(kinds):
    """The function that turns a list from JSON into the row that the driver would give."""
    if len(kinds) == 1:
        read_value = READERS.get(kinds[0], _as_it_is)
        return lambda value: (None if value is None else read_value(value),)
    to_read = [(at, READERS[kind]) for at, kind in enumerate(kinds) if kind in READERS]
    if not to_read:
        return tuple

    def read(row):
        for at, reader in to_read:
            if row[at] is not None:
                row[at] = reader(row[at])
        return tuple(row)

    return read


def _as_it_is(value):
    return value
