"""Where rows of CSV end, which columns they have, and what separates them."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.readers.limits import MAX_RECORD
from corpus.readers.lines import Line
from corpus.readers.text_stream import TextStream

DELIMITERS = (",", ";", "\t")

# States of the scanner between two characters of a row.
_FIELD_START, _UNQUOTED, _QUOTED, _AFTER_QUOTE = "field begins", "plain", "quoted", "quotation mark"

# A field is at most as long as its row, which was measured before csv sees it.
csv.field_size_limit(2 * MAX_RECORD)


class RowScanner:
    """Reads along a text in pieces and knows, as the module csv would, whether a row goes on.

    `columns` counts the fields begun. A quotation mark opens a field only at its beginning, and
    within it stands twice; anywhere else it is a character like others.
    """

    def __init__(self, delimiter: str):
        self.delimiter = delimiter
        self.columns = 1
        self._state = _FIELD_START

    @property
    def is_quoted(self) -> bool:
        """Whether a line end here would belong to a field."""
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


def split_rows(parts: Iterable[Line], stream: TextStream, delimiter: str) -> Iterator[Row]:
    """The rows that lines make, empty ones too; the bytes of a long one are not kept."""
    first = None
    for part in parts:
        if first is None:
            first, second, size, content, scanner = part, 0, 0, bytearray(), RowScanner(delimiter)
        size += len(part.content)
        if size <= MAX_RECORD:
            content += part.content
        else:
            content.clear()
        # Within quotation marks a line without one changes nothing.
        if not scanner.is_quoted or b'"' in part.content:
            scanner.feed(stream.decode_lossy(part.content))
        if part.is_ended:
            second = second or part.end
            if not scanner.is_quoted:
                yield _row(first, second, part, size, content, scanner)
                first = None
    if first is not None:
        yield _row(first, second or part.end, part, size, content, scanner)


def _row(first, second, last, size, buffer, scanner):
    content = bytes(buffer) if size <= MAX_RECORD else None
    is_open = scanner.is_quoted
    return Row(content, first.number, scanner.columns, first.start, second, last.end, is_open)
