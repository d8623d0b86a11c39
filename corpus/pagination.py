"""Keyset pagination: a page starts after a key, not at an offset."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")
# A QuerySet; pure modules do not import Django.
Rows = Any

PAGE_SIZE = 30
# Counting further would read a whole large table for a number that no page needs.
COUNT_LIMIT = 1_000


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of a list, newest first, and the keys at which the neighbouring pages start.

    `older` and `newer` are None if there is no such page.
    """

    rows: list[Row]
    older: int | str | None
    newer: int | str | None

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class BoundedCount:
    """A number of rows, counted up to a limit: "12", "1,000+"."""

    number: int
    is_more: bool = False

    def __str__(self) -> str:
        return f"{self.number:,}{'+' if self.is_more else ''}"


def bounded_count(queryset: Rows, limit: int = COUNT_LIMIT) -> BoundedCount:
    """Count a QuerySet up to `limit` rows, as a BoundedCount; reads at most one row more."""
    number = queryset.order_by()[: limit + 1].count()
    return BoundedCount(min(number, limit), number > limit)


def page_of(
    queryset: Rows,
    key: str,
    *,
    before: int | None = None,
    after: int | None = None,
    size: int = PAGE_SIZE,
    is_ascending: bool = False,
) -> Page[Any]:
    """The page of rows whose `key` is below `before` or above `after`; by default the first.

    An ascending list begins with the smallest key: there `before` gives the rows above it. One
    query, which fetches one extra row to see whether there is a next page.
    """
    below, above = ("gt", "lt") if is_ascending else ("lt", "gt")
    forwards, backwards = (key, f"-{key}") if is_ascending else (f"-{key}", key)
    if after is not None:
        fetched = list(
            queryset.filter(**{f"{key}__{above}": after}).order_by(backwards)[: size + 1]
        )
        rows, has_more = fetched[:size][::-1], len(fetched) > size
        has_newer, has_older = has_more, True
    else:
        if before is not None:
            queryset = queryset.filter(**{f"{key}__{below}": before})
        fetched = list(queryset.order_by(forwards)[: size + 1])
        rows, has_more = fetched[:size], len(fetched) > size
        has_newer, has_older = before is not None, has_more
    return Page(
        rows=rows,
        older=getattr(rows[-1], key) if rows and has_older else None,
        newer=getattr(rows[0], key) if rows and has_newer else None,
    )


def page_beside(
    queryset: Rows,
    key: str,
    cursor: Mapping[str, str],
    *,
    cursor_rows: Rows = None,
    size: int = PAGE_SIZE,
) -> Page[Any]:
    """The page of rows next to the row that `cursor` names by public id, or the first page.

    A cursor is {"before": id} or {"after": id}, or empty. `cursor_rows` are the rows that a cursor
    may name, by default all of the model: a row that has left the list still has a position.
    """
    rows = queryset.model._base_manager.all() if cursor_rows is None else cursor_rows
    position = {}
    for side, public_id in cursor.items():
        key_of_row = rows.filter(public_id=public_id).values_list(key, flat=True).first()
        if key_of_row is not None:
            position[side] = key_of_row
    return page_of(queryset, key, size=size, **position)


def ordered_page_of(
    queryset: Rows,
    order: Sequence[str],
    cursor: Mapping[str, str],
    *,
    cursor_rows: Rows = None,
    size: int = PAGE_SIZE,
) -> Page[Any]:
    """A page of rows in the order of several columns, such as ("-number", "name_key", "pk").

    The last column is unique, and none is NULL. `cursor` is as for `page_beside`: "after" means
    the rows that follow the row, "before" those that precede it. `cursor_rows` are the rows that
    it may name, with these columns. `older` and `newer` of the Page are public ids.
    """
    side, public_id = next(iter(cursor.items()), ("", ""))
    rows = queryset.model._base_manager.all() if cursor_rows is None else cursor_rows
    columns = [column.removeprefix("-") for column in order]
    row = rows.filter(public_id=public_id).values_list(*columns).first() if side else None
    side, values = (side, row) if row else ("first", ())
    if side == "before":
        backwards = [c.removeprefix("-") if c.startswith("-") else f"-{c}" for c in order]
        fetched = list(_beyond(queryset, backwards, values).order_by(*backwards)[: size + 1])
        page_rows, has_previous, has_next = fetched[:size][::-1], len(fetched) > size, True
    else:
        if side == "after":
            queryset = _beyond(queryset, order, values)
        fetched = list(queryset.order_by(*order)[: size + 1])
        page_rows, has_previous, has_next = fetched[:size], side == "after", len(fetched) > size
    return Page(
        rows=page_rows,
        older=page_rows[-1].public_id if page_rows and has_next else None,
        newer=page_rows[0].public_id if page_rows and has_previous else None,
    )


def _beyond(rows: Rows, order: Sequence[str], values: Sequence[Any]) -> Rows:
    """The rows that follow one with these values of the columns."""
    equal: dict[str, Any] = {}
    last = len(order) - 1
    for n, (column, value) in enumerate(zip(order, values, strict=True)):
        name = column.removeprefix("-")
        following, preceding = ("lt", "gt") if column.startswith("-") else ("gt", "lt")
        if n == 0:
            rows = rows.filter(**{f"{name}__{following}{'e' if last else ''}": value})
        else:
            is_last = "e" if n == last else ""
            rows = rows.exclude(**equal, **{f"{name}__{preceding}{is_last}": value})
        equal[name] = value
    return rows
