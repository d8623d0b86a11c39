"""Where a text holds what was searched for, and the parts of it worth showing.

Offsets are half-open and count code points.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from corpus.search.query_tree import PREFIX, STEM, Node, Words, wanted
from corpus.search.tokenizer import places

# A snippet is about two lines; what stands before its first hit is a third of it.
LENGTH, BEFORE = 180, 60
MOST_PARTS = 2


class Marked(str):
    """Text that is safe HTML already: escaped, with its hits between <mark> tags."""

    __slots__ = ()

    def __html__(self):
        return self


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text: where it stands, its words and its hits in them, all plain values.

    `is_cut_…` says if text is left out.
    """

    start: int
    end: int
    text: str
    spans: tuple[tuple[int, int], ...]
    is_cut_before: bool
    is_cut_after: bool

    @property
    def html(self) -> Marked:
        return marked(self.text, self.spans)


def hits(text: str, tree: Node | None, *, in_title: bool = False) -> list[tuple[int, int]]:
    """Return where `text` holds words that a tree asks for, in order, none overlapping.

    `in_title` says that the text is a title; what is asked of titles alone is no hit elsewhere.
    """
    asked = [each for each in wanted(tree) if not each.in_byline]
    sought = [each for each in asked if in_title or not each.in_title]
    if not sought:
        return []
    return _united(_found(places(text), sought))


Place = tuple[int, int, str, str]


def _found(found: Sequence[Place], sought: Iterable[Words]) -> Iterator[tuple[int, int]]:
    exacts: dict[str, list[Words]] = {}
    stems: dict[str, list[Words]] = {}
    begun = []
    for each in sought:
        if each.form == PREFIX and len(each.words) == 1:
            begun.append(each.words[0])
        else:
            firsts = stems if each.form == STEM else exacts
            firsts.setdefault(each.words[0], []).append(each)
    beginnings = tuple(begun)
    # Most words of a text are no hit: of each as little is asked as can be.
    for index, (start, end, exact, stem) in enumerate(found):
        if begun and exact.startswith(beginnings):
            yield start, end
        if exact in exacts or stem in stems:
            for each in (*exacts.get(exact, ()), *stems.get(stem, ())):
                last = index + len(each.words)
                if last <= len(found) and _are(found[index:last], each):
                    yield start, found[last - 1][1]


def _are(found: Sequence[Place], sought: Words) -> bool:
    forms = [stem if sought.form == STEM else exact for _, _, exact, stem in found]
    if sought.form == PREFIX:
        return forms[:-1] == list(sought.words[:-1]) and forms[-1].startswith(sought.words[-1])
    return forms == list(sought.words)


def _united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start < united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Marked:
    """Return a text as HTML with its hits marked."""
    pieces = []
    at = 0
    for start, end in spans:
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return Marked("".join([*pieces, escape(text[at:])]))


def snippets(text: str, tree: Node | None, most: int = MOST_PARTS) -> list[Snippet]:
    """Return the parts of a text with the most different hits, in order, or its opening."""
    spans = hits(text, tree)
    if not spans:
        return [_snippet(text, 0, spans)]
    chosen: list[Snippet] = []
    starts = [start for start, _ in spans]
    for index in _richest(text, spans):
        low = spans[index][0] - BEFORE
        if all(each.end <= low or low + LENGTH <= each.start for each in chosen):
            first = bisect_left(starts, low)
            chosen.append(_snippet(text, low, spans[first:]))
        if len(chosen) == most:
            break
    return sorted(chosen, key=lambda each: each.start)


def whole(text: str, tree: Node | None, *, in_title: bool = False) -> Snippet:
    """Return all of a short text with its hits."""
    spans = tuple(hits(text, tree, in_title=in_title))
    return Snippet(0, len(text), text, spans, False, False)


def _richest(text: str, spans: Sequence[tuple[int, int]]) -> list[int]:
    """Return the hits by how many different words stand in a window that opens with each."""
    starts = [start for start, _ in spans]
    said = [text[start:end].casefold() for start, end in spans]

    def variety(index: int) -> int:
        last = bisect_right(starts, starts[index] + LENGTH - BEFORE)
        return len(set(said[index:last]))

    return sorted(range(len(spans)), key=lambda index: (-variety(index), index))


def _snippet(text: str, low: int, spans: Sequence[tuple[int, int]]) -> Snippet:
    start, end = _at_words(text, max(0, low), min(len(text), max(0, low) + LENGTH))
    inside = tuple(
        (first - start, last - start) for first, last in spans if start <= first < last <= end
    )
    return Snippet(start, end, text[start:end], inside, start > 0, end < len(text))


def _at_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Move the edges of a window inwards to white space, if there is some near."""
    if start > 0:
        places = range(start, min(start + 30, end))
        start = next((at + 1 for at in places if text[at].isspace()), start)
    if end < len(text):
        space = next(
            (at for at in range(end, max(end - 30, start), -1) if text[at].isspace()), None
        )
        end = end if space is None else space
    return start, end
