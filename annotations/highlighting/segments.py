"""Overlapping spans cut into flat segments, by one sweep over their edges.

Offsets are half-open and count code points.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from annotations.highlighting.lanes import LANES_DRAWN, Highlight, Span, highlights
from corpus.text import Paragraph, paragraphs


class Segment(NamedTuple):
    """A stretch of text that the same passages cover from end to end.

    `passages` are the ids of those passages in reading order, `hue` that of the shortest
    (0 where it has no tag, or where there is none), `lanes` the (lane, hue) of the
    underlines to draw. `opens` are the passages that first show here, in reading order.
    `is_drawn` is false for a paragraph break.
    """

    start: int
    end: int
    text: str
    is_drawn: bool
    passages: tuple[str, ...]
    hue: int
    lanes: tuple[tuple[int, int], ...]
    opens: tuple[Highlight, ...]


def segments(text: str, spans: Iterable[Span]) -> list[Segment]:
    """Cut `text` at every edge of a span and of a paragraph.

    The segments joined are the text, and those of one passage joined are its quote. A
    span that is empty or reaches beyond the text raises ValueError. Takes
    O((n + m) log n) for n spans and m paragraphs, plus the ids it puts out.
    """
    spans = list(spans)
    _check(text, spans)
    found = highlights(spans)
    drawn = paragraphs(text)
    opens = openings(found, drawn)
    edges: dict[int, list[int]] = defaultdict(list)
    for rank, highlight in enumerate(found):
        for start, end in highlight.pieces:
            edges[start].append(rank)
            edges[end].append(rank)
    drawn_from = {paragraph.start for paragraph in drawn}
    drawn_to = {paragraph.end for paragraph in drawn}
    cuts = sorted({0, len(text)} | edges.keys() | drawn_from | drawn_to)
    active = _Active(found)
    is_drawn = False
    result = []
    for start, end in pairwise(cuts):
        active.turn(edges.get(start, ()))
        is_drawn = start in drawn_from or (is_drawn and start not in drawn_to)
        result.append(
            Segment(
                start,
                end,
                text[start:end],
                is_drawn,
                active.passages(),
                active.hue(),
                active.lanes(),
                tuple(opens.get(start, ())),
            )
        )
    return result


def _check(text: str, spans: list[Span]) -> None:
    for span in spans:
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError(
                f"Passage {span.passage} cannot stand at {span.start} to {span.end} "
                f"of a text of {len(text)} code points."
            )


class _Active:
    """The highlights over the place that the sweep has reached."""

    def __init__(self, found: list[Highlight]):
        self._found = found
        # Of equally short passages the last in reading order counts as the shorter.
        self._by_length = sorted(range(len(found)), key=lambda rank: (found[rank].length, -rank))
        self._shortness = [0] * len(found)
        for shortness, rank in enumerate(self._by_length):
            self._shortness[rank] = shortness
        self._ranks: list[int] = []
        self._shortnesses: list[int] = []
        self._lanes: dict[int, int] = {}

    def turn(self, ranks: Iterable[int]) -> None:
        """Let each highlight in at its first edge, out at the next, and so on.

        All that leave go before the first comes in, for the lane may be the same.
        """
        coming = []
        for rank in ranks:
            at = bisect_left(self._ranks, rank)
            if at < len(self._ranks) and self._ranks[at] == rank:
                del self._ranks[at]
                del self._shortnesses[bisect_left(self._shortnesses, self._shortness[rank])]
                self._lanes.pop(self._found[rank].lane, None)
            else:
                coming.append(rank)
        for rank in coming:
            insort(self._ranks, rank)
            insort(self._shortnesses, self._shortness[rank])
            if self._found[rank].lane <= LANES_DRAWN:
                self._lanes[self._found[rank].lane] = self._found[rank].hue

    def passages(self) -> tuple[str, ...]:
        return tuple([self._found[rank].passage for rank in self._ranks])

    def hue(self) -> int:
        if not self._shortnesses:
            return 0
        return self._found[self._by_length[self._shortnesses[0]]].hue

    def lanes(self) -> tuple[tuple[int, int], ...]:
        return tuple(sorted(self._lanes.items()))


def openings(found: list[Highlight], drawn: list[Paragraph]) -> dict[int, list[Highlight]]:
    """Return the highlights by the place where each first shows, in reading order.

    That is a passage's first code point inside a paragraph. A passage of paragraph
    breaks alone shows nowhere; its place is the start of the paragraph after it, or the
    end of the last paragraph where none follows.
    """
    ends = [paragraph.end for paragraph in drawn]
    last = ends[-1] if ends else 0

    def next_drawn(position: int) -> int:
        at = bisect_right(ends, position)
        if at < len(drawn):
            return max(position, drawn[at].start)
        return last

    by_place: dict[int, list[Highlight]] = defaultdict(list)
    for highlight in found:
        places = [next_drawn(start) for start, _ in highlight.pieces]
        shown = [
            place
            for place, (start, end) in zip(places, highlight.pieces, strict=True)
            if start <= place < min(end, last)
        ]
        by_place[(shown or places)[0]].append(highlight)
    return by_place
