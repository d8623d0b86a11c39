"""Puts passages in reading order and assigns the lanes of their underlines.

Offsets are half-open and count code points.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from corpus.text import Paragraph

# More underlines cannot be distinguished below a line of text; if there are more passages, the
# mark shows their number.
MAX_LANES_DRAWN = 5


class Span(NamedTuple):
    """One piece of a passage; a passage of several pieces is several spans with its id.

    `hue` is 1 to 10, or 0 for a passage without a tag.
    """

    passage: str
    start: int
    end: int
    hue: int = 0


class Highlight(NamedTuple):
    """A drawn passage: all pieces have one hue; `length` is the sum of the pieces."""

    passage: str
    hue: int
    length: int
    pieces: tuple[tuple[int, int], ...]


def highlights(spans: Iterable[Span]) -> list[Highlight]:
    """Return the passages of `spans` in reading order: by (start, -end, id).

    A passage of several pieces extends from the start of its first to the end of its last;
    adjacent or overlapping pieces are merged. The hue is that of its first span in `spans`.
    """
    pieces: dict[str, list[tuple[int, int]]] = {}
    hues: dict[str, int] = {}
    for passage, start, end, hue in spans:
        pieces.setdefault(passage, []).append((start, end))
        hues.setdefault(passage, hue)
    merged = [(passage, _merged(each)) for passage, each in pieces.items()]
    merged.sort(key=lambda row: (row[1][0][0], -row[1][-1][1], row[0]))
    return [Highlight(passage, hues[passage], _length(each), each) for passage, each in merged]


def lanes_by_paragraph(
    passage_highlights: Iterable[Highlight], paragraphs: Sequence[Paragraph]
) -> dict[int, dict[int, int]]:
    """Return {start of the paragraph: {index of a highlight: its lane}}.

    Each highlight with words in the paragraph has the lowest lane that is free from its first
    word there to its last, between its pieces too. Lanes count from 1 and have no upper limit.
    They begin anew with each paragraph, so that a new passage changes no other one.
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
    return {start: _assign_lanes(hull) for start, hull in hulls.items()}


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


def _assign_lanes(hulls: dict[int, tuple[int, int]]) -> dict[int, int]:
    """Give each interval, in the order of their starts, the lowest lane that is free throughout."""
    lanes = {}
    taken: list[tuple[int, int]] = []
    free: list[int] = []
    for start, index, end in sorted([(start, index, end) for index, (start, end) in hulls.items()]):
        while taken and taken[0][0] <= start:
            heappush(free, heappop(taken)[1])
        # If no lane is free, all open lanes are in `taken`.
        lanes[index] = heappop(free) if free else len(taken) + 1
        heappush(taken, (end, lanes[index]))
    return lanes
