"""Pages by keyset: a page starts after a key, never at a number of rows."""

from dataclasses import dataclass

PAGE_SIZE = 30


# A list counts no further than this: counting a million rows costs more than showing thirty.
COUNTED = 1000


@dataclass(frozen=True)
class Page:
    """Some rows of a list, newest first, and the keys its neighbours start at (None: no page)."""

    rows: list
    older: int | None
    newer: int | None

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def page_of(queryset, key, *, before=None, after=None, size=PAGE_SIZE):
    """The page of rows whose `key` is below `before`, or above `after`; without either the first.

    One query, for one row more than a page holds: it tells whether there is a next page.
    """
    if after is not None:
        found = list(queryset.filter(**{f"{key}__gt": after}).order_by(key)[: size + 1])
        rows, more = found[:size][::-1], len(found) > size
        has_newer, has_older = more, True
    else:
        if before is not None:
            queryset = queryset.filter(**{f"{key}__lt": before})
        found = list(queryset.order_by(f"-{key}")[: size + 1])
        rows, more = found[:size], len(found) > size
        has_newer, has_older = before is not None, more
    return Page(
        rows=rows,
        older=getattr(rows[-1], key) if rows and has_older else None,
        newer=getattr(rows[0], key) if rows and has_newer else None,
    )


def bounded_count(queryset):
    """How many rows there are, in words: the number, or "1,000+"."""
    number = queryset.order_by()[: COUNTED + 1].count()
    return f"{COUNTED:,}+" if number > COUNTED else str(number)
