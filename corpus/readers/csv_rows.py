"""Where rows of CSV end, which columns they have, and what separates them."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.readers.limits import MAX_RECORD
from corpus.readers.lines import Line
from corpus.readers.text_stream import Stream

# States between two characters of a row.
_FIELD, _PLAIN, _QUOTED, _CLOSING = "field begins", "plain", "quoted", "quotation mark"

# A field is at most as long as its row, which was measured before csv sees it.
csv.field_size_limit(2 * MAX_RECORD)


class Edges:
    """Reads along a text in pieces and knows, as the module csv would, whether a row goes on.

    `columns` counts the fields begun. A quotation mark opens a field only at its beginning, and
    within it stands twice; anywhere else it is a character like others.
    """

    def __init__(self, delimiter: str):
        self.delimiter = delimiter
        self.columns = 1
        self._state = _FIELD

    @property
    def is_quoted(self) -> bool:
        """Whether a line end here would belong to a field."""
        return self._state is _QUOTED

    def read(self, text: str) -> None:
        state, at, end = self._state, 0, len(text)
        opening = self.delimiter + '"'
        while at < end:
            if state is _QUOTED:
                at = text.find('"', at) + 1
                if not at:
                    break
                state = _CLOSING
            elif state is _CLOSING:
                state = _QUOTED if text[at] == '"' else _PLAIN
                at += state is _QUOTED
            elif state is _FIELD and text[at] == '"':
                state, at = _QUOTED, at + 1
            else:
                found = text.find(opening, at)
                stop = end if found < 0 else found + 1
                self.columns += text.count(self.delimiter, at, stop)
                state = _FIELD if text[stop - 1] == self.delimiter else _PLAIN
                at = stop
        self._state = state


def cells(text: str, delimiter: str) -> list[str]:
    """The fields of one row without its line end.

    Raises csv.Error where something follows a closing quotation mark, or a field without
    quotation marks holds a carriage return.
    """
    return next(csv.reader([text], delimiter=delimiter, strict=True), [])


@dataclass(frozen=True, slots=True)
class Row:
    """The bytes of a row with its line end, None where there are too many, and where it stands.

    `second` is where its second line begins, or its end where it has one line. `is_open` says
    that the file ends within its quotation marks.
    """

    content: bytes | None
    number: int
    columns: int
    start: int
    second: int
    end: int
    is_open: bool


def rows(parts: Iterable[Line], stream: Stream, delimiter: str) -> Iterator[Row]:
    """The rows that lines make, empty ones too; the bytes of a long one are not kept."""
    first = None
    for part in parts:
        if first is None:
            first, second, size, kept, edges = part, 0, 0, bytearray(), Edges(delimiter)
        size += len(part.content)
        if size <= MAX_RECORD:
            kept += part.content
        else:
            kept.clear()
        # Within quotation marks a line without one changes nothing.
        if not edges.is_quoted or b'"' in part.content:
            edges.read(stream.replaced(part.content))
        if part.is_ended:
            second = second or part.end
            if not edges.is_quoted:
                yield _row(first, second, part, size, kept, edges)
                first = None
    if first is not None:
        yield _row(first, second or part.end, part, size, kept, edges)


def _row(first, second, last, size, kept, edges):
    content = bytes(kept) if size <= MAX_RECORD else None
    is_open = edges.is_quoted
    return Row(content, first.number, edges.columns, first.start, second, last.end, is_open)
