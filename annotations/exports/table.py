"""Tables of an export: their columns, and how their rows are read, page by page."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

# Keys read with one statement, and rows with the next few. Each takes well under a second, so that
# the time limit of a statement ends no export, and no transaction is open between them.
KEYS_PER_STATEMENT = 10_000
ROWS_PER_PAGE = 1_000
# Between the values of a cell that has several.
SEPARATOR = "; "


@dataclass(frozen=True)
class Table:
    """One table: `read(keys, member)` yields the rows of a page, as tuples of plain values.

    `keys` are those of the noun that is exported: rows of a further table belong to them.
    `title` is the column that names a row, for formats without columns.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    read: Callable[[set[int], Any], Iterable[tuple[Any, ...]]]


@dataclass(frozen=True)
class Noun:
    """What can be exported: a first table and its further ones, read by `key`, newest first."""

    name: str
    singular: str
    tables: tuple[Table, ...]
    key: str = "pk"

    def table(self, name):
        """The table of this name; the first one if there is none."""
        return next((each for each in self.tables if each.name == name), self.tables[0])


def key_pages(rows, key="pk") -> Iterator[set[int]]:
    """The keys of a QuerySet in pages, the highest first; rows added meanwhile are left out."""
    last = None
    while True:
        below = rows if last is None else rows.filter(**{f"{key}__lt": last})
        ordered = below.order_by(f"-{key}").values_list(key, flat=True)
        keys = list(ordered[:KEYS_PER_STATEMENT])
        yield from pages_of(keys)
        if len(keys) < KEYS_PER_STATEMENT:
            return
        last = keys[-1]


def pages_of(keys):
    """A list of keys in pages, as sets: see `corpus.db.in_array`."""
    return (set(keys[at : at + ROWS_PER_PAGE]) for at in range(0, len(keys), ROWS_PER_PAGE))


def one_row_a_tag(table):
    """The table with one row for each tag of a passage, and one for a passage without tags."""
    at = table.columns.index("tags")

    def read(keys, member):
        for row in table.read(keys, member):
            for tag in row[at] or ("",):
                yield (*row[:at], tag, *row[at + 1 :])

    columns = (*table.columns[:at], "tag", *table.columns[at + 1 :])
    return Table(table.name, table.title, columns, read)


def text_columns(rows):
    """The columns of rows, each as the texts of its cells.

    A page of rows is written by columns. The cells of one are alike, so that a look at all of them
    together does for most columns; a look at each took a third of the time of a CSV.
    """
    return [_column_texts(cells) for cells in zip(*rows, strict=True)]


def _column_texts(cells):
    kinds = set(map(type, cells))
    convert = _TEXT_OF.get(kinds.pop(), str) if len(kinds) == 1 else cell_text
    return list(map(convert, cells))


def cell_text(value):
    """A value as the text of a cell: several values are joined, a time is in ISO 8601."""
    return _TEXT_OF.get(type(value), str)(value)


_TEXT_OF: dict[type, Callable[[Any], str]] = {
    type(None): lambda value: "",
    tuple: SEPARATOR.join,
    datetime: partial(datetime.isoformat, timespec="seconds"),
}
