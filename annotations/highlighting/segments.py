"""Splits overlapping spans into flat segments, in one sweep over their edges.

Offsets are half-open and count code points.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from annotations.highlighting.lanes import (
    Highlight,
    Span,
    highlights,
    lanes_by_paragraph,
)
from corpus.text import Paragraph, paragraphs


class Segment(NamedTuple):
    """Text that is covered by the same passages from end to end.

    `passages` are the ids of those passages in reading order, `hue` that of the shortest
    (0 if it has no tag, or if there is none), `lanes` the (lane, hue) of the underlines to
    draw. `opens` are the passages that are first visible here, in reading order.
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
    """Split `text` at every edge of a span or paragraph.

    The segments joined are the text, and those of one passage joined are its quote. Raises
    ValueError for a span that is empty or reaches beyond the text. Takes O((n + m) log n) time
    for n spans and m paragraphs, plus the size of the output.
    """
    spans = list(spans)
    _check(text, spans)
    return cut(text, highlights(spans), paragraphs(text), 0, len(text))


def cut(
    text: str,
    passage_highlights: list[Highlight],
    drawn_paragraphs: list[Paragraph],
    low: int,
    high: int,
    *,
    has_lanes: bool = True,
) -> list[Segment]:
    """Cut the text from `low` to `high` alone, given the highlights that show there, in order.

    `low` is the start of the text or of a paragraph, `high` that of a later one or of the
    text's end. Without lanes they are any positions in one paragraph: lanes depend on all
    highlights of a paragraph.
    """
    whole = [each for each in drawn_paragraphs if low <= each.start < high]
    lanes = lanes_by_paragraph(passage_highlights, whole) if has_lanes else {}
    opens = first_positions(passage_highlights, drawn_paragraphs)
    edges: dict[int, list[int]] = defaultdict(list)
    for rank, highlight in enumerate(passage_highlights):
        for start, end in highlight.pieces:
            if start < high and end > low:
                edges[max(start, low)].append(rank)
                edges[min(end, high)].append(rank)
    paragraph_starts = {paragraph.start for paragraph in drawn_paragraphs}
    paragraph_ends = {paragraph.end for paragraph in drawn_paragraphs}
    borders = [each for each in paragraph_starts | paragraph_ends if low < each < high]
    cuts = sorted({low, high, *borders} | edges.keys())
    active = _ActiveHighlights(passage_highlights)
    is_drawn = any(each.start < low < each.end for each in drawn_paragraphs)
    flat_segments = []
    for start, end in pairwise(cuts):
        active.toggle(edges.get(start, ()))
        is_drawn = start in paragraph_starts or (is_drawn and start not in paragraph_ends)
        if start in paragraph_starts:
            active.lane_of = lanes.get(start, {})
        flat_segments.append(
            Segment(
                start,
                end,
                text[start:end],
                is_drawn,
                active.passages(),
                active.hue(),
                active.lanes() if is_drawn else (),
                tuple(opens.get(start, ())),
            )
        )
    return flat_segments


def _check(text: str, spans: list[Span]) -> None:
    for span in spans:
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError(
                f"Passage {span.passage} cannot stand at {span.start} to {span.end} "
                f"of a text of {len(text)} code points."
            )


class _ActiveHighlights:
    """The highlights that cover the current position of the sweep."""

    def __init__(self, passage_highlights: list[Highlight]):
        self._ids = [highlight.passage for highlight in passage_highlights]
        self._hues = [highlight.hue for highlight in passage_highlights]
        # Among equally short passages the last in reading order counts as the shortest.
        self._by_length = sorted(
            range(len(passage_highlights)),
            key=lambda rank: (passage_highlights[rank].length, -rank),
        )
        self._shortness = [0] * len(passage_highlights)
        for shortness, rank in enumerate(self._by_length):
            self._shortness[rank] = shortness
        self._ranks: list[int] = []
        self._shortnesses: list[int] = []
        # The lanes in the current paragraph.
        self.lane_of: dict[int, int] = {}

    def toggle(self, ranks: Iterable[int]) -> None:
        """Add each highlight at its first edge, remove it at the next, and so on."""
        for rank in ranks:
            position = bisect_left(self._ranks, rank)
            if position < len(self._ranks) and self._ranks[position] == rank:
                del self._ranks[position]
                del self._shortnesses[bisect_left(self._shortnesses, self._shortness[rank])]
            else:
                self._ranks.insert(position, rank)
                insort(self._shortnesses, self._shortness[rank])

    def passages(self) -> tuple[str, ...]:
        return tuple([self._ids[rank] for rank in self._ranks])

    def hue(self) -> int:
        if not self._shortnesses:
            return 0
        return self._hues[self._by_length[self._shortnesses[0]]]

    def lanes(self) -> tuple[tuple[int, int], ...]:
        lane_of, hues = self.lane_of, self._hues
        drawn = [rank for rank in self._ranks if rank in lane_of]
        return tuple(sorted([(lane_of[rank], hues[rank]) for rank in drawn]))


def first_positions(
    passage_highlights: list[Highlight], drawn_paragraphs: list[Paragraph]
) -> dict[int, list[Highlight]]:
    """Return the highlights by the position where each is first visible, in reading order.

    That is a passage's first code point inside a paragraph. A passage that consists of
    paragraph breaks is not visible; its position is the start of the next paragraph, or the end
    of the last one.
    """
    ends = [paragraph.end for paragraph in drawn_paragraphs]
    last = ends[-1] if ends else 0

    def next_drawn(position: int) -> int:
        index = bisect_right(ends, position)
        if index < len(drawn_paragraphs):
            return max(position, drawn_paragraphs[index].start)
        return last

    by_position: dict[int, list[Highlight]] = defaultdict(list)
    for highlight in passage_highlights:
        if len(highlight.pieces) == 1:
            by_position[next_drawn(highlight.pieces[0][0])].append(highlight)
            continue
        first_shown = [next_drawn(start) for start, _ in highlight.pieces]
        inside = [
            place
            for place, (start, end) in zip(first_shown, highlight.pieces, strict=True)
            if start <= place < min(end, last)
        ]
        by_position[(inside or first_shown)[0]].append(highlight)
    return by_position
