"""The order of articles: newest day first, and within a day the latest to arrive."""

from datetime import date

from django.db import connection
from django.db.models import Max

DAY_SIZE = 2**20


class DayFull(ValueError):
    """A day already holds as many articles as its part of the order has places."""


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
            # The namespace keeps these apart from the advisory locks of others.
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x7350, ordinal])
    day_keys = articles.filter(sort_key__gte=first, sort_key__lt=first + DAY_SIZE)
    last = day_keys.aggregate(last=Max("sort_key"))["last"]
    key = first if last is None else last + 1
    if key >= first + DAY_SIZE:
        raise DayFull(f"{day or 'Undated'}: no room for more than {DAY_SIZE:,} articles.")
    return key


def keys_of_period(first, last):
    """The keys (from, below) that articles of a period may have; None: open at that end.

    An imprecise date has the key of its first day, so that of a year may lie months before.
    """
    low = DAY_SIZE if first is None else first.replace(month=1, day=1).toordinal() * DAY_SIZE
    below = None if last is None else (last.toordinal() + 1) * DAY_SIZE
    return low, below
