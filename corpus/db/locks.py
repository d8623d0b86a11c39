"""The numbers of all PostgreSQL advisory locks, in one place so that none is used twice.

Each lock is held until its transaction ends. On SQLite all transactions are IMMEDIATE, which
locks the whole database, so no numbers are needed.

PostgreSQL separates locks with one key (a bigint) from locks with two keys (two ints), so a
number may be used once for each.
"""

from django.db import connection

# Two keys: the namespace, then the day's ordinal (0 for undated). See corpus/models/article_order.
ARTICLE_ORDER_LOCK = 0x7350
# Two keys: the namespace, then 0. See annotations/models/publication.
PUBLICATION_LOCK = 0x7351
# One key; see `wait_for_other_imports`.
IMPORT_LOCK = 0x7351


def wait_for_other_imports():
    """Let one import write at a time, until the transaction ends.

    Two must not both treat a record, a passage or a name as new.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
