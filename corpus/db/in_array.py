"""The lookup `in_array`: like `in`, with all values in one parameter or from one array."""

import json

from django.db.models import Field, Lookup
from django.db.models.sql import Query


def array_parameter(values, vendor):
    """Plain values as one query parameter for a database vendor (JSON on SQLite)."""
    values = list(values)
    if vendor == "sqlite":
        return json.dumps(values)
    if values and isinstance(values[0], int):
        # The driver takes ten times as long to write a list.
        return f"{{{','.join(map(str, values))}}}"
    return values


@Field.register_lookup
class InArray(Lookup):
    """`pk__in_array=values`: the values go to the database as one parameter.

    Django prepares each value of an `in` separately; for sixty that takes longer than the query.
    The values are integers or strings of the column's type. A set is best for many: Django looks
    into each value of a list, in case it is an expression. They may be a QuerySet of few: of
    those of an `in` PostgreSQL cannot tell how many there will be, and reads a whole table.
    """

    lookup_name = "in_array"
    prepare_rhs = False

    def as_sqlite(self, compiler, connection):
        lhs, params = self.process_lhs(compiler, connection)
        if isinstance(self.rhs, Query):
            rows, rows_params = self.process_rhs(compiler, connection)
            return f"{lhs} IN {rows}", [*params, *rows_params]
        # The left-hand side is Django's own SQL.
        sql = f"{lhs} IN (SELECT value FROM json_each(%s))"  # noqa: S608
        return sql, [*params, array_parameter(self.rhs, connection.vendor)]

    def as_postgresql(self, compiler, connection):
        lhs, params = self.process_lhs(compiler, connection)
        if isinstance(self.rhs, Query):
            rows, rows_params = self.process_rhs(compiler, connection)
            return f"{lhs} = ANY(ARRAY{rows})", [*params, *rows_params]
        return f"{lhs} = ANY(%s)", [*params, array_parameter(self.rhs, connection.vendor)]
