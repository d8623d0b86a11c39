"""The number of every advisory lock on PostgreSQL, so that no two meanings share one.

Each lock is held until its transaction ends. On SQLite every transaction of ours is IMMEDIATE,
which is a lock on the whole database: no numbers are needed there.

PostgreSQL keeps locks of one key (a bigint) apart from locks of two keys (two ints): a number may
stand in one list of each.
"""

# Two keys: the namespace, then the day's ordinal (0 for undated). See corpus/models/article_order.
ARTICLE_ORDER_LOCK = 0x7350
# Two keys: the namespace, then 0. See annotations/models/publication.
PUBLICATION_LOCK = 0x7351
# One key. Two imports at once must not both find that a record is new. See corpus/importing/loader.
IMPORT_LOCK = 0x7351
