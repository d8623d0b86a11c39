"""The lines of a page of a PDF, with their places, in reading order."""

import re
from collections.abc import Iterator, Sequence
from ctypes import byref
from dataclasses import dataclass, replace
from itertools import groupby
from math import hypot, inf
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from corpus.readers.foreign.pdf_letters import LETTER, RIGHT_TO_LEFT, Letter, in_logical_order

# Parts of a line that are further apart than this belong to columns or cells, in em.
_CELL_GAP = 1.15
# Columns of text: at least so many lines on both sides of a gap, each so wide, in em.
_MIN_COLUMN_LINES, _MIN_COLUMN_WIDTH, _MIN_GUTTER = 4, 8, 0.5
# Cells of a column of a table begin or end at one place, but for so many points.
_ALIGNED = 2
# Smaller and higher than the line: the mark of a note.
_RAISED_SIZE, _RAISED_BY = 0.8, 0.15
# How pdfium writes a hyphen at the end of a line, and a letter that the font does not state.
_LINE_HYPHENS = (2, 0xFFFE)
# Stand for brackets around a number that may be the mark of a note.
RAISED_MARKS = "\ue014\ue015"
# A sign of a symbol font at the beginning of a line, and what is no letter elsewhere.
_BULLET, _NO_LETTER = re.compile("^[\x7f-\x9f\uf000-\uf0ff\ufffd] "), re.compile("[\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a part of one, and its box in points from the lower left corner of the page.

    `size` is that of its font, in points. `region` numbers the column that it stands in, from top
    to bottom and in reading order. `cells` is how many parts of it are far apart. Pages
    are numbered from 1.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    region: int = 0
    cells: int = 1
    page: int = 1

    @property
    def is_right_to_left(self) -> bool:
        return len(RIGHT_TO_LEFT.findall(self.text)) * 2 > len(LETTER.findall(self.text))


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of lines on a page, and how many letters its fonts do not state."""

    parts: list[Line]
    unknown: int


@dataclass(frozen=True, slots=True)
class _Gutter:
    """The gap between two columns, and how far up and down both of them stand beside it."""

    x: float
    bottom: float
    top: float


def page_of(text_page: Any, count: int) -> Page:
    """Return a page of `count` characters."""
    parts = [part for line in _raw_lines(text_page, count) for part in _parts_of(line)]
    return Page(parts, sum(part.text.count("\ufffd") for part in parts))


def _raw_lines(text_page: Any, count: int) -> Iterator[list[Letter]]:
    """Yield the letters of each line as pdfium orders them, with its spaces."""
    box = pdfium.FS_RECTF()
    line: list[Letter] = []
    size = height = 0.0
    is_after_hyphen = False
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if code in (10, 13):
            if line:
                yield line
            line, is_after_hyphen = [], False
            continue
        pdfium.FPDFText_GetLooseCharBox(text_page, index, byref(box))
        # Letters of one font have boxes of one height, in most documents.
        if box.top - box.bottom != height:
            height = box.top - box.bottom
            size = _font_size(text_page, index) or height
        is_hyphen = code in _LINE_HYPHENS
        sign = "-" if is_hyphen else chr(code) if code >= 32 else "\ufffd"
        letter = Letter(sign, box.left, box.bottom, box.right, box.top, size, index)
        # Behind a hyphen at its end, pdfium goes on in the next line without telling.
        if line and is_after_hyphen and letter.top <= line[-1].bottom + letter.size / 2:
            yield line
            line = []
        line.append(letter)
        is_after_hyphen = is_hyphen or (is_after_hyphen and not sign.strip())
    if line:
        yield line


def _font_size(text_page: Any, index: int) -> float:
    """Return the size of the font of a letter as it is shown, 0 if the document does not tell.

    The height of its box is no measure: some programs state that of each letter alone.
    """
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text_page, index, byref(matrix)):
        return 0
    return float(pdfium.FPDFText_GetFontSize(text_page, index)) * hypot(matrix.c, matrix.d)


def _parts_of(letters: list[Letter]) -> Iterator[Line]:
    """Yield the parts of a line between which the gaps are wider than between words."""
    ordered = in_logical_order(letters)
    if ordered is not letters:
        yield from _parts_from_the_right(ordered)
        return
    part: list[Letter] = []
    last: Letter | None = None
    for letter in letters:
        if letter.code.strip():
            if last:
                gap = max(letter.left - last.right, last.left - letter.right)
                if gap > _CELL_GAP * max(letter.size, last.size):
                    yield from _line(part)
                    part = []
            last = letter
        part.append(letter)
    yield from _line(part)


def _parts_from_the_right(letters: list[Letter]) -> Iterator[Line]:
    """Yield the parts of a line in logical order: where a number is read, the gap is elsewhere."""
    left, edges = inf, []
    for letter in sorted(letters, key=lambda letter: -letter.right):
        if letter.code.strip():
            if left - letter.right > _CELL_GAP * letter.size and left < inf:
                edges.append(left)
            left = min(left, letter.left)
    for _, part in groupby(letters, key=lambda each: sum(each.right <= edge for edge in edges)):
        yield from _line(list(part))


def _line(letters: list[Letter]) -> Iterator[Line]:
    """Yield the line of letters unless it is blank; raised numbers stand between RAISED_MARKS."""
    shown = [letter for letter in letters if letter.code.strip()]
    if not shown:
        return
    size = median(letter.size for letter in shown)
    bottom = median(letter.bottom for letter in shown)
    text = ""
    was_raised = False
    for letter in letters:
        is_raised = (
            letter.code.isdigit()
            and letter.size < _RAISED_SIZE * size
            and letter.bottom > bottom + _RAISED_BY * size
        )
        if is_raised != was_raised:
            text += RAISED_MARKS[0] if is_raised else RAISED_MARKS[1]
        text += letter.code
        was_raised = is_raised
    text += RAISED_MARKS[1] if was_raised else ""
    yield Line(
        _NO_LETTER.sub("\ufffd", _BULLET.sub("• ", " ".join(text.split()))),
        min(letter.left for letter in shown),
        min(letter.bottom for letter in shown),
        max(letter.right for letter in shown),
        max(letter.top for letter in shown),
        size,
    )


def in_reading_order(parts: list[Line]) -> list[Line]:
    """Return the lines of a page, column by column, with the parts of each joined."""
    lines = []
    for region, column in enumerate(_columns(parts)):
        lines += [replace(joined(row), region=region) for row in rows_of(column)]
    return lines


def _columns(parts: list[Line]) -> list[list[Line]]:
    """Return the parts of a page by column: what crosses a gap between two ends both."""
    gutter = _gutter(parts)
    if gutter is None:
        return [parts] if parts else []
    gap = gutter.x
    groups: list[list[Line]] = []
    band: list[Line] = []
    was_crossing = False
    rows = [sorted(row, key=_left) for row in rows_of(parts)]
    for row, above, below in zip(rows, [[], *rows], [*rows[1:], []], strict=False):
        # What stands beside a part that crosses the gap is of its line, such as a note's number.
        is_row = any(part.left < gap < part.right for part in row)
        is_row |= _is_row_of_cells(row, gutter) and _are_aligned(row, above, below)
        for part in sorted(row, key=lambda part: -part.top):
            if not is_row:
                band.append(part)
            elif was_crossing:
                # What crosses several times in a row is one column.
                groups[-1].append(part)
            else:
                groups += [*_sides(band, gap), [part]]
                band = []
            was_crossing = is_row
    return groups + _sides(band, gap)


def _is_row_of_cells(row: list[Line], gutter: _Gutter) -> bool:
    """Return whether parts are cells of a table above or below columns, on both sides of a gap."""
    is_beside = gutter.bottom < row[0].top and row[0].bottom < gutter.top
    is_on_both = row[0].left < gutter.x < row[-1].left
    return not is_beside and is_on_both and not any(map(_is_wide, row))


def _are_aligned(row: list[Line], *others: list[Line]) -> bool:
    """Return whether the cells of a row stand below or above those of another."""
    return any(
        len(row) == len(other)
        and all(
            min(abs(cell.left - next_.left), abs(cell.right - next_.right)) < _ALIGNED
            for cell, next_ in zip(row, other, strict=True)
        )
        for other in others
    )


def _left(part: Line) -> float:
    return part.left


def _sides(band: list[Line], gap: float) -> list[list[Line]]:
    """Return the columns on both sides of a gap in the order in which they are read."""
    if not band:
        return []
    left = [part for part in band if part.right <= gap]
    right = [part for part in band if part.left >= gap]
    sides = [left, right]
    if sum(part.is_right_to_left for part in band) * 2 > len(band):
        sides.reverse()
    return [column for side in sides if side for column in _columns(side)]


def _gutter(parts: list[Line]) -> _Gutter | None:
    """Return where a page is divided into columns of text, None if it is not.

    Cells of a table are no columns: they are narrower than lines of text.
    """
    best: _Gutter | None = None
    best_count = 0
    size = median(part.size for part in parts) if parts else 0
    wide = [part for part in parts if _is_wide(part)]
    for edge in sorted({round(part.right) for part in wide}):
        x = edge + 0.6
        left = [part for part in wide if part.right <= x]
        right = [part for part in wide if part.left > x]
        count = min(len(left), len(right))
        if count < max(_MIN_COLUMN_LINES, best_count + 1):
            continue
        top = min(max(part.top for part in side) for side in (left, right))
        bottom = max(min(part.bottom for part in side) for side in (left, right))
        beside = [part for part in right if bottom < part.top <= top + part.size]
        crossing = sum(
            part.left < x < part.right and bottom < part.top <= top + part.size for part in parts
        )
        is_side_by_side = top - bottom > _MIN_COLUMN_LINES / 2 * size and bool(beside)
        if is_side_by_side and crossing <= count:
            start = min(part.left for part in right)
            if start - x >= _MIN_GUTTER * size:
                best, best_count = _Gutter((x + start) / 2, bottom, top), count
    return best


def _is_wide(part: Line) -> bool:
    return part.right - part.left >= _MIN_COLUMN_WIDTH * part.size


def rows_of(parts: Sequence[Line]) -> list[list[Line]]:
    """Return parts from top to bottom, those at one height together."""
    rows: list[list[Line]] = []
    for part in sorted(parts, key=lambda part: -(part.top + part.bottom)):
        middle = (part.top + part.bottom) / 2
        if rows and rows[-1][0].bottom < middle < rows[-1][0].top:
            rows[-1].append(part)
        else:
            rows.append([part])
    return rows


def joined(row: list[Line]) -> Line:
    """Return the parts at one height as one line, with tabs between them."""
    if len(row) == 1:
        return row[0]
    is_reversed = replace(row[0], text="".join(part.text for part in row)).is_right_to_left
    ordered = sorted(row, key=lambda part: -part.right if is_reversed else part.left)
    return Line(
        "\t".join(part.text for part in ordered),
        min(part.left for part in row),
        min(part.bottom for part in row),
        max(part.right for part in row),
        max(part.top for part in row),
        max(row, key=lambda part: len(part.text)).size,
        cells=len(row),
    )
