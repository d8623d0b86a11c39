"""Running heads and numbers of pages of a PDF, which are no text of it."""

import re
from dataclasses import replace
from itertools import chain, pairwise

from corpus.readers.foreign.pdf_lines import Line, Page, in_reading_order, joined, rows_of
from corpus.readers.pages.archive_texts import is_boundary

# Lines from the edge of a page that may be a running head or its number, and how far, in points,
# the same one may stand from there on other pages.
_EDGE_LINES, _MAX_SHIFT = 3, 6.0
# A head and the text are further apart than this, in sizes of letters.
_WIDE_GAP = 1.3
# Lines of a head that names what begins on a page before, how many pages before at most, how many
# lines of that page it repeats, and how long these are.
_HEAD_LINES, _LOOK_BACK, _MIN_NAMED, _MIN_NAMED_LENGTH = 2, 20, 2, 8
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"\W*(?:\w+\W+)?#(?:\W+(?:\w+\W+)?#)?\W*")


def without_edges(pages: list[Page]) -> list[list[Line]]:
    """Return the lines of each page in reading order, without running heads and page numbers."""
    bodies = [rows_of(page.parts) for page in pages]
    for is_top in (True, False):
        edges = [[joined(row) for row in _edge(rows, is_top)] for rows in bodies]
        for number, rows in enumerate(bodies):
            near = [
                line
                for index in {number - 2, number - 1, number + 1, number + 2}
                if 0 <= index < len(pages)
                for line in edges[index]
            ]
            removed: list[Line] = []
            # Beyond a gap, or without one, is the text: that of agencies comes again, pages later.
            is_text = not any(
                _is_wide(before, line) for before, line in pairwise(_edge_lines(rows, is_top))
            )
            for line in edges[number]:
                is_text |= bool(removed) and _is_wide(removed[-1], line)
                others = _beside(edges, number) if is_text else near
                # Exports of archives count their documents at the top of pages.
                is_head = _repeats(line, others) and not is_boundary(line.text)
                if not (is_head or _is_lone_number(line, len(pages))):
                    break
                rows.pop(0 if is_top else -1)
                removed.append(line)
            if is_top and removed:
                earlier = bodies[max(0, number - _LOOK_BACK) : number]
                del rows[: _continued(removed[-1], rows, earlier)]
    return [
        [replace(line, page=number) for line in in_reading_order([*chain.from_iterable(rows)])]
        for number, rows in enumerate(bodies, 1)
    ]


def _edge(rows: list[list[Line]], is_top: bool) -> list[list[Line]]:
    """Return the rows next to an edge of a page, the outermost first."""
    return rows[:_EDGE_LINES] if is_top else rows[: -_EDGE_LINES - 1 : -1]


def _key(line: Line) -> str:
    return _NUMBER.sub("#", line.text.casefold())


def _repeats(line: Line, others: list[Line]) -> bool:
    """Return whether a line stands on a page near, at the same height, but for its numbers."""
    key = _key(line)
    return any(_key(other) == key and abs(other.top - line.top) < _MAX_SHIFT for other in others)


def _is_lone_number(line: Line, count: int) -> bool:
    """Return whether a line of a single page is its number: 1, Page 1, 1 of 1."""
    is_number = bool(_PAGE_NUMBER.fullmatch(_key(line)))
    return is_number and count == 1 and set(re.findall(r"\d+", line.text)) == {"1"}


def _beside(edges: list[list[Line]], number: int) -> list[Line]:
    """Return the lines at the edges of the pages next to one."""
    return [
        line
        for index in (number - 1, number + 1)
        if 0 <= index < len(edges)
        for line in edges[index]
    ]


def _edge_lines(rows: list[list[Line]], is_top: bool) -> list[Line]:
    """Return the lines next to an edge of a page, and the one behind them."""
    chosen = rows[: _EDGE_LINES + 1] if is_top else rows[: -_EDGE_LINES - 2 : -1]
    return [joined(row) for row in chosen]


def _is_wide(one: Line, other: Line) -> bool:
    return _distance(one, other) > _WIDE_GAP * other.size


def _distance(one: Line, other: Line) -> float:
    """Return what is free between two lines, one above the other."""
    return max(one.bottom - other.top, other.bottom - one.top)


def _continued(last: Line, rows: list[list[Line]], before: list[list[list[Line]]]) -> int:
    """Return how many rows below a head are of it: it names what begins on a page before.

    So do exports of Nexis: below the number stand title, source and day on one line. `rows` are
    those of the page below `last`, `before` those of the pages before.
    """
    count = 0
    while count < len(rows) and _distance(last, row := joined(rows[count])) <= row.size:
        last, count = row, count + 1
    if not 0 < count <= _HEAD_LINES or count == len(rows):
        return 0
    if not _is_wide(last, joined(rows[count])):
        return 0
    head = " ".join(joined(row).text for row in rows[:count])
    lines = {joined(row).text for page in before for row in page}
    named = [line for line in lines if len(line) >= _MIN_NAMED_LENGTH and line in head]
    return count if len(named) >= _MIN_NAMED else 0
