"""Restores the initial rows of a database after a test that commits.

Django would save them object by object, which takes longer than most of these tests.
"""

from django.db import connection, transaction


def tables():
    """Return the names of the tables of models."""
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


def read_rows():
    """Return (table, columns, rows) of each table with rows."""
    found = []
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT * FROM {quoted(table)}")
            if rows := cursor.fetchall():
                found.append((table, [column[0] for column in cursor.description], rows))
    return found


def put_back(found):
    """Insert these rows if missing; foreign keys are checked afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, columns, rows in found:
            names = ", ".join(map(quoted, columns))
            values = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {quoted(table)} ({names}) VALUES ({values}) ON CONFLICT DO NOTHING",
                rows,
            )


def emptying(style, names, *, reset_sequences=False, allow_cascade=False):
    """Return the SQL that empties these tables on PostgreSQL, in place of Django's `sql_flush`.

    Most are empty, and TRUNCATE creates new files for every table and index.
    """
    if not names:
        return []
    probes = [
        f"SELECT {number} WHERE EXISTS (SELECT 1 FROM {quoted(name)})"
        for number, name in enumerate(names)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(probes))
        return [f"DELETE FROM {quoted(names[number])}" for [number] in cursor.fetchall()]


def quoted(name):
    return connection.ops.quote_name(name)
