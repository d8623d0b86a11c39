"""Puts passages in reading order and assigns the lanes of their underlines.

Offsets are half-open and count code points.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

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
    """A drawn passage: all pieces have one hue and one lane.

    Lanes count from 1 and have no upper limit; `length` is the sum of the pieces.
    """

    passage: str
    hue: int
    lane: int
    length: int
    pieces: tuple[tuple[int, int], ...]


def highlights(spans: Iterable[Span]) -> list[Highlight]:
    """Return the passages of `spans` in reading order: by (start, -end, id).

    A passage of several pieces extends from the start of its first to the end of its last and
    keeps its lane between them; adjacent or overlapping pieces are merged. The hue is that of
    its first span in `spans`.
    """
    by_passage: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        by_passage[span.passage].append(span)
    rows = [(_merged(passage_spans), passage_spans[0]) for passage_spans in by_passage.values()]
    rows.sort(key=lambda row: (row[0][0][0], -row[0][-1][1], row[1].passage))
    lane_of = _assign_lanes([(pieces[0][0], pieces[-1][1]) for pieces, _ in rows])
    return [
        Highlight(first.passage, first.hue, lane, _length(pieces), pieces)
        for (pieces, first), lane in zip(rows, lane_of, strict=True)
    ]


def moved_by(passages: Container[str], drawn: Sequence[Highlight]) -> list[Highlight]:
    """Return those of `drawn`, in reading order, whose underline these passages of it move."""
    others = [highlight for highlight in drawn if highlight.passage not in passages]
    former_lanes = _assign_lanes([(each.pieces[0][0], each.pieces[-1][1]) for each in others])
    return [
        highlight
        for highlight, lane in zip(others, former_lanes, strict=True)
        if min(lane, MAX_LANES_DRAWN + 1) != min(highlight.lane, MAX_LANES_DRAWN + 1)
    ]


def _merged(spans: list[Span]) -> tuple[tuple[int, int], ...]:
    if len(spans) == 1:
        return ((spans[0].start, spans[0].end),)
    merged: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _length(pieces: tuple[tuple[int, int], ...]) -> int:
    return sum([end - start for start, end in pieces])


def _assign_lanes(intervals: list[tuple[int, int]]) -> list[int]:
    """Assign each interval, sorted by start, the lowest lane that is free throughout."""
    lanes = []
    taken: list[tuple[int, int]] = []
    free: list[int] = []
    for start, end in intervals:
        while taken and taken[0][0] <= start:
            heappush(free, heappop(taken)[1])
        # If no lane is free, all open lanes are in `taken`.
        lane = heappop(free) if free else len(taken) + 1
        heappush(taken, (end, lane))
        lanes.append(lane)
    return lanes
