"""Pure: which cards stand beside the text, and which fold to "n more here".

Places are counted in rows of the text. How high a card is in the end only the browser knows; a
script there makes up for what is estimated here.
"""

from collections.abc import Sequence
from itertools import groupby
from math import ceil

from corpus.text import Paragraph

# As the style sheet has it: a row of the column of text holds about this many code points, and
# this many rows stand between two paragraphs.
ROW = 66
PARAGRAPH_GAP = 0.5
# What a card at rest and a fold take of the margin.
CARD_ROWS = 2.0
FOLD_ROWS = 1.2
# A card this much lower than its words does not fit. Folding goes on until there is room for
# several again: few folds that hold many are easier to read than many that hold few.
TOO_LOW = 12.0
LOW = 5.0


def rows_of(drawn: Sequence[Paragraph], starts: Sequence[int]) -> list[float]:
    """The row at which each start stands; both in text order, offsets in code points."""
    rows = []
    top = 0.0
    at = 0
    for number, paragraph in enumerate(drawn):
        is_last = number == len(drawn) - 1
        while at < len(starts) and (is_last or starts[at] < paragraph.end):
            rows.append(top + max(0, starts[at] - paragraph.start) // ROW)
            at += 1
        top += ceil((paragraph.end - paragraph.start) / ROW) + PARAGRAPH_GAP
    return rows + [top] * (len(starts) - at)


def fold(rows: Sequence[float], most: int) -> list[bool]:
    """Whether each card is shown, from the row of its words; at most `most` are.

    Where more would fit, each is asked for more room until they are few enough.
    """
    room = CARD_ROWS
    shown = _fitting(rows, room)
    while sum(shown) > most:
        room *= max(1.1, sum(shown) / most)
        shown = _fitting(rows, room)
    return _without_small_folds(shown, most)


def _fitting(rows: Sequence[float], room: float) -> list[bool]:
    shown = []
    foot = 0.0
    is_shown = True
    for row in rows:
        was_shown, is_shown = is_shown, foot - row <= (TOO_LOW if is_shown else LOW)
        if is_shown:
            foot = max(foot, row) + room
        elif was_shown:
            foot += FOLD_ROWS
        shown.append(is_shown)
    return shown


def _without_small_folds(shown: list[bool], most: int) -> list[bool]:
    """A fold takes as much room as the one card that it would hold."""
    left = most - sum(shown)
    result = []
    for is_shown, run in groupby(shown):
        length = len(list(run))
        if not is_shown and length == 1 and left > 0:
            left -= 1
            is_shown = True
        result += [is_shown] * length
    return result
