"""Pure: which cards are shown beside the text, and which fold to "Show n more".

Positions are rows of the text. The real height of a card is known only to the browser, where a
script corrects these estimates.
"""

from collections.abc import Sequence
from itertools import groupby
from math import ceil

from corpus.text import Paragraph

# From the style sheet: code points in a row of text, and rows between two paragraphs.
ROW = 66
PARAGRAPH_GAP = 0.5
# Rows that a closed card and a fold take in the margin.
CARD_ROWS = 2.0
FOLD_ROWS = 1.2
# Rows that a card may be below its words; fewer after a fold, so that folding continues until
# several cards fit: few large folds are easier to read than many small ones.
MAX_OFFSET = 12.0
MAX_OFFSET_AFTER_FOLD = 5.0


def rows_of(drawn: Sequence[Paragraph], starts: Sequence[int]) -> list[float]:
    """The row of each start; both sequences are in text order, offsets in code points."""
    rows = []
    top = 0.0
    index = 0
    for number, paragraph in enumerate(drawn):
        is_last = number == len(drawn) - 1
        while index < len(starts) and (is_last or starts[index] < paragraph.end):
            rows.append(top + max(0, starts[index] - paragraph.start) // ROW)
            index += 1
        top += ceil((paragraph.end - paragraph.start) / ROW) + PARAGRAPH_GAP
    return rows + [top] * (len(starts) - index)


def fold(rows: Sequence[float], most: int) -> list[bool]:
    """Whether each card is shown, from the row of its words; at most `most` are.

    Where more would fit, the room for each grows until they are few enough.

    >>> fold([0.0, 0.0, 40.0], most=2)
    [True, False, True]
    """
    room = CARD_ROWS
    shown = _fitting(rows, room)
    while sum(shown) > most:
        room *= max(1.1, sum(shown) / most)
        shown = _fitting(rows, room)
    return _without_small_folds(shown, most)


def _fitting(rows: Sequence[float], room: float) -> list[bool]:
    shown = []
    bottom = 0.0
    is_shown = True
    for row in rows:
        was_shown, is_shown = (
            is_shown,
            bottom - row <= (MAX_OFFSET if is_shown else MAX_OFFSET_AFTER_FOLD),
        )
        if is_shown:
            bottom = max(bottom, row) + room
        elif was_shown:
            bottom += FOLD_ROWS
        shown.append(is_shown)
    return shown


def _without_small_folds(shown: list[bool], most: int) -> list[bool]:
    """Show single folded cards while `most` allows: a fold takes as much room as one card."""
    left = most - sum(shown)
    result = []
    for is_shown, run in groupby(shown):
        length = len(list(run))
        if not is_shown and length == 1 and left > 0:
            left -= 1
            is_shown = True
        result += [is_shown] * length
    return result
