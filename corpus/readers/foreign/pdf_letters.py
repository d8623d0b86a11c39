"""The letters of a line of a PDF, in the order in which they are read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median
from unicodedata import combining

# Words of scripts from the right stand at least so far apart, in usual widths of letters.
_WORD_GAP = 0.45
# In em, where pdfium tells a space.
_LEAST_WORD_GAP = 0.15
# As a part of the usual gap, between a word and a number.
_APART = 0.4
_LAM, _ALEFS = "\u0644", "\u0622\u0623\u0625\u0627\u0671"
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and its box in points from the lower left corner of the page."""

    code: str
    left: float
    bottom: float
    right: float
    top: float
    # Of its font, in points, and its number in the order of pdfium.
    size: float
    index: int

    @property
    def box(self) -> tuple[float, float]:
        return self.left, self.right


def in_logical_order(letters: list[Letter]) -> list[Letter]:
    """Return the letters of a line as they are read, from the right if most are of such a script.

    Where words stand apart, as in justified lines, pdfium leaves some of them reversed. Numbers
    and words of other scripts are read from the left within such a line (UAX #9, simplified).
    """
    text = "".join(letter.code for letter in letters)
    if len(RIGHT_TO_LEFT.findall(text)) * 2 <= len(LETTER.findall(text)):
        return letters
    shown = sorted(
        (letter for letter in letters if letter.code.strip()), key=lambda letter: -letter.right
    )
    word_gap = _WORD_GAP * median(letter.right - letter.left for letter in shown)
    spaces = {letter.index for letter in letters if not letter.code.strip()}
    signs = {letter.index for letter in letters if combining(letter.code)}
    signed = {index + step for index in signs for step in (-1, 0, 1)}
    ordered: list[Letter] = []
    run: list[Letter] = []
    before = shown[0]
    for letter in _with_ligatures(shown):
        # Between neighbours pdfium tells whether there is a space; elsewhere the gap does.
        low, high = sorted((before.index, letter.index))
        between = range(low + 1, high)
        is_space = bool(between) and spaces.issuperset(between)
        # It makes up some of them, as the box of a letter with a sign above it is too narrow.
        has_sign = not signed.isdisjoint((low, high))
        least = _LEAST_WORD_GAP * (2 if has_sign else 1)
        is_space &= before.left - letter.right > least * letter.size
        if high - low > 1 and not is_space:
            # A number or a word of another script stands apart, however close.
            is_apart = letter.code.isalnum() and before.code.isalnum()
            is_apart &= _is_from_the_left(letter) != _is_from_the_left(before)
            limit = word_gap * (_APART if is_apart else 1)
            is_space = before.left - letter.right > limit
        gap = [replace(letter, code=" ")] if is_space else []
        before = letter
        if _is_from_the_left(letter):
            # A space before a run is none of it.
            (run if run else ordered).extend(gap)
            run.append(letter)
        else:
            ordered += [*reversed(run), *gap, letter]
            run = []
    return ordered + run[::-1]


def _is_from_the_left(letter: Letter) -> bool:
    code = letter.code
    return code.isdecimal() or (code.isalnum() and not RIGHT_TO_LEFT.match(code))


def _with_ligatures(shown: list[Letter]) -> Iterator[Letter]:
    """Yield letters from the right; of one sign for lam and alef, pdfium may turn the order."""
    waiting: Letter | None = None
    for letter in shown:
        if waiting and waiting.box == letter.box and letter.code == _LAM:
            yield letter
            continue
        if waiting:
            yield waiting
        waiting = letter if letter.code in _ALEFS else None
        if not waiting:
            yield letter
    if waiting:
        yield waiting
