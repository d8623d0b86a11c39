"""The lookup `in_array`: like `in`, for many plain values at the price of one."""

import json

from django.db.models import Field, Lookup


def parameter_of(values, vendor):
    """Many values as the one parameter that a kind of database is given."""
    return json.dumps(list(values)) if vendor == "sqlite" else list(values)


@Field.register_lookup
class InArray(Lookup):
    """`pk__in_array=values`: the values go to the database as one parameter.

    Django prepares and names each value of an `in` apart, which for sixty takes longer than the
    database needs to find them. The values are numbers or strings as the column has them.
    """

    lookup_name = "in_array"
    prepare_rhs = False

    def as_sqlite(self, compiler, connection):
        lhs, params = self.process_lhs(compiler, connection)
        # What stands on the left is Django's own SQL.
        sql = f"{lhs} IN (SELECT value FROM json_each(%s))"  # noqa: S608
        return sql, [*params, parameter_of(self.rhs, connection.vendor)]

    def as_postgresql(self, compiler, connection):
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} = ANY(%s)", [*params, parameter_of(self.rhs, connection.vendor)]
