r"""Pure: annotations that Recogito exports as CSV.

Columns: `UUID`, `FILE`, `QUOTE_TRANSCRIPTION`, `ANCHOR` (`char-offset:1234`, in UTF-16 code units,
or two paths in a text in TEI, which is placed by its words), `TAGS` and `COMMENTS` (several are
separated by |), and others, such as `TYPE`, `URI` and `VERIFICATION_STATUS`, which are kept as
`extra`. A | that is no separator is written as \|.
Source: https://github.com/pelagios/recogito2, app/services/annotation, `AnnotationsToCSV`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from annotations.formats.csv_values import csv_lines, csv_records
from annotations.formats.json_values import MAX_VALUES, ValueRefused
from annotations.formats.offsets import counted_pieces, with_texts
from annotations.formats.record import (
    OURS,
    Annotation,
    Document,
    Entry,
    OffsetRule,
    Piece,
    Refusal,
    Unit,
)
from annotations.formats.spreadsheet_cells import unguarded

RULE = OffsetRule(Unit.UTF16)
COLUMNS = (
    *("UUID", "FILE", "QUOTE_TRANSCRIPTION", "ANCHOR", "TYPE", "URI", "VOCAB_LABEL"),
    *("VOCAB_TEMPORAL_BOUNDS", "LAT", "LNG", "PLACE_TYPE", "VERIFICATION_STATUS", "TAGS"),
    *("COMMENTS", "GROUP_ID", "GROUP_ORDER"),
)
_NEEDED = ("UUID", "QUOTE_TRANSCRIPTION", "ANCHOR", "TAGS", "COMMENTS")
_READ = frozenset(["FILE", *_NEEDED])

_ANCHOR = re.compile(r"char-offset:([0-9]{1,9})")
# Two XPaths with offsets in a text in TEI.
_PATHS = re.compile(r"from=/[^;]{1,4000};to=/[^;]{1,4000}")
_SEPARATED = re.compile(r"((?:[^|\\]|\\.|\\$)*)(?:\||$)", re.DOTALL)
_NOTE_SEPARATOR = "\n\n"


def dumps(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the rows; a passage with several pieces is a row for each."""
    yield csv_lines([COLUMNS])
    for entry, text in with_texts(entries):
        rows = []
        # Its end is that of the quote, so that a proposed position has no place.
        placed = (each for each in entry.annotations if each.state == "placed")
        for annotation in placed:
            spans = counted_pieces(annotation, RULE, text)
            for piece, (start, _) in zip(annotation.pieces, spans, strict=True):
                cells = {name: str(value) for name, value in annotation.extra.items()}
                cells |= {
                    "UUID": annotation.key,
                    "FILE": entry.document.key,
                    "QUOTE_TRANSCRIPTION": piece.quote,
                    "ANCHOR": cells.get("ANCHOR", "") if start is None else f"char-offset:{start}",
                    "TAGS": "|".join(map(_escaped, annotation.tags)),
                    "COMMENTS": _escaped(annotation.note),
                }
                rows.append([cells.get(name, "") for name in COLUMNS])
        if rows:
            yield csv_lines(rows)


def loads(file: BinaryIO) -> Iterator[Entry | Refusal]:
    """Yield an Entry for each row, and a Refusal for each that cannot be read.

    Raises FormatError without the columns.
    """
    for record in csv_records(file, *_NEEDED):
        if isinstance(record, Refusal):
            yield record
            continue
        where, cells = record
        try:
            yield _entry({name: unguarded(cell) for name, cell in cells.items()})
        except ValueRefused as refused:
            yield Refusal(where, str(refused))


def _entry(cells: dict[str, str]) -> Entry:
    words, anchor = cells["QUOTE_TRANSCRIPTION"], _ANCHOR.fullmatch(cells["ANCHOR"])
    extra = {name: cell for name, cell in cells.items() if cell and name not in _READ}
    if _PATHS.fullmatch(cells["ANCHOR"]):
        extra["ANCHOR"] = cells["ANCHOR"]
    elif cells["ANCHOR"] and not anchor:
        # A place on an image or in a table.
        raise ValueRefused("ANCHOR: this is no offset in a text.")
    start = int(anchor[1]) if anchor else None
    end = None if start is None else start + len(words.encode("utf-16-le", "surrogatepass")) // 2
    if start == end and start is not None:
        raise ValueRefused("QUOTE_TRANSCRIPTION: there are no words.")
    tags = _values(cells["TAGS"], "TAGS")
    annotation = Annotation(
        pieces=(Piece(start, end, words),),
        key=cells["UUID"],
        rule=OURS if start is None else RULE,
        tags=tuple(dict.fromkeys(tags)),
        note=_NOTE_SEPARATOR.join(_values(cells["COMMENTS"], "COMMENTS")),
        extra=extra,
    )
    return Entry(Document(cells.get("FILE") or "document"), (annotation,))


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("|", "\\|")


def _values(cell: str, name: str) -> list[str]:
    if cell.count("|") > MAX_VALUES:
        raise ValueRefused(f"{name}: more than {MAX_VALUES:,} values.")
    values = (match[1] for match in _SEPARATED.finditer(cell))
    return [re.sub(r"\\([\\|])", r"\1", value) for value in values if value]
