"""Pure: the highlights that Taguette exports as CSV, a row for each tag of a highlight.

Columns: `id` (not in files of older releases), `document` (its name), `tag` (may be empty),
`content` (the words). There are no positions. Rows of one highlight follow each other.
Source: https://gitlab.com/remram44/taguette, taguette/export.py, `highlights_csv`.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import BinaryIO

from annotations.formats.csv_values import csv_lines, csv_records
from annotations.formats.json_values import MAX_VALUES
from annotations.formats.record import Annotation, Document, Entry, Piece, Refusal
from annotations.formats.spreadsheet_cells import unguarded

COLUMNS = ("id", "document", "tag", "content")

_Record = tuple[str, dict[str, str]] | Refusal


def dumps(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the rows; a passage with several pieces is a highlight for each."""
    yield csv_lines([COLUMNS])
    number = 0
    for entry in entries:
        rows = []
        for annotation in entry.annotations:
            for piece_number, piece in enumerate(annotation.pieces):
                number += 1
                key = annotation.key or str(number)
                key = f"{key}-{piece_number}" if piece_number else key
                rows += [
                    (key, entry.document.key, tag, piece.quote) for tag in annotation.tags or ("",)
                ]
        if rows:
            yield csv_lines(rows)


def loads(file: BinaryIO) -> Iterator[Entry | Refusal]:
    """Yield an Entry for each highlight, and a Refusal for each row that cannot be read.

    Raises FormatError without the columns.
    """
    for key, records in groupby(csv_records(file, *COLUMNS[1:]), key=_highlight):
        if key is None:
            yield from (record for record in records if isinstance(record, Refusal))
            continue
        document, highlight, quote = map(unguarded, key)
        tags = dict.fromkeys(tag for record in islice(records, MAX_VALUES) if (tag := _tag(record)))
        yield Entry(
            Document(document),
            (Annotation((Piece(None, None, quote),), key=highlight, tags=tuple(tags)),),
        )


def _highlight(record: _Record) -> tuple[str, str, str] | None:
    if isinstance(record, Refusal):
        return None
    _, cells = record
    return cells["document"], cells.get("id", ""), cells["content"]


def _tag(record: _Record) -> str:
    return "" if isinstance(record, Refusal) else unguarded(record[1]["tag"])
