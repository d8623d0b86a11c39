"""Entries as a desk gives them to formats, for property tests."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import strategies as st

from annotations.formats.offsets import convert
from annotations.formats.record import (
    OURS,
    Annotation,
    Code,
    Document,
    Entry,
    LinkedClaim,
    LinkedPerson,
    Piece,
)
from annotations.formats.registry import Part
from corpus.characters import is_blank, one_line, without_unusable
from corpus.dates import PRECISIONS, ImpreciseDate
from corpus.text import around
from tests.support.strategies import PIECES, texts

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
SITE = "https://desk.example"

ids = st.text(LETTERS, min_size=12, max_size=12)
parts = [*PIECES, "; ", ";", "'", "=", "a/b", "\\", "a b", "|", "#", "{", "}", ":", "1"]
lines = (
    st.lists(st.sampled_from(parts) | st.text(max_size=3), min_size=1, max_size=6)
    .map(lambda words: one_line(without_unusable("".join(words)))[:60].strip())
    .filter(lambda line: not is_blank(line))
)
some_lines = st.just("") | lines
notes = texts.map(without_unusable).map(lambda text: "" if is_blank(text) else text.strip())
tag_names = lines.map(lambda line: line.replace(",", "·"))
moments = st.datetimes(
    datetime(2000, 1, 1),
    datetime(2100, 1, 1),
    timezones=st.just(UTC),
)
dates = st.none() | st.builds(ImpreciseDate, st.dates(), st.sampled_from(PRECISIONS))


@st.composite
def _codes(draw):
    return draw(
        st.lists(
            st.builds(Code, tag_names, notes, st.none() | st.integers(1, 10), ids),
            max_size=4,
            unique_by=(lambda code: code.name.casefold(), lambda code: code.key),
        )
    )


@st.composite
def _pieces(draw, text, state):
    """One piece or some that do not overlap; without a position if the passage is lost."""
    if state == "lost":
        return (Piece(None, None, draw(lines), draw(some_lines), draw(some_lines)),)
    size = 2 * draw(st.integers(1, 3))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=size)))
    spans = zip(edges[::2], edges[1::2], strict=False)
    quote = draw(lines) if state == "needs_review" else None
    return tuple(
        Piece(start, end, quote or text[start:end], *around(text, start, end, 32))
        for start, end in spans
    )


@st.composite
def _annotation(draw, text, codes):
    key = draw(ids)
    state = draw(st.sampled_from(["placed", "placed", "needs_review", "lost"]))
    names = [code.name for code in codes]
    tags = draw(st.lists(st.sampled_from(names), unique=True)) if names else ()
    is_attributed = draw(st.booleans())
    claims = st.builds(
        LinkedClaim,
        lines,
        st.sampled_from(["reports", "supports", "contradicts"]),
        ids,
        st.just("") if is_attributed else lines,
        lines if is_attributed else st.just(""),
        dates,
        some_lines,
        notes,
    )
    people = st.builds(LinkedPerson, lines, st.sampled_from(["speaks", "spoken_of"]), ids)
    return Annotation(
        pieces=draw(_pieces(text, state)),
        key=key,
        url=f"{SITE}/passages/{key}/",
        revision=draw(st.integers(1, 9)),
        state=state,
        page=draw(st.sampled_from(["", "3", "iv–2", "3, 7"])),
        tags=tuple(tags),
        people=tuple(draw(st.lists(people, max_size=2, unique_by=lambda person: person.name))),
        claims=tuple(draw(st.lists(claims, max_size=2, unique_by=lambda claim: claim.key))),
        note=draw(notes),
        author=draw(st.text(LETTERS + "@.+-_", min_size=1, max_size=12)),
        created_at=draw(moments),
        edited_at=draw(st.none() | moments),
    )


@st.composite
def desk_files(draw, max_articles=3, max_passages=4):
    """A tuple of Entry: articles with overlapping passages, some in several entries."""
    codes, entries, exported = draw(_codes()), [], set()
    for key in draw(st.lists(ids, max_size=max_articles, unique=True)):
        text = draw(
            texts.map(lambda text: text.lstrip("\ufeff")).filter(lambda text: len(text) > 1)
        )
        document = Document(
            key,
            draw(some_lines),
            text,
            draw(st.sampled_from(["", f"{SITE}/news/{key}?a=1&b=%C3%A9"])),
            draw(some_lines),
            draw(st.sampled_from("ABCDEF")),
            draw(dates),
            draw(some_lines),
            draw(st.sampled_from(["", "en", "ar", "zh-Hant"])),
            draw(st.text("0123456789abcdef", min_size=64, max_size=64)),
        )
        some = _annotation(text, codes)
        passages = draw(
            st.lists(some, min_size=1, max_size=max_passages, unique_by=lambda one: one.key)
        )
        cut = draw(st.integers(0, len(passages) - 1))
        groups = [group for group in (passages[:cut], passages[cut:]) if group]
        for number, group in enumerate(groups):
            used = {tag for passage in group for tag in passage.tags} - exported
            exported |= used
            new_codes = tuple(code for code in codes if code.name in used)
            part = replace(document, text=None) if number else document
            entries.append(Entry(part, tuple(group), new_codes))
    return tuple(entries)


def held_by(holds, entries, texts):
    """What a file of these entries gives back: {key: (Document, [Annotation])}, and codes by name.

    Offsets that count by another rule are turned into code points of `texts`, which are by key.
    """
    articles, codes = {}, {}
    for entry in entries:
        document, annotations = articles.setdefault(
            entry.document.key, (_document(entry.document, holds), [])
        )
        annotations += [
            held
            for annotation in entry.annotations
            for held in _annotations(_in_code_points(annotation, texts[document.key]), holds)
        ]
        if Part.CODEBOOK in holds:
            codes |= {code.name: code for code in entry.codes}
    return {key: pair for key, pair in articles.items() if pair[1]}, codes


def _document(document, holds):
    kept = {
        Part.TEXTS: ("text",),
        Part.TITLES: ("title",),
        Part.ADDRESSES: ("url",),
        Part.SOURCES: ("source", "grade", "published"),
        Part.BYLINES: ("byline", "language", "sha256"),
    }
    names = [name for part in holds for name in kept.get(part, ())]
    return Document(document.key, **{name: getattr(document, name) for name in names})


def _in_code_points(annotation, text):
    if annotation.rule == OURS:
        return annotation
    spans = [(piece.start, piece.end) for piece in annotation.pieces if piece.start is not None]
    converted = iter(convert(text, annotation.rule, spans))
    pieces = []
    for piece in annotation.pieces:
        start, end = (None, None) if piece.start is None else next(converted)
        pieces.append(replace(piece, start=start, end=end))
    return replace(annotation, pieces=tuple(pieces), rule=OURS)


def _annotations(annotation, holds):
    """The annotations that a format makes of one: none, one, or one for each piece or tag."""
    is_dropped = (annotation.state != "placed" and Part.UNPLACED not in holds) or (
        not annotation.tags and Part.UNTAGGED not in holds
    )
    if is_dropped:
        return []
    kept = {
        Part.NOTES: ("note",),
        Part.AUTHORS: ("author",),
        Part.TIMES: ("created_at", "edited_at"),
        Part.STATES: ("state", "revision"),
        Part.PAGES: ("page",),
        Part.IDS: ("key", "url"),
    }
    pieces = tuple(_piece(piece, holds) for piece in annotation.pieces)
    values = {name: getattr(annotation, name) for part in holds for name in kept.get(part, ())}
    if Part.PEOPLE in holds:
        values["people"] = tuple(_linked(person, holds) for person in annotation.people)
    if Part.CLAIMS in holds:
        values["claims"] = tuple(
            _linked(claim, holds)
            if Part.CLAIM_DETAILS in holds
            else _linked(LinkedClaim(claim.statement, claim.stance, claim.key), holds)
            for claim in annotation.claims
        )
    tags = [(tag,) for tag in annotation.tags] or [()]
    return [
        Annotation(some_pieces, tags=some_tags, **values)
        for some_pieces in ([pieces] if Part.PIECES in holds else [(piece,) for piece in pieces])
        for some_tags in ([annotation.tags] if Part.SEVERAL_TAGS in holds else tags)
    ]


def _linked(link, holds):
    return link if Part.LINKED_IDS in holds else replace(link, key="")


def _piece(piece, holds):
    piece = piece if Part.POSITIONS in holds else replace(piece, start=None, end=None)
    return piece if Part.CONTEXT in holds else replace(piece, prefix="", suffix="")
