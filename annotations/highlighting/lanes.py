"""Puts passages in reading order and assigns the lanes of their underlines.

Offsets are half-open and count code points.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

# More underlines cannot be distinguished below a line of text; if there are more passages, the
# mark shows their number.
MAX_LANES_DRAWN = 5

# A passage with the start and end of one of its pieces.
Piece = tuple[str, int, int]


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


class Outline(NamedTuple):
    """A passage from the start of its first piece to the end of its last, and its lane."""

    passage: str
    start: int
    end: int
    lane: int


def highlights(spans: Iterable[Span]) -> list[Highlight]:
    """Return the passages of `spans` in reading order: by (start, -end, id).

    A passage of several pieces extends from the start of its first to the end of its last and
    keeps its lane between them; adjacent or overlapping pieces are merged. The hue is that of
    its first span in `spans`.
    """
    spans = list(spans)
    pieces = [span[:3] for span in spans]
    hues = {span.passage: span.hue for span in reversed(spans)}
    return filled(outlines(pieces), pieces, hues)


def outlines(pieces: Iterable[Piece]) -> list[Outline]:
    """Return the passages of these pieces in reading order."""
    extents: dict[str, tuple[int, int]] = {}
    for passage, start, end in pieces:
        if passage in extents:
            first, last = extents[passage]
            start, end = min(start, first), max(end, last)
        extents[passage] = start, end
    rows = sorted([(start, -end, passage) for passage, (start, end) in extents.items()])
    lanes = _assign_lanes([(start, -negative_end) for start, negative_end, _ in rows])
    return [
        Outline(passage, start, -negative_end, lane)
        for (start, negative_end, passage), lane in zip(rows, lanes, strict=True)
    ]


def filled(
    drawn: Iterable[Outline], pieces: Iterable[Piece], hues: Mapping[str, int]
) -> list[Highlight]:
    """Return these outlines with their pieces and hues; without a hue it is 0."""
    drawn = list(drawn)
    by_passage: dict[str, list[tuple[int, int]]] = {outline.passage: [] for outline in drawn}
    for passage, start, end in pieces:
        if passage in by_passage:
            by_passage[passage].append((start, end))
    rows = [(outline, _merged(by_passage[outline.passage])) for outline in drawn]
    return [
        Highlight(passage, hues.get(passage, 0), lane, _length(merged), merged)
        for (passage, _, _, lane), merged in rows
    ]


def moved_by(passages: Container[str], drawn: Sequence[Outline]) -> set[str]:
    """Return the passages of `drawn`, in reading order, whose underline these passages move.

    None before the first of these passages is moved: the lanes that are open there stay.
    """
    first = next((n for n, outline in enumerate(drawn) if outline.passage in passages), len(drawn))
    start = drawn[first].start if drawn[first:] else 0
    still_open = [(each.end, each.lane) for each in drawn[:first] if each.end > start]
    others = [outline for outline in drawn[first:] if outline.passage not in passages]
    former_lanes = _assign_lanes([(each.start, each.end) for each in others], still_open)
    return {
        outline.passage
        for outline, lane in zip(others, former_lanes, strict=True)
        if lane != outline.lane and min(lane, outline.lane) <= MAX_LANES_DRAWN
    }


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


def _assign_lanes(
    intervals: list[tuple[int, int]], still_open: Iterable[tuple[int, int]] = ()
) -> list[int]:
    """Assign each interval, sorted by start, the lowest lane that is free throughout.

    `still_open` are the (end, lane) of earlier intervals.
    """
    lanes = []
    taken = sorted(still_open)
    lanes_taken = {lane for _, lane in taken}
    free = [lane for lane in range(1, max(lanes_taken, default=0)) if lane not in lanes_taken]
    for start, end in intervals:
        while taken and taken[0][0] <= start:
            heappush(free, heappop(taken)[1])
        # If no lane is free, all open lanes are in `taken`.
        lane = heappop(free) if free else len(taken) + 1
        heappush(taken, (end, lane))
        lanes.append(lane)
    return lanes
