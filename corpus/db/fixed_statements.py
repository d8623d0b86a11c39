"""Statements whose text is always the same, which PostgreSQL plans once for a connection."""


def fixed_cursor(connection):
    """A cursor for a statement whose text never changes; use it like `connection.cursor()`.

    Django's cursor puts values into the text, and PostgreSQL plans it anew each time: for small
    queries that takes longer than to run them. This one sends values apart, and a statement is
    prepared when a connection has executed it a few times (`prepare_threshold` in
    config/database.py). Searches stay with Django's: their best plan depends on the words.
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    # Other databases do without the package.
    from psycopg import Cursor

    connection.ensure_connection()
    # What `connection.cursor()` does with a cursor of its own kind.
    return connection._prepare_cursor(Cursor(connection.connection))


def fixed_rows(connection, sql, parameters):
    """All rows that a statement whose text never changes returns.

    Like `fixed_cursor`, without the wrapper of Django's cursors: it takes a third of the time of
    a small query on PostgreSQL. It stays where somebody listens to the statements.
    """
    if (
        connection.vendor != "postgresql"
        or connection.queries_logged
        or connection.execute_wrappers
    ):
        with fixed_cursor(connection) as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()
    from psycopg import Cursor

    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        cursor = Cursor(connection.connection)
        cursor.execute(sql, parameters)
        return cursor.fetchall()
