"""The last key that the database gave to a row of a table, which it never gives again.

A row that was deleted for good lives on in its history under its key: another row with this key
would get that history too.
"""

from django.db import connection
from django.db.models import Max

SQLITE_READ = "SELECT max(seq) FROM sqlite_sequence WHERE name = %s"
SQLITE_FORGET = "DELETE FROM sqlite_sequence WHERE name = %s"
SQLITE_WRITE = "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)"
POSTGRESQL_READ = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}"
POSTGRESQL_NAME = "SELECT pg_get_serial_sequence(%s, %s)"
POSTGRESQL_WRITE = "SELECT setval(%s, greatest(%s, 1), %s)"


def last_key(model):
    """The greatest key that the database has given or that a row has; 0 if there is none."""
    table, greatest = model._meta.db_table, model._base_manager.aggregate(last=Max("pk"))["last"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(SQLITE_READ, [table])
        else:
            cursor.execute(POSTGRESQL_READ.format(sequence=_sequence(cursor, model)))
        return max(cursor.fetchone()[0] or 0, greatest or 0)


def set_last_key(model, key):
    """Let the next row of a table get the key after this one; not undone by a rollback."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(SQLITE_FORGET, [table])
            cursor.execute(SQLITE_WRITE, [table, key])
        else:
            cursor.execute(POSTGRESQL_WRITE, [_sequence(cursor, model), key, key > 0])


def _sequence(cursor, model):
    cursor.execute(POSTGRESQL_NAME, [model._meta.db_table, model._meta.pk.column])
    return cursor.fetchone()[0]
