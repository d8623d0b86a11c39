"""Pure: the table of passages that the desk exports as CSV, read back.

Written it is by `annotations.exports`: a row a passage, or a row a tag. Several values of a cell
are joined by "; ", so that a name with "; " in it is read as two. A claim begins with its stance.
The pieces of a passage have their positions; their quotes are joined by " … ".
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from annotations.formats.csv_values import csv_records
from annotations.formats.json_values import ValueRefused, as_moment, as_span
from annotations.formats.record import (
    Annotation,
    Document,
    Entry,
    LinkedClaim,
    LinkedPerson,
    Piece,
    Refusal,
)
from annotations.formats.spreadsheet_cells import unguarded
from corpus.dates import parse

_COLUMNS = ("id", "article", "quote", "start", "end", "pieces")
_SEPARATOR, _GAP = "; ", " … "
_CLAIM = re.compile(r"(?:; |^)(reports|supports|contradicts): ")
_SPAN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
# What a member marked as removed is lost as well.
_STATES = {"needs review": "needs_review", "lost": "lost", "removed": "lost"}


def loads(file: BinaryIO) -> Iterator[Entry | Refusal]:
    """Yield an Entry for each passage, and a Refusal for each row that cannot be read.

    Raises FormatError without the columns.
    """
    entry: Entry | None = None
    for record in csv_records(file, *_COLUMNS):
        if isinstance(record, Refusal):
            yield record
            continue
        where, cells = record
        try:
            following = _entry({name: unguarded(cell) for name, cell in cells.items()})
        except ValueRefused as refused:
            yield Refusal(where, str(refused))
            continue
        if entry and "tag" in cells and _is_same(entry, following):
            [former], [annotation] = entry.annotations, following.annotations
            tags = (*former.tags, *annotation.tags)
            entry = replace(entry, annotations=(replace(former, tags=tags),))
            continue
        if entry:
            yield entry
        entry = following
    if entry:
        yield entry


def _is_same(one: Entry, other: Entry) -> bool:
    return bool(other.annotations[0].key) and one.annotations[0].key == other.annotations[0].key


def _entry(cells: dict[str, str]) -> Entry:
    def cell(name: str) -> str:
        return cells.get(name, "")

    revision = cell("revision")
    try:
        published = parse(cell("published")) if cell("published") else None
    except ValueError as error:
        raise ValueRefused(f"published: {error}") from None
    people = [LinkedPerson(name, "speaks") for name in _values(cell("speakers"))]
    people += [LinkedPerson(name, "spoken_of") for name in _values(cell("mentioned"))]
    annotation = Annotation(
        pieces=_pieces(cells),
        key=cell("id"),
        url=cell("permalink"),
        revision=int(revision) if revision.isascii() and revision.isdigit() else None,
        state=_STATES.get(cell("state"), "placed"),
        page=cell("page"),
        tags=(cell("tag"),) if cell("tag") else _values(cell("tags")),
        people=tuple(people),
        claims=_claims(cell("claims"), _values(cell("origins"))),
        note=cell("note"),
        author=cell("author"),
        created_at=as_moment(cell("created")) if cell("created") else None,
        edited_at=as_moment(cell("edited")) if cell("edited") else None,
    )
    document = Document(
        key=cell("article"),
        title=cell("title"),
        url=cell("address"),
        source=cell("source"),
        grade=cell("grade"),
        published=published,
    )
    return Entry(document, (annotation,))


def _values(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, cell.split(_SEPARATOR))))


def _claims(cell: str, origins: tuple[str, ...]) -> tuple[LinkedClaim, ...]:
    """The claims of a cell; the origin is known if there is one claim and one origin."""
    _, *parts = _CLAIM.split(cell)
    claims = [
        LinkedClaim(statement, stance)
        for stance, statement in zip(parts[::2], parts[1::2], strict=True)
    ]
    if len(claims) == len(origins) == 1:
        claims[0] = replace(claims[0], origin=origins[0])
    return tuple(claims)


def _pieces(cells: dict[str, str]) -> tuple[Piece, ...]:
    quote, prefix, suffix = (cells.get(name, "") for name in ("quote", "prefix", "suffix"))
    quotes, spans = [quote], [f"{cells['start']}-{cells['end']}"]
    if cells["pieces"]:
        quotes, spans = quote.split(_GAP), cells["pieces"].split(_SEPARATOR)
        if len(quotes) != len(spans):
            is_lost = _STATES.get(cells.get("state", "")) == "lost"
            # Former releases named no lost piece.
            quotes, spans = ([quote], ["-"]) if is_lost else ([""] * len(spans), spans)
    pieces = []
    for span, words in zip(spans, quotes, strict=True):
        start, end = _offsets(span)
        pieces.append(Piece(start, end, words))
    pieces[0] = replace(pieces[0], prefix=prefix)
    pieces[-1] = replace(pieces[-1], suffix=suffix)
    return tuple(pieces)


def _offsets(span: str) -> tuple[int, int] | tuple[None, None]:
    if span == "-":
        return None, None
    offsets = _SPAN.fullmatch(span)
    if not offsets:
        raise ValueRefused("start, end: these are no offsets.")
    return as_span(int(offsets[1]), int(offsets[2]), "start, end")
