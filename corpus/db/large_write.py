"""Settings of a connection that writes thousands of rows, as an import does."""

from contextlib import contextmanager

# With SQLite's own settings an import of 10,000 articles writes 1.7 times the bytes and reads three
# times as many. Pages stay in 32 MiB of memory, where two MiB are written and read again within a
# transaction; the log is copied to the file once it has 16 MiB, not four; and what is deleted is
# not overwritten in pages that are written for no other reason, as some builds do.
# Follows https://www.sqlite.org/pragma.html.
SQLITE_SETTINGS: dict[str, object] = {
    "cache_size": -32_768,
    "wal_autocheckpoint": 4_000,
    "secure_delete": "FAST",
}
# PostgreSQL gathers lexemes and sorts them into their index when they take so much: twice its
# default takes a tenth less of its time. Searches read what is gathered from end to end.
# Follows https://www.postgresql.org/docs/current/gin.html#GIN-FAST-UPDATE.
POSTGRESQL_SETTINGS: dict[str, object] = {"gin_pending_list_limit": "8MB"}


@contextmanager
def large_write(connection):
    """Write much within, in several transactions; then the connection is as before."""
    if connection.vendor == "sqlite":
        show, write, settings = "PRAGMA {0}", "PRAGMA {0} = {1}", SQLITE_SETTINGS
    else:
        show, write, settings = "SHOW {0}", "SET {0} = '{1}'", POSTGRESQL_SETTINGS
    with connection.cursor() as cursor:
        former = {}
        for name in settings:
            cursor.execute(show.format(name))
            former[name] = cursor.fetchone()[0]
        _set(cursor, write, settings)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            _set(cursor, write, former)


def _set(cursor, write, settings):
    for name, value in settings.items():
        cursor.execute(write.format(name, value))
        if cursor.description:
            # SQLite ends a statement when its rows are read.
            cursor.fetchall()
