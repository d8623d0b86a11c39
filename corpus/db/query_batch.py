"""Several compiled queries as one statement of PostgreSQL.

A page reads a dozen small things. The way to the server and back takes longer than to find most of
them, and each statement starts and ends on its own.
"""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import chain
from uuid import UUID

from django.db import connection

from corpus.db.compiled_query import CompiledQuery, Statement, answers, parameters_at
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


@dataclass(frozen=True, eq=False)
class ColumnOf:
    """An argument that only the rows of another call tell: a column of theirs, of a PLAIN kind.

    For a list it is the column of all rows, else that of the first. `call` stands before in
    `sent_together`.
    """

    call: tuple[CompiledQuery, *tuple[object, ...]]
    name: str


@contextmanager
def sent_together(*calls):
    """Send calls of compiled queries, (query, *arguments), in one statement before a block.

    In the block each of these calls gets its rows without the database, once: the same call again
    goes there, as do all others. So the functions that call the queries need not know. All see the
    database at the same moment. What came in a block around this one is not sent again. On SQLite,
    which has no way to go, each goes by itself.

    An argument may be a ColumnOf a call before: in the block the call has the values themselves.

        article = (article_by_slug, "a-report")
        with sent_together(article, (passages_of, ColumnOf(article, "id"))):
            ...

    Raises TypeError for a query that locks rows, searches words, or has a column of another kind
    than those above.
    """
    if not calls or connection.vendor != "postgresql":
        yield
        return
    missing = _without_answer(calls, answers.get() or {})
    with answered(read_together(*missing) if missing else {}):
        yield


@contextmanager
def answered(arrived):
    """In a block, give calls of compiled queries the rows that `read_together` read, each once."""
    outer = answers.get()
    rows_by_call = {} if outer is None else outer
    rows_by_call |= arrived
    former = answers.set(rows_by_call)
    try:
        yield
    finally:
        answers.reset(former)
        for call in arrived:
            rows_by_call.pop(call, None)


def read_together(*calls):
    """Send calls as `sent_together` does, on PostgreSQL; return their rows for `answered`."""
    sql, parameters, rows_of = joined_statement(calls)
    [(answer,)] = fixed_rows(connection, sql, parameters)
    return rows_of(answer)


def _without_answer(calls, rows_by_call):
    """Those of the calls whose rows did not come in a block around this one."""
    if not rows_by_call or any(_columns_in(arguments) for _, *arguments in calls):
        return calls
    return [call for call in calls if key_of(call) not in rows_by_call]


def key_of(call):
    """What `read_together` names the rows of a call by; the call has no ColumnOf."""
    query, *arguments = call
    return query.statement(connection.vendor).call(arguments)


def _columns_in(arguments):
    return [(at, each) for at, each in enumerate(arguments) if isinstance(each, ColumnOf)]


def joined_statement(calls):
    """Return (SQL, parameters) of one statement of PostgreSQL for these calls, which gives a single
    value, and the function that makes of this value what `read_together` returns.
    """
    batch = _joined(_shape_of(calls))
    parameters = []
    for number in batch.order:
        parameters += parameters_at(batch.members[number].places, connection, calls[number][1:])
    return batch.sql, parameters, partial(_rows_by_call, batch, calls)


def _rows_by_call(batch, calls, answer):
    """The rows of these calls by what `compiled_query.answers` names them by."""
    rows_by_call = {}
    for member, (_, *arguments), columns in zip(batch.members, calls, answer, strict=True):
        for at, number, position in member.columns:
            column = answer[number][position] or ()
            takes_list = member.statement.takes_list(at)
            arguments[at] = column if takes_list else next(iter(column), None)
        rows_by_call[member.statement.call(arguments)] = _rows_of(columns, member.readers)
    return rows_by_call


