"""Pages by keyset: a page starts after a key, never at a number of rows."""

from dataclasses import dataclass

PAGE_SIZE = 30
# Counting further would read the whole of a large table for a number nobody needs.
MOST_COUNTED = 1_000


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


@dataclass(frozen=True)
class BoundedCount:
    """How many rows there are, as far as it is worth counting: "12", "1,000+"."""

    number: int
    is_more: bool = False

    def __str__(self):
        return f"{self.number:,}{'+' if self.is_more else ''}"


def tally(queryset, most=MOST_COUNTED):
    """The Tally of a list; reads at most one row more than it counts."""
    number = queryset.order_by()[: most + 1].count()
    return BoundedCount(min(number, most), number > most)


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


def page_beside(queryset, key, cursor, *, known=None, size=PAGE_SIZE):
    """The page of rows beside the row that `cursor` names by its public id, else the first one.

    A cursor is {"before": id} or {"after": id}, or empty. `known` are the rows that a page may be
    named by; one that has left the list since still says where its neighbours are.
    """
    rows = queryset.model._base_manager.all() if known is None else known
    place = {}
    for side, public_id in cursor.items():
        found = rows.filter(public_id=public_id).values_list(key, flat=True).first()
        if found is not None:
            place[side] = found
    return page_of(queryset, key, size=size, **place)


def name_page_of(queryset, cursor, *, size=PAGE_SIZE):
    """A page of rows in the order of their names (`name_key`, `pk`).

    Here "after" asks for the names that follow those of a row, "before" for those above it;
    `older` and `newer` say whether there are such.
    """
    side, public_id = next(iter(cursor.items()), ("", ""))
    known = queryset.model._base_manager.filter(public_id=public_id)
    border = known.values_list("name_key", "pk").first() if side else None
    if border is None:
        side = "first"
    if side == "before":
        name, pk = border
        above = queryset.filter(name_key__lte=name).exclude(name_key=name, pk__gte=pk)
        found = list(above.order_by("-name_key", "-pk")[: size + 1])
        shown, has_previous, has_next = found[:size][::-1], len(found) > size, True
    else:
        if side == "after":
            name, pk = border
            queryset = queryset.filter(name_key__gte=name).exclude(name_key=name, pk__lte=pk)
        found = list(queryset.order_by("name_key", "pk")[: size + 1])
        shown, has_previous, has_next = found[:size], side == "after", len(found) > size
    return Page(
        rows=shown,
        older=shown[-1].name_key if shown and has_next else None,
        newer=shown[0].name_key if shown and has_previous else None,
    )
