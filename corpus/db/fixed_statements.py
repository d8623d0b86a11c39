"""Statements whose text is always the same, which PostgreSQL plans once for a connection."""

from functools import lru_cache

# A text with more parameters is one of so many that each is hardly asked again.
MAX_PARAMETERS_OF_SHAPE = 32


def fixed_cursor(connection):
    """A cursor for a statement whose text never changes; use it like `connection.cursor()`.

    Django's cursor puts values into the text, and PostgreSQL plans it anew each time: for small
    queries that takes longer than to run them. This one sends values apart, and a statement is
    prepared when a connection has executed it a few times (`prepare_threshold` in
    config/database.py). Most searches stay with Django's: their best plan depends on the words.
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

    Like `fixed_cursor`, without the wrapper of Django's cursors, and without the driver's search
    for parameters in the text, which it makes anew for each long one: they take half of the time
    of a small query on PostgreSQL. Both stay where somebody listens to the statements.
    """
    if (
        connection.vendor != "postgresql"
        or connection.queries_logged
        or connection.execute_wrappers
    ):
        with fixed_cursor(connection) as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()
    from psycopg import RawCursor

    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        cursor = RawCursor(connection.connection)
        cursor.execute(_numbered(sql), parameters)
        return cursor.fetchall()


def rows_by_shape(connection, sql, parameters):
    """All rows of a statement whose text depends on the shape of what is searched, and whose best
    plan does not depend on the words: planned once for each of the simple shapes, which most
    searches have.
    """
    if len(parameters) <= MAX_PARAMETERS_OF_SHAPE:
        return fixed_rows(connection, sql, parameters)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


@lru_cache(maxsize=512)
def _numbered(sql):
    """The statement as PostgreSQL takes it, with $1, $2, … for its parameters."""
    first, *rest = sql.replace("%%", "\0").split("%s")
    texts = [first, *(f"${number}{text}" for number, text in enumerate(rest, 1))]
    return "".join(texts).replace("\0", "%").encode()
