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
