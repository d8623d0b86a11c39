"""Free pages of the file of SQLite, which it would keep for new rows."""

from django.db import transaction

# Pages moved in one transaction: some 20 ms, between which others write.
PAGES = 1_000


def give_back(connection):
    """Give free pages back to the disk; merging an index leaves a fifteenth of the file free.

    Does nothing on PostgreSQL, and on a file that an earlier version made, without
    `auto_vacuum=INCREMENTAL` (config/sqlite/base.py).
    Follows https://www.sqlite.org/pragma.html#pragma_incremental_vacuum.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        before = None
        while before != (before := cursor.execute("PRAGMA freelist_count").fetchone()[0]):
            with transaction.atomic(using=connection.alias):
                # Python takes one step of a statement without columns, which moves one page, and
                # ends it when its rows are fetched.
                for _ in range(PAGES):
                    cursor.execute("PRAGMA incremental_vacuum(1)").fetchall()
