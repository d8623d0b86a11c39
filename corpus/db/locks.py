"""The numbers of all PostgreSQL advisory locks, in one place so that none is used twice.

Each lock is held until its transaction ends. On SQLite all transactions are IMMEDIATE, which
locks the whole database, so no numbers are needed.

PostgreSQL separates locks with one key (a bigint) from locks with two keys (two ints), so a
number may be used once for each.
"""

# Two keys: the namespace, then the day's ordinal (0 for undated). See corpus/models/article_order.
ARTICLE_ORDER_LOCK = 0x7350
# Two keys: the namespace, then 0. See annotations/models/publication.
PUBLICATION_LOCK = 0x7351
# One key. Concurrent imports must not both treat a record as new. See corpus/importing/loader.
IMPORT_LOCK = 0x7351
