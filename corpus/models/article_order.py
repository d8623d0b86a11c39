"""Sort keys of articles, by day and, within a day, by the order in which they were added."""

import json
from datetime import date

from django.db import connection
from django.db.models import Max

from corpus.db.locks import ARTICLE_ORDER_LOCK

DAY_SIZE = 2**20

# The last key of each given day, found in one query by the index of keys.
SQLITE_LAST_KEYS = """
SELECT day.value, (SELECT max(sort_key) FROM {table}
    WHERE sort_key >= day.value * {size} AND sort_key < (day.value + 1) * {size})
FROM json_each(%s) AS day
"""
POSTGRESQL_LAST_KEYS = """
SELECT day, (SELECT max(sort_key) FROM {table}
    WHERE sort_key >= day * {size} AND sort_key < (day + 1) * {size})
FROM unnest(%s::bigint[]) AS day
"""


class DayFull(ValueError):
    """A day already holds DAY_SIZE articles: no sort key is left."""

    @classmethod
    def of(cls, day):
        return cls(f"{day or 'Undated'}: no room for more than {DAY_SIZE:,} articles.")


def day_of(key):
    """The day of a sort key; None for undated."""
    ordinal = key // DAY_SIZE
    return date.fromordinal(ordinal) if ordinal else None


def next_sort_key(articles, day):
    """The next free key of a day (None: undated), inside the inserting transaction.

    The key is `day.toordinal()` × 2^20 plus the next number of that day; an undated day counts
    as 0. Writers of one day are serialised: on PostgreSQL by an advisory lock held until the
    transaction ends, on SQLite because all transactions are IMMEDIATE.

    Raises DayFull.
    """
    ordinal = day.toordinal() if day else 0
    first = ordinal * DAY_SIZE
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ARTICLE_ORDER_LOCK, ordinal])
    day_keys = articles.filter(sort_key__gte=first, sort_key__lt=first + DAY_SIZE)
    last = day_keys.aggregate(last=Max("sort_key"))["last"]
    key = first if last is None else last + 1
    if key >= first + DAY_SIZE:
        raise DayFull.of(day)
    return key


def keys_of_period(first, last):
    """The sort keys (first, end) of articles dated within a period; half-open.

    `first` and `last` are dates or None (open); the end is None if `last` is. An imprecise date
    has the key of its first day, so keys begin with the year of `first`.
    """
    first_key = DAY_SIZE if first is None else first.replace(month=1, day=1).toordinal() * DAY_SIZE
    end_key = None if last is None else (last.toordinal() + 1) * DAY_SIZE
    return first_key, end_key


def next_sort_keys(articles, days):
    """The sort keys of new articles of these days, in order; None if a day is full.

    Like `next_sort_key`, but for many articles in one or two queries.
    """
    table = connection.ops.quote_name(articles.model._meta.db_table)
    ordinals = sorted({day.toordinal() if day else 0 for day in days})
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # In ascending order, to avoid deadlocks between writers of several days.
            lock = "SELECT pg_advisory_xact_lock(%s, day) FROM unnest(%s::int[]) AS day"
            cursor.execute(lock, [ARTICLE_ORDER_LOCK, ordinals])
            cursor.execute(POSTGRESQL_LAST_KEYS.format(table=table, size=DAY_SIZE), [ordinals])
        else:
            statement = SQLITE_LAST_KEYS.format(table=table, size=DAY_SIZE)
            cursor.execute(statement, [json.dumps(ordinals)])
        last_keys = dict(cursor.fetchall())
    next_keys = {
        ordinal: ordinal * DAY_SIZE if last is None else last + 1
        for ordinal, last in last_keys.items()
    }
    keys = []
    for day in days:
        ordinal = day.toordinal() if day else 0
        key = next_keys[ordinal]
        is_full = key >= (ordinal + 1) * DAY_SIZE
        next_keys[ordinal] = key + (not is_full)
        keys.append(None if is_full else key)
    return keys
