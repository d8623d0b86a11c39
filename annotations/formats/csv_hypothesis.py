"""Pure: annotations that the client of Hypothesis exports as CSV, a row for each.

Columns: `Created at` (to the minute, in the zone of whoever exported it), `Author`, `Page`, `URL`,
`Group`, `Type` (Annotation, Highlight, Page note, Reply), `Quote/description`, `Comment` and `Tags`
with commas between them. Older releases call some of them otherwise. There are no positions and no
ids. `Article` is a column of ours, for an article whose key is not its address. A row without a
quote is a passage without words. Other cells are kept as `extra`.
Source: https://github.com/hypothesis/client, src/sidebar/services/annotations-exporter.tsx.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import BinaryIO

from annotations.formats.csv_values import csv_lines, csv_records
from annotations.formats.json_values import MAX_VALUES, ValueRefused, as_moment
from annotations.formats.record import (
    Annotation,
    Document,
    Entry,
    FormatError,
    Json,
    Piece,
    Refusal,
)
from annotations.formats.spreadsheet_cells import unguarded

COLUMNS = (
    *("Created at", "Author", "Page", "URL", "Group", "Type", "Quote/description", "Comment"),
    *("Tags", "Article"),
)
_OLDER_NAMES = {
    "Creation Date": "Created at",
    "User": "Author",
    "Annotation/Reply Type": "Type",
    "Quote": "Quote/description",
    "Body": "Comment",
}
_KEPT = ("Page", "Group", "Type")
_TYPE = "Annotation"


def dumps(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the rows; a passage with several pieces is a row for each."""
    yield csv_lines([COLUMNS])
    for entry in entries:
        rows = []
        document = entry.document
        url = document.url or document.key
        for annotation in entry.annotations:
            cells = {"Type": _TYPE} | {name: str(cell) for name, cell in annotation.extra.items()}
            cells |= {
                "Author": annotation.author,
                "URL": url,
                "Comment": annotation.note,
                "Tags": ",".join(annotation.tags),
                "Article": "" if document.key == url else document.key,
            }
            if annotation.created_at:
                moment = annotation.created_at.astimezone(UTC)
                cells["Created at"] = moment.strftime("%Y-%m-%d %H:%M")
            for quote in [piece.quote for piece in annotation.pieces] or [""]:
                row = cells | {"Quote/description": quote}
                rows.append([row.get(name, "") for name in COLUMNS])
        if rows:
            yield csv_lines(rows)


def loads(file: BinaryIO) -> Iterator[Entry | Refusal]:
    """Yield an Entry for each row, and a Refusal for each that cannot be read.

    Raises FormatError without the columns.
    """
    for record in csv_records(file, "URL", "Group", "Tags"):
        if isinstance(record, Refusal):
            yield record
            continue
        where, row = record
        cells = {_OLDER_NAMES.get(name, name): unguarded(cell) for name, cell in row.items()}
        if missing := [name for name in COLUMNS[:-1] if name not in cells]:
            raise FormatError(f"line 1: these columns are not all there: {', '.join(missing)}.")
        try:
            yield _entry(cells)
        except ValueRefused as refused:
            yield Refusal(where, str(refused))


def _entry(cells: dict[str, str]) -> Entry:
    url, quote = cells["URL"], cells["Quote/description"]
    if not url:
        raise ValueRefused("URL: there is none.")
    if cells["Tags"].count(",") > MAX_VALUES:
        raise ValueRefused(f"Tags: more than {MAX_VALUES:,} values.")
    extra: dict[str, Json] = {name: cells[name] for name in _KEPT if cells[name] not in ("", _TYPE)}
    created_at = None
    try:
        created_at = as_moment(cells["Created at"]) if cells["Created at"] else None
    except ValueRefused:
        # Older releases write times as the language of the browser does.
        extra["Created at"] = cells["Created at"]
    annotation = Annotation(
        pieces=(Piece(None, None, quote),) if quote else (),
        tags=tuple(dict.fromkeys(filter(None, map(str.strip, cells["Tags"].split(","))))),
        note=cells["Comment"],
        author=cells["Author"],
        created_at=created_at,
        extra=extra,
    )
    is_page = url.startswith(("http://", "https://"))
    return Entry(Document(cells.get("Article") or url, url=url if is_page else ""), (annotation,))
