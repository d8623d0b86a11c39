"""The order of articles: newest day first, and within a day the latest to arrive."""

import json
from collections import Counter
from datetime import date

from django.db import connection
from django.db.models import Max

DAY_SIZE = 2**20
# The namespace keeps these apart from the advisory locks of others.
LOCKS = 0x7350

# The last key of each of some days, in one query that walks to the end of each day's keys.
SQLITE_LAST = """
SELECT day.value, (SELECT max(sort_key) FROM {table}
    WHERE sort_key >= day.value * {size} AND sort_key < (day.value + 1) * {size})
FROM json_each(%s) AS day
"""
POSTGRESQL_LAST = """
SELECT day, (SELECT max(sort_key) FROM {table}
    WHERE sort_key >= day * {size} AND sort_key < (day + 1) * {size})
FROM unnest(%s::bigint[]) AS day
"""


class DayFull(ValueError):
    """A day already holds as many articles as its part of the order has places."""

    @classmethod
    def of(cls, day):
        return cls(f"{day or 'Undated'}: no room for more than {DAY_SIZE:,} articles.")


def day_of(key):
    """The day whose part of the order holds a key; None for undated."""
    ordinal = key // DAY_SIZE
    return date.fromordinal(ordinal) if ordinal else None


def next_sort_key(articles, day):
    """The next free key of a day (None: undated), inside the inserting transaction.

    The key is `day.toordinal()` × 2^20 plus the next number of that day, 0 for no day. Writers
    of one day wait for each other: on PostgreSQL through an advisory lock that ends with the
    transaction; on SQLite every transaction of ours is IMMEDIATE, which is the lock.

    Raises DayFull.
    """
    ordinal = day.toordinal() if day else 0
    first = ordinal * DAY_SIZE
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCKS, ordinal])
    day_keys = articles.filter(sort_key__gte=first, sort_key__lt=first + DAY_SIZE)
    last = day_keys.aggregate(last=Max("sort_key"))["last"]
    key = first if last is None else last + 1
    if key >= first + DAY_SIZE:
        raise DayFull.of(day)
    return key


def keys_of_period(first, last):
    """The keys (from, below) that articles of a period may have; None: open at that end.

    An imprecise date has the key of its first day, so that of a year may lie months before.
    """
    low = DAY_SIZE if first is None else first.replace(month=1, day=1).toordinal() * DAY_SIZE
    below = None if last is None else (last.toordinal() + 1) * DAY_SIZE
    return low, below


def next_sort_keys(articles, days):
    """The keys of new articles of these days, in their order; None where a day is full.

    As `next_sort_key`, for many in one or two queries.
    """
    wanted = Counter(day.toordinal() if day else 0 for day in days)
    table = connection.ops.quote_name(articles.model._meta.db_table)
    ordinals = sorted(wanted)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # In one order, so that two who add many never wait for each other crosswise.
            lock = "SELECT pg_advisory_xact_lock(%s, day) FROM unnest(%s::int[]) AS day"
            cursor.execute(lock, [LOCKS, ordinals])
            cursor.execute(POSTGRESQL_LAST.format(table=table, size=DAY_SIZE), [ordinals])
        else:
            last = SQLITE_LAST.format(table=table, size=DAY_SIZE)
            cursor.execute(last, [json.dumps(ordinals)])
        found = dict(cursor.fetchall())
    following = {day: day * DAY_SIZE if last is None else last + 1 for day, last in found.items()}
    keys = []
    for day in days:
        ordinal = day.toordinal() if day else 0
        key = following[ordinal]
        is_full = key >= (ordinal + 1) * DAY_SIZE
        following[ordinal] = key + (not is_full)
        keys.append(None if is_full else key)
    return keys
