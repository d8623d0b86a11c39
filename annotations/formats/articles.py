"""Pure: the entries of one article as one, for formats with a file for each article."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from annotations.formats.record import Entry


def whole_articles(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield an Entry for each article, with all passages and codes of its entries."""
    for _, parts in groupby(entries, key=lambda entry: entry.document.key):
        first, *others = parts
        yield replace(
            first,
            annotations=tuple(each for part in (first, *others) for each in part.annotations),
            codes=tuple(code for part in (first, *others) for code in part.codes),
        )
