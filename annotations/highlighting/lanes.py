"""Puts passages in reading order and assigns the lanes of their underlines.

Offsets are half-open and count code points.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from corpus.text import Paragraph

# More underlines cannot be distinguished below a line of text; if there are more passages, the
# mark shows their number.
MAX_LANES_DRAWN = 5


class Span(NamedTuple):
    """One piece of a passage; a passage of several pieces is several spans with its id.

    `hue` is 1 to 10, or 0 for a passage without a tag. Passages get their lanes by `order`, the
    lowest first; a desk gives the keys of its rows, the oldest of which are the lowest.
    """

    passage: str
    start: int
    end: int
    hue: int = 0
    order: int = 0


class Highlight(NamedTuple):
    """A drawn passage: all pieces have one hue; `length` is the sum of the pieces."""

    passage: str
    hue: int
    length: int
    pieces: tuple[tuple[int, int], ...]
    order: int


def highlights(spans: Iterable[Span]) -> list[Highlight]:
    """Return the passages of `spans` in reading order: by (start, -end, id).

    A passage of several pieces extends from the start of its first to the end of its last;
    adjacent or overlapping pieces are merged. Hue and order are those of its first span in `spans`.
    """
    pieces: dict[str, list[tuple[int, int]]] = {}
    firsts: dict[str, Span] = {}
    for span in spans:
        pieces.setdefault(span.passage, []).append((span.start, span.end))
        firsts.setdefault(span.passage, span)
    merged = [(passage, _merged(each)) for passage, each in pieces.items()]
    merged.sort(key=lambda row: (row[1][0][0], -row[1][-1][1], row[0]))
    return [
        Highlight(passage, firsts[passage].hue, _length(each), each, firsts[passage].order)
        for passage, each in merged
    ]


def lanes_by_paragraph(
    passage_highlights: Sequence[Highlight], paragraphs: Sequence[Paragraph]
) -> dict[int, dict[int, int]]:
    """Return {start of the paragraph: {index of a highlight: its lane}}.

    Each highlight with words in the paragraph has the lowest lane that is free from its first
    word there to its last, between its pieces too. Lanes count from 1 to MAX_LANES_DRAWN; a
    highlight for which none is free is left out. They are given by the order of the highlights,
    then by where these start, and begin anew with each paragraph. So a new passage, which is the
    last in order, moves no underline of another one.
    """
    ends = [paragraph.end for paragraph in paragraphs]
    hulls: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for index, highlight in enumerate(passage_highlights):
        for start, end in highlight.pieces:
            for paragraph in paragraphs[bisect_right(ends, start) :]:
                if paragraph.start >= end:
                    break
                hull = hulls[paragraph.start]
                first, _ = hull.get(index, (max(start, paragraph.start), 0))
                hull[index] = first, min(end, paragraph.end)
    orders = [highlight.order for highlight in passage_highlights]
    return {start: _assign_lanes(hull, orders) for start, hull in hulls.items()}


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    if len(spans) == 1:
        return (spans[0],)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _length(pieces: tuple[tuple[int, int], ...]) -> int:
    return sum([end - start for start, end in pieces])


def _assign_lanes(hulls: dict[int, tuple[int, int]], orders: Sequence[int]) -> dict[int, int]:
    """Give each interval the lowest lane that is free throughout, in order."""
    lanes = {}
    # The intervals in each lane, sorted: they do not overlap.
    taken: list[list[tuple[int, int]]] = [[] for _ in range(MAX_LANES_DRAWN)]
    for index in sorted(hulls, key=lambda index: (orders[index], hulls[index][0], index)):
        start, end = hulls[index]
        for lane, intervals in enumerate(taken, 1):
            position = bisect_left(intervals, (start, end))
            is_free_before = position == 0 or intervals[position - 1][1] <= start
            if is_free_before and (position == len(intervals) or end <= intervals[position][0]):
                intervals.insert(position, (start, end))
                lanes[index] = lane
                break
    return lanes
