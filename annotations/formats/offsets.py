"""Pure: offsets of other programs as code points of an article's normalised text."""

from collections.abc import Iterable, Iterator

from annotations.formats.record import OURS, Annotation, Document, Entry, OffsetRule, Unit
from corpus.text import as_windows_1252, has_c1_punctuation, normalise

Span = tuple[int, int]

BOM = "\ufeff"
# The encoding in which a program's unit is one code unit, and the bytes of that.
_ENCODINGS = {
    Unit.CODE_POINTS: ("utf-32-le", 4),
    Unit.UTF16: ("utf-16-le", 2),
    Unit.UTF8: ("utf-8", 1),
}


def convert(raw: str, rule: OffsetRule, spans: Iterable[Span]) -> list[Span | None]:
    """Spans counted by `rule` in a text as a file has it, as spans of `normalise(raw).text`.

    Half-open. None for a span that is empty, leaves the text, or starts or ends within a character
    or a line end. A byte order mark before the text belongs to no article. One pass for all spans.
    Raises TextRefused.

    >>> convert("a\\r\\n😀b", OffsetRule(Unit.UTF16), [(5, 6)])
    [(3, 4)]
    """
    spans = list(spans)
    text = raw.removeprefix(BOM)
    if rule.counts_crlf:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    encoding, width = _ENCODINGS[rule.unit]
    content = text.encode(encoding, "surrogatepass")
    bom_length = len(BOM.encode(encoding)) // width if rule.counts_bom else 0
    is_windows_1252 = has_c1_punctuation(text)
    positions: dict[int, int] = {0: 0} if bom_length else {}
    former, position = 0, 0
    for offset in sorted({offset for span in spans for offset in span}):
        end = (offset - bom_length) * width
        if not _is_boundary(content, end, encoding):
            continue
        part = content[former:end].decode(encoding, "surrogatepass")
        position += len(normalise(as_windows_1252(part) if is_windows_1252 else part).text)
        positions[offset], former = position, end
    converted = [(positions.get(start), positions.get(end)) for start, end in spans]
    return [
        (start, end) if start is not None and end is not None and start < end else None
        for start, end in converted
    ]


def _is_boundary(content: bytes, end: int, encoding: str) -> bool:
    """Whether a character begins or the text ends at this byte, and no line end is cut."""
    if not 0 <= end <= len(content):
        return False
    following = content[end : end + 2]
    if encoding == "utf-8":
        is_inside = bool(following) and following[0] & 0xC0 == 0x80
    else:
        is_inside = encoding == "utf-16-le" and bool(following) and 0xDC <= following[1] < 0xE0
    line_end = "\r\n".encode(encoding)
    half = len(line_end) // 2
    return not is_inside and content[max(0, end - half) : end + half] != line_end


def counted(text: str, rule: OffsetRule, spans: Iterable[Span]) -> list[Span]:
    """Spans of a normalised text, in code points, as a program counts them by `rule`.

    Half-open, within the text; `rule` counts no line ends as CRLF and no byte order mark. One
    pass for all spans; the inverse of `convert`.

    >>> counted("a\\n😀b", OffsetRule(Unit.UTF16), [(3, 4)])
    [(4, 5)]
    """
    spans = list(spans)
    encoding, width = _ENCODINGS[rule.unit]
    positions, former, position = {0: 0}, 0, 0
    for offset in sorted({offset for span in spans for offset in span}):
        position += len(text[former:offset].encode(encoding, "surrogatepass")) // width
        positions[offset] = position
        former = offset
    return [(positions[start], positions[end]) for start, end in spans]


def with_texts(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str | None]]:
    """Each Entry with the text of its article, which only the first Entry of an article has."""
    document: Document | None = None
    for entry in entries:
        if entry.document.text is not None:
            document = entry.document
        yield entry, document.text if document and document.key == entry.document.key else None


def counted_pieces(
    annotation: Annotation, rule: OffsetRule, text: str | None
) -> list[tuple[int | None, int | None]]:
    """The spans of the pieces as a program counts them; None without an offset or a text."""
    spans: list[tuple[int | None, int | None]] = []
    for piece in annotation.pieces:
        if piece.start is None or piece.end is None:
            spans.append((None, None))
        elif annotation.rule == rule:
            spans.append((piece.start, piece.end))
        elif text is None or annotation.rule != OURS:
            spans.append((None, None))
        else:
            spans += counted(text, rule, [(piece.start, piece.end)])
    return spans