def _shape_of(calls):
    """What the joined statement follows from, for each call: its statement, and the arguments that
    other calls tell, (index, number of the other call, name of the column).
    """
    numbers = {id(call): number for number, call in enumerate(calls)}
    return tuple(
        (
            query.statement(connection.vendor),
            tuple((at, numbers[id(each.call)], each.name) for at, each in _columns_in(arguments)),
        )
        for query, *arguments in calls
    )


@dataclass(frozen=True)
class _Member:
    """A statement of a batch: the places of its parameters, the arguments that other members tell,
    (index, number of the member, position of the column), and the readers of its columns.
    """

    statement: Statement
    places: list[tuple[int | None, object]]
    columns: list[tuple[int, int, int]]
    readers: list[Callable[[str], object] | None]


@dataclass(frozen=True)
class _Batch:
    """Statements joined to one, whose row has a list of the columns of each of them: PostgreSQL
    makes JSON of few lists faster than of many.

    `order` are the numbers of the members as their parameters stand in `sql`.
    """

    sql: str
    members: list[_Member]
    order: list[int]


@lru_cache(maxsize=64)
def _joined(shape):
    """The _Batch of statements. Those that tell arguments of others stand in FROM, where each sees
    the ones before it; the planner puts FROM in order, so the others stand outside.
    """
    statements = [statement for statement, _ in shape]
    columns = [
        [
            (at, number, statements[number].column_names.index(name))
            for at, number, name in arguments
        ]
        for _, arguments in shape
    ]
    used_columns = {number: set() for number in range(len(shape))}
    for _, number, position in chain(*columns):
        used_columns[number].add(position)
    members, selected, sources = [], {}, {}
    for number, (statement, arguments) in enumerate(zip(statements, columns, strict=True)):
        if statement.is_locking or statement.goes_alone:
            raise TypeError("A query that locks rows, or searches words, goes by itself.")
        kinds = [_kind(field) for field in statement.output_fields]
        column_by_argument = {
            at: f"q{other}.c{position}{'' if statement.takes_list(at) else '[1]'}"
            for at, other, position in arguments
        }
        sql, places = statement.with_columns(column_by_argument)
        members.append(_Member(statement, places, arguments, [*map(READERS.get, kinds)]))
        names = ", ".join(f"c{position}" for position in range(len(kinds)))
        lists = ", ".join(
            [f"json_build_array({_json_columns(kinds)}) AS columns"]
            + [
                f"array_agg(c{position}) AS c{position}"
                for position in sorted(used_columns[number])
            ]
        )
        # The statements are Django's own.
        select = f"(SELECT {lists} FROM ({sql}) AS query({names}))"  # noqa: S608
        if used_columns[number]:
            selected[number] = f"q{number}.columns"
            sources[number] = f"LATERAL {select} AS q{number}"
        else:
            selected[number] = select
    # One value: the driver takes as long for each as for a small query.
    sql = f"SELECT json_build_array({', '.join(selected.values())})"
    if sources:
        sql += f" FROM {', '.join(sources.values())}"
    outside = [number for number in selected if number not in sources]
    return _Batch(sql, members, [*outside, *sources])


def _json_columns(kinds):
    """The SQL of columns as JSON; of a JSON column the texts, as Django's driver gives them."""
    return ", ".join(
        f"json_agg(c{position}{'::text' if kind == 'JSONField' else ''})"
        for position, kind in enumerate(kinds)
    )


def _rows_of(columns, readers):
    """Rows as the driver would give them, from columns from JSON, which are None without rows."""
    if columns[0] is None:
        return []
    return [
        *zip(
            *(_read(column, reader) for column, reader in zip(columns, readers, strict=True)),
            strict=True,
        )
    ]


def _read(column, reader):
    """The values of a column; those without a reader are what JSON says."""
    return column if reader is None else [each and reader(each) for each in column]


def _kind(field):
    """The kind of a column, that of a key to another table by what it refers to."""
    while field.is_relation:
        field = field.target_field
    kind = field.get_internal_type()
    if kind != "JSONField" and kind not in PLAIN and kind not in READERS:
        raise TypeError(f"A column of a {kind} goes by itself.")
    return kind
