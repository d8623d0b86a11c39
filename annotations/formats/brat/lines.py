"""Pure: the T and note lines of one .ann file of brat; see `archive`."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from annotations.formats.json_values import ValueRefused
from annotations.formats.record import OURS, Annotation, Extra, Json, OffsetRule, Piece

# The type of a passage without a tag, and of the notes that hold what brat has no place for.
UNTAGGED = "untagged"
NOTE_TYPE = "Twosource"
# The target of what has no T line: a passage without a position, an article without passages.
NOWHERE = "T0"

BOUND = re.compile(
    r"(T\S+)\t(\S+) ([0-9]{1,9} [0-9]{1,9}(?:;[0-9]{1,9} [0-9]{1,9})*)(?:\t(.*))?", re.S
)
NOTE = re.compile(r"(#\S*)\t(\S+) (\S+)\t(.*)", re.S)
# Where brat's reader of lines ends one.
_LINE_END = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
# What brat writes for other characters of a type; its source: projectconfig.py.
_NOT_IN_TYPES = re.compile(r"[^\w-]")


def kept(extra: Extra) -> dict[str, Json]:
    """What `extra` holds of brat."""
    values = extra.get("brat")
    return values if isinstance(values, dict) else {}


def ids_of(annotation: Annotation) -> list[str]:
    """The names that the T lines of a passage had in the file that it was read from."""
    ids = kept(annotation.extra).get("ids")
    return [str(each) for each in ids] if isinstance(ids, list) else []


def without_brat(extra: Extra) -> dict[str, Json]:
    return {name: value for name, value in extra.items() if name != "brat"}


def type_of(tag: str) -> str:
    """A tag as a type of brat, which has no spaces.

    >>> type_of("actor/state of mind")
    'actor_state_of_mind'
    """
    # Types of other programs stay as they are, and so does a tag that was read from one.
    is_type = tag.isprintable() and " " not in tag
    name = tag if is_type else _NOT_IN_TYPES.sub("_", tag)
    return name or "_"


def tag_of(type_name: str, tags_by_type: dict[str, str]) -> tuple[str, ...]:
    """The tags of a T line of this type, none or one."""
    return () if type_name == UNTAGGED else (tags_by_type.get(type_name, type_name),)


@lru_cache(maxsize=8)
def rule_of(text: str | None) -> OffsetRule:
    """How brat counts in a text as its file has it: every character of the file."""
    text = text or ""
    ends = {end[0] for end in re.finditer("\r\n|\r|\n", text)}
    return OffsetRule(counts_crlf=ends == {"\r\n"}, counts_bom=text.startswith("\ufeff"))


def is_placed(annotation: Annotation) -> bool:
    """Whether brat can have a passage: its words are certain, at positions in code points."""
    return (
        annotation.state == "placed"
        and annotation.rule.unit == OURS.unit
        and any(_fragments(annotation))
        and all(
            piece.start is not None
            and piece.end is not None
            and 0 <= piece.start < piece.end == piece.start + len(piece.quote)
            for piece in annotation.pieces
        )
    )


def spans_of(annotation: Annotation) -> list[tuple[int, int]]:
    """The spans of a T line: a piece over several lines is one for each line."""
    return [(start, end) for start, end, _ in _fragments(annotation)]


def _fragments(annotation: Annotation) -> Iterator[tuple[int, int, str]]:
    for piece in annotation.pieces:
        position = piece.start or 0
        for part in re.split(f"({_LINE_END.pattern})", piece.quote):
            if part and not _LINE_END.match(part):
                yield position, position + len(part), part
            position += len(part)


def bound_lines(names: list[str], annotation: Annotation) -> list[str]:
    """The T lines of a passage, one for each tag; a line of a file that still holds stays."""
    fragments = list(_fragments(annotation))
    types = [type_of(tag) for tag in annotation.tags] or [UNTAGGED]
    line = kept(annotation.extra).get("line")
    match = BOUND.fullmatch(line) if isinstance(line, str) and "\n" not in line else None
    if match and [match[1], match[2]] == [*names, *types]:
        # Other programs write a piece over two lines as one span.
        pieces = [(piece.start, piece.end, piece.quote) for piece in annotation.pieces]
        for parts in (fragments, pieces):
            is_same = _spans(match[3]) == [(start, end) for start, end, _ in parts]
            if is_same and _are_words(match[4] or "", [quote for *_, quote in parts]):
                return [match[0]]
    offsets = ";".join(f"{start} {end}" for start, end, _ in fragments)
    words = " ".join(quote for *_, quote in fragments)
    return [
        f"{name}\t{type_name} {offsets}\t{words}"
        for name, type_name in zip(names, types, strict=True)
    ]


def read_bound(match: "re.Match[str]", text: str | None) -> Annotation:
    """The passage of a T line alone. Raises ValueRefused."""
    name, type_name, offsets, words = match.groups()
    spans, words = _spans(offsets), (words or "").removesuffix("\r")
    if any(start >= end for start, end in spans):
        raise ValueRefused("It ends where it starts, or before.")
    if text is not None and max(end for _, end in spans) > len(text):
        raise ValueRefused(f"It ends behind the text, which has {len(text):,} characters.")
    quotes = _cut(words, spans) if text is None else [text[start:end] for start, end in spans]
    if text is not None and not _are_words(words, quotes):
        # The words count where position and words part ways.
        quotes = _cut(words, spans)
    if len(quotes) != len(spans):
        raise ValueRefused("Its words are not those of its position.")
    if all(_LINE_END.fullmatch(quote) for quote in quotes):
        raise ValueRefused("It holds line ends alone.")
    pieces = [Piece(*span, quote) for span, quote in zip(spans, quotes, strict=True)]
    return Annotation(
        tuple(_joined(pieces, text)),
        key=name,
        rule=rule_of(text),
        tags=tag_of(type_name, {}),
        extra={"brat": {"ids": [name]}},
    )


def note_line(note: str) -> str:
    """A note as brat has it, in one line, without the CR of a line that ends in CRLF."""
    return _LINE_END.sub(" ", note.removesuffix("\r"))


def _spans(offsets: str) -> list[tuple[int, int]]:
    pairs = (span.split(" ") for span in offsets.split(";"))
    return [(int(start), int(end)) for start, end in pairs]


def _joined(pieces: Iterable[Piece], text: str | None) -> Iterator[Piece]:
    """Pieces of which those with line ends alone between them are one."""
    former: Piece | None = None
    for piece in pieces:
        start, end = piece.start or 0, piece.end or 0
        if former is None:
            former = piece
            continue
        first, last = former.start or 0, former.end or 0
        if text is not None and last < start and _LINE_END.fullmatch(text, last, start):
            former = Piece(first, end, former.quote + text[last:start] + piece.quote)
        else:
            yield former
            former = piece
    if former:
        yield former


def _are_words(words: str, quotes: list[str]) -> bool:
    """Whether the words of a T line, which may be left out, are these quotes.

    More may follow after a space. Until brat 1.3 pieces followed each other without one.
    """
    spaced = [re.sub("[\r\n]", " ", quote) for quote in quotes]
    return not words or any(
        words.startswith(flat) and not words[len(flat) : len(flat) + 1].strip()
        for flat in (" ".join(spaced), "".join(spaced))
    )


def _cut(words: str, spans: list[tuple[int, int]]) -> list[str]:
    """The words of a T line cut to its pieces; none if their lengths are other ones."""
    if len(words) != sum(end - start for start, end in spans) + len(spans) - 1:
        return []
    quotes, position = [], 0
    for start, end in spans:
        quotes.append(words[position : position + end - start])
        position += end - start + 1
    return quotes
