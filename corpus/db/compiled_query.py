"""Queries whose SQL is made once and asked again and again.

Django makes the SQL of a QuerySet anew each time, which for a page of many small queries takes
longer than all that the database does.
"""

from django.db import connection

from corpus.db.in_array import parameter_of

# What may be asked for: a number such as a row's key, several of them, a text, several texts.
KEY, KEYS, TEXT, TEXTS = "key", "keys", "text", "texts"
# Values that no query has of its own, to tell its parameters apart by. They fit into every column
# of numbers but the smallest, and into every column of texts.
_FIRST_KEY = 2**31 - 1_000


class CompiledQuery:
    """A query of one shape, as a function of its values that answers rows as tuples.

    `build` takes as many values as `kinds` names and answers a QuerySet with `values_list`; it
    must ask for each of them, compared as they are or by `in_array`, and nothing of its shape may
    depend on them: it is called once for each kind of database, with values of no meaning.
    """

    def __init__(self, *kinds, build):
        self._kinds = kinds
        self._build = build
        self._statements = {}

    def __call__(self, *values):
        vendor = connection.vendor
        if vendor not in self._statements:
            self._statements[vendor] = _Statement(self._build, self._kinds)
        return self._statements[vendor].rows(values)


class _Statement:
    def __init__(self, build, kinds):
        marks = [_mark(kind, number) for number, kind in enumerate(kinds)]
        query = build(*marks).query
        self._compiler = query.get_compiler(connection=connection)
        self._sql, parameters = self._compiler.as_sql()
        known = {str(_parameter(mark)): number for number, mark in enumerate(marks)}
        # Each parameter is one of the values, or what the query has of its own.
        self._parameters = [(known.get(str(each)), each) for each in parameters]
        missing = set(known.values()) - {number for number, _ in self._parameters}
        if missing:
            raise TypeError(f"The query does not ask for its values {sorted(missing)} as they are.")
        selected = [column[0] for column in self._compiler.select]
        self._converters = self._compiler.get_converters(selected)

    def rows(self, values):
        given = [_parameter(value) for value in values]
        parameters = [own if at is None else given[at] for at, own in self._parameters]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, parameters)
            rows = cursor.fetchall()
        if self._converters:
            rows = map(tuple, self._compiler.apply_converters(rows, self._converters))
        return list(rows)


def _mark(kind, number):
    mark = _FIRST_KEY + number if kind in (KEY, KEYS) else f"\ue000{_FIRST_KEY + number}"
    return [mark] if kind in (KEYS, TEXTS) else mark


def _parameter(value):
    """A value as the database is given it."""
    return value if isinstance(value, int | str) else parameter_of(value, connection.vendor)
