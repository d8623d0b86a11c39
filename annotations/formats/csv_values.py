"""Pure: CSV of other programs, written, and read row by row with limits."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from annotations.formats.json_values import ValueRefused
from annotations.formats.record import FormatError, Refusal
from annotations.formats.spreadsheet_cells import guarded
from corpus.readers.csv_rows import DELIMITERS, Row, split_row, split_rows
from corpus.readers.encodings import Undecodable
from corpus.readers.limits import MAX_COLUMNS, MAX_RECORD
from corpus.readers.lines import read_lines
from corpus.readers.text_stream import TextStream


def csv_lines(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows as lines of CSV in UTF-8; no cell of them is a formula to a spreadsheet."""
    text = io.StringIO()
    csv.writer(text).writerows(map(guarded, row) for row in rows)
    return text.getvalue().encode()


def csv_records(file: BinaryIO, *columns: str) -> Iterator[tuple[str, dict[str, str]] | Refusal]:
    """Yield (place, cells by column) of each row, and a Refusal for each that cannot be read.

    Raises FormatError for a file that is not text, or whose first row lacks one of `columns`.
    """
    stream = TextStream(file)
    if stream.refusal:
        raise FormatError(stream.refusal)
    for delimiter in DELIMITERS:
        parts = read_lines(file, stream.mark, 1, MAX_RECORD, stream.newline)
        rows = split_rows(parts, stream, delimiter)
        try:
            names = _cells(next(rows), stream, delimiter)
        except (ValueRefused, StopIteration):
            continue
        if names and not set(columns) - set(names):
            break
    else:
        raise FormatError(f"line 1: these columns are not all there: {', '.join(columns)}.")
    for row in rows:
        where = f"line {row.number:,}"
        try:
            cells = _cells(row, stream, delimiter)
            if not any(cells):
                continue
            if len(cells) != len(names):
                raise ValueRefused(f"It has {len(cells):,} cells, not {len(names):,}.")
        except ValueRefused as refused:
            yield Refusal(where, str(refused))
            continue
        yield where, dict(zip(names, cells, strict=True))


def _cells(row: Row, stream: TextStream, delimiter: str) -> list[str]:
    if row.content is None:
        raise ValueRefused(f"It is longer than {MAX_RECORD / 1e6:g} MB.")
    if row.columns > MAX_COLUMNS:
        raise ValueRefused(f"It has more than {MAX_COLUMNS:,} cells.")
    if row.is_open:
        raise ValueRefused("A quotation mark is never closed.")
    try:
        text = stream.decode(stream.strip_newline(row.content)).text
        cells = split_row(text, delimiter)
    except Undecodable as error:
        raise ValueRefused(str(error)) from None
    except csv.Error:
        raise ValueRefused("There is text after a closing quotation mark.") from None
    if "\0" in text:
        raise ValueRefused("It holds the character NUL.")
    return cells
