"""Splits lines into CSV rows, and a row into its fields."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.readers.limits import MAX_RECORD
from corpus.readers.lines import Line
from corpus.readers.text_stream import TextStream

DELIMITERS = (",", ";", "\t")

# States of the scanner between two characters of a row.
_FIELD_START, _UNQUOTED, _QUOTED, _AFTER_QUOTE = "field begins", "plain", "quoted", "quotation mark"

# A field is no longer than its row, whose length is checked before csv parses it.
csv.field_size_limit(2 * MAX_RECORD)


class RowScanner:
    """Scans a row piece by piece and determines, like the csv module, whether it continues.

    A csv.reader cannot: it keeps all fields of a row (a malicious one has millions), exposes no
    state before the row ends, and loses its position in a row that it rejects.

    `columns` counts the fields started. A quotation mark opens a field only at its start and is
    doubled within it; elsewhere it is an ordinary character.
    """

    def __init__(self, delimiter: str):
        self.delimiter = delimiter
        self.columns = 1
        self._state = _FIELD_START

    @property
    def is_quoted(self) -> bool:
        """Whether the scanner is within a quoted field, so that a line end would belong to it."""
        return self._state is _QUOTED

    def feed(self, text: str) -> None:
        state, position, end = self._state, 0, len(text)
        opening = self.delimiter + '"'
        while position < end:
            if state is _QUOTED:
                position = text.find('"', position) + 1
                if not position:
                    break
                state = _AFTER_QUOTE
            elif state is _AFTER_QUOTE:
                state = _QUOTED if text[position] == '"' else _UNQUOTED
                position += state is _QUOTED
            elif state is _FIELD_START and text[position] == '"':
                state, position = _QUOTED, position + 1
            else:
                separator_at = text.find(opening, position)
                field_end = end if separator_at < 0 else separator_at + 1
                self.columns += text.count(self.delimiter, position, field_end)
                state = _FIELD_START if text[field_end - 1] == self.delimiter else _UNQUOTED
                position = field_end
        self._state = state


def split_row(text: str, delimiter: str) -> list[str]:
    """Return the fields of one row, given without its line end.

    Raises csv.Error if something follows a closing quotation mark, or if an unquoted field
    contains a carriage return.

    >>> split_row('a,"b, c",d', ",")
    ['a', 'b, c', 'd']
    """
    return next(csv.reader([text], delimiter=delimiter, strict=True), [])


@dataclass(frozen=True, slots=True)
class Row:
    """The bytes of a row with its line end (None if too many), and its position.

    `number` is the line it begins on, from 1; `start`, `second` and `end` are byte positions.
    `second` is the start of its second line, or its end if it has one line. `is_open`: the
    file ends within its quotation marks.
    """

    content: bytes | None
    number: int
    columns: int
    start: int
    second: int
    end: int
    is_open: bool


def split_rows(parts: Iterable[Line], stream: TextStream, delimiter: str) -> Iterator[Row]:
    """Yield the rows of a file, including empty ones; the bytes of overlong rows are dropped."""
    first = None
    for part in parts:
        if first is None:
            first, second, size, content, scanner = part, 0, 0, bytearray(), RowScanner(delimiter)
        size += len(part.content)
        if size <= MAX_RECORD:
            content += part.content
        else:
            content.clear()
        # Inside a quoted field, a line without a quotation mark changes nothing.
        if not scanner.is_quoted or b'"' in part.content:
            scanner.feed(stream.decode_lossy(part.content))
        if part.is_ended:
            second = second or part.end
            if not scanner.is_quoted:
                yield _row(first, second, part, size, content, scanner)
                first = None
    if first is not None:
        yield _row(first, second or part.end, part, size, content, scanner)


def _row(
    first: Line, second: int, last: Line, size: int, buffer: bytearray, scanner: RowScanner
) -> Row:
    content = bytes(buffer) if size <= MAX_RECORD else None
    is_open = scanner.is_quoted
    return Row(content, first.number, scanner.columns, first.start, second, last.end, is_open)
