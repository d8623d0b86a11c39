"""Queries whose SQL is compiled once and executed many times.

Django compiles a QuerySet on every execution, which on a page with many small queries takes longer
than the database.
"""

from contextvars import ContextVar
from functools import cached_property
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

from corpus.db.fixed_statements import fixed_rows
from corpus.db.in_array import array_parameter

# Kinds of arguments: an integer such as a row's key, a list of them, a string, a list of them, a
# UUID.
KEY, KEYS, TEXT, TEXTS, UNIQUE_ID = "key", "keys", "text", "texts", "unique id"
LISTS = frozenset([KEYS, TEXTS])
# Placeholder values used while compiling; no query contains such a value itself. They fit into
# every integer column but the smallest, and into every text column.
_FIRST_MARK = 2**31 - 1_000
# Rows that came already, by `Statement.call`; None where there are none (see `query_batch`).
answers: ContextVar[dict[tuple[object, ...], list[object]] | None] = ContextVar(
    "answers", default=None
)


class CompiledQuery:
    """A compiled query, called with its arguments; returns rows as tuples.

    `build` takes one argument for each of `kinds` and returns a QuerySet with `values_list`. It
    must compare with each of them, unchanged or by `in_array`, and its shape must not depend on
    them: it is called once for each database vendor, with marks. Raises TypeError if a mark
    is missing from the compiled query.

        titles = CompiledQuery(KEYS, build=lambda keys: Article.objects.filter(
            pk__in_array=keys).values_list("title"))
        titles([1, 2])

    """

    def __init__(self, *kinds, build):
        self._kinds = kinds
        self._build = build
        self._statements = {}

    def __call__(self, *values):
        # `django.db.connection` would look it up at each use.
        database = connections[DEFAULT_DB_ALIAS]
        return self.statement(database.vendor).rows(database, values)

    def statement(self, vendor):
        """The SQL of the query for a database vendor."""
        if vendor not in self._statements:
            self._statements[vendor] = self._new_statement()
        return self._statements[vendor]

    def _new_statement(self):
        return Statement(self._build, self._kinds)


class CompiledModelQuery(CompiledQuery):
    """A CompiledQuery of model rows: `build` returns a QuerySet without `values_list`.

    The rows have the fields, related rows and annotations of the QuerySet; it has no prefetches.
    """

    def __call__(self, *values):
        database = connections[DEFAULT_DB_ALIAS]
        return self.statement(database.vendor).instances(database, values)


class Statement:
    """A compiled query for one database vendor."""

    # Whether it never goes together with others (`query_batch`), so that no rows came already.
    goes_alone = False

    def __init__(self, build, kinds):
        self._kinds = kinds
        marks = [_mark(kind, number) for number, kind in enumerate(kinds)]
        query = build(*marks).query
        # Not the connection of this thread, which other threads must not use.
        self._compiler = query.get_compiler(connection=connection)
        self.is_locking = query.select_for_update and connection.features.has_select_for_update
        self.sql, parameters = self._compiler.as_sql()
        index_by_mark = {
            str(_parameter(connection, mark)): number for number, mark in enumerate(marks)
        }
        # (index of the argument, or None for a constant of the query; the constant)
        self._parameters = [(index_by_mark.get(str(value)), value) for value in parameters]
        missing = set(index_by_mark.values()) - {number for number, _ in self._parameters}
        if missing:
            raise TypeError(f"The query does not ask for its values {sorted(missing)} as they are.")
        selected = [column[0] for column in self._compiler.select]
        # None for what is computed.
        targets = [getattr(column, "target", None) for column in selected]
        self.column_names = [target and target.attname for target in targets]
        self.output_fields = [column.output_field for column in selected]
        self._converters = self._compiler.get_converters(selected)

    def rows(self, database, values):
        # Django checks this whenever it compiles; outside a transaction nothing stays locked.
        if self.is_locking and database.get_autocommit():
            raise TransactionManagementError("Rows are locked inside a transaction only.")
        rows = self._answer(values)
        if rows is None:
            rows = self.fetch(database, values)
        if self._converters:
            rows = map(tuple, self._compiler.apply_converters(rows, self._converters))
        return list(rows)

    def fetch(self, database, values):
        """The rows as the database returns them."""
        return fixed_rows(database, self.sql, self.parameters(database, values))

    def parameters(self, database, values):
        """The parameters of `sql` for these arguments of the query."""
        return parameters_at(self._parameters, database, values)

    def call(self, values):
        """What tells this query with these arguments from others, in `answers`."""
        pairs = zip(self._kinds, values, strict=True)
        return self, *(frozenset(each) if kind in LISTS else each for kind, each in pairs)

    def with_columns(self, column_by_argument):
        """Return `sql` with columns in place of some arguments, {index: SQL of the column}, and
        the places of its other parameters, for `parameters_at`.
        """
        first, *texts = self.sql.split("%s")
        sql, places = [first], []
        for place, text in zip(self._parameters, texts, strict=True):
            column = column_by_argument.get(place[0])
            if column is None:
                places.append(place)
            sql += column or "%s", text
        return "".join(sql), places

    def takes_list(self, index):
        """Whether this argument is a list."""
        return self._kinds[index] in LISTS

    def _answer(self, values):
        """The rows that came already for these arguments, before conversion; else None."""
        rows_by_call = None if self.goes_alone else answers.get()
        return rows_by_call.pop(self.call(values), None) if rows_by_call else None

    def instances(self, database, values):
        """The model instances that Django's ModelIterable would make of the rows."""
        model, columns, fields, populators = self._model_columns
        annotations = self._compiler.annotation_col_map.items()
        instances = []
        for row in self.rows(database, values):
            instance = model.from_db(connection.alias, fields, row[columns])
            for populator in populators:
                populator.populate(row, instance)
            for name, index in annotations:
                setattr(instance, name, row[index])
            instances.append(instance)
        return instances

    @cached_property
    def _model_columns(self):
        """The model, the slice of its columns, their names, and populators of related rows."""
        select, info = self._compiler.select, self._compiler.klass_info
        columns = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        fields = [column.target.attname for column, *_ in select[columns]]
        populators = get_related_populators(info, select, DEFAULT_DB_ALIAS)
        return info["model"], columns, fields, populators


def parameters_at(places, database, values):
    """The parameters at `places`, (index of the argument, or None for a constant; the constant)."""
    return [
        constant if index is None else _parameter(database, values[index])
        for index, constant in places
    ]


def _mark(kind, number):
    if kind == UNIQUE_ID:
        return UUID(int=_FIRST_MARK + number)
    mark = _FIRST_MARK + number if kind in (KEY, KEYS) else f"\ue000{_FIRST_MARK + number}"
    return [mark] if kind in LISTS else mark


def _parameter(database, value):
    """An argument as a query parameter."""
    if isinstance(value, int | str):
        return value
    if isinstance(value, UUID):
        return value if database.features.has_native_uuid_field else value.hex
    return array_parameter(value, database.vendor)
