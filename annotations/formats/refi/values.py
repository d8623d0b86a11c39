"""Pure: what the reader and the writer of REFI-QDA projects share; see `project`."""

from dataclasses import replace

from annotations.formats.offsets import BOM, Span, convert
from annotations.formats.record import OURS, Annotation, Entry, Extra, Json, OffsetRule
from annotations.formats.refi.xml import guid_key, guid_of
from corpus.text import TextRefused, normalise

# The names of notes that hold what REFI-QDA has no place for: of an article, and of its passages
# with their number.
ARTICLE_NOTE = "Twosource article"
PASSAGE_NOTE = "Twosource passage "
# Characters of the name of a selection.
NAME_LENGTH = 100


def kept(extra: Extra) -> dict[str, Json]:
    """What `extra` holds of a project."""
    values = extra.get("refi_qda")
    return values if isinstance(values, dict) else {}


def with_kept(extra: Extra, values: dict[str, Json]) -> Extra:
    """`extra` with these values of a project alone, without those that are empty."""
    others = {name: value for name, value in extra.items() if name != "refi_qda"}
    values = {name: value for name, value in values.items() if value}
    return {**others, "refi_qda": values} if values else others


def own_guid(key: str) -> str:
    """The GUID of what has this key: a GUID is its own."""
    return key if guid_key(key) else guid_of(key)


def in_code_points(entry: Entry) -> Entry:
    """An article with its cleaned text, in which all of its passages count."""
    text = entry.document.text
    if text is None:
        return entry
    try:
        cleaned = normalise(text.removeprefix(BOM)).text
    except TextRefused:
        # No article can hold it.
        return replace(entry, document=replace(entry.document, text=None))
    rules = {each.rule for each in entry.annotations}
    if cleaned == text and rules <= {OURS}:
        return entry
    positions = dict[tuple[OffsetRule, Span], Span | None]()
    for rule in rules:
        spans = [
            (piece.start, piece.end)
            for each in entry.annotations
            if each.rule == rule
            for piece in each.pieces
            if piece.start is not None and piece.end is not None
        ]
        converted = convert(text, rule, spans)
        positions |= {(rule, span): new for span, new in zip(spans, converted, strict=True)}
    annotations = tuple(_moved(each, positions) for each in entry.annotations)
    return replace(entry, document=replace(entry.document, text=cleaned), annotations=annotations)


def _moved(
    annotation: Annotation, positions: dict[tuple[OffsetRule, Span], Span | None]
) -> Annotation:
    pieces = []
    for piece in annotation.pieces:
        start, end = None, None
        if piece.start is not None and piece.end is not None:
            start, end = positions.get((annotation.rule, (piece.start, piece.end))) or (None, None)
        pieces.append(replace(piece, start=start, end=end))
    return replace(annotation, pieces=tuple(pieces), rule=OURS)


def spans_of(text: str | None, annotation: Annotation) -> list[Span]:
    """The pieces of a passage that can be selections; none where one of them has no position."""
    spans = [
        (piece.start, piece.end)
        for piece in annotation.pieces
        if piece.start is not None and piece.end is not None
    ]
    is_placed = (
        text is not None
        and annotation.state == "placed"
        and len(spans) == len(annotation.pieces)
        and all(0 <= start < end <= len(text) for start, end in spans)
    )
    return spans if is_placed else []


def shortened(quote: str) -> str:
    """The name of a selection: its words in one line."""
    words = " ".join(quote.split())
    return words if len(words) <= NAME_LENGTH else f"{words[: NAME_LENGTH - 1]}…"
