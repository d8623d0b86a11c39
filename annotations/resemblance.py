"""Places in a text that resemble a quote.

Offsets are half-open and count code points.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, LCSseq

# A quote that is no longer in the text is looked for only from this length on: shorter
# ones resemble too much.
SHORTEST = 20

# The least likeness of a place, in percent, by the ratio of rapidfuzz: twice the code
# points that quote and place share in order, by the sum of their lengths.
CUT_OFF = 80.0

# A quote of which four fifths are left has, as a rule, four code points in a row that
# are left too. Those that stand in many places say nothing about where to look.
GRAM = 4
MOST_PLACES = 64
RAREST = 16
MOST_STARTS = 3

# Quote and place are compared in a table of bits, one code point by another. A longer
# quote is only looked for where the diff leads.
LONGEST = 4000

# How far an edge is moved out to the edge of its word, in code points; scripts without
# spaces have words as long as a sentence.
LONGEST_WORD = 24


@dataclass(frozen=True, slots=True)
class Likeness:
    """A place that resembles a quote, by so many percent."""

    start: int
    end: int
    percent: float


class Resemblance:
    """A text in which quotes are looked for that stand in it more or less."""

    def __init__(self, text: str):
        self._text = text

    def find(self, quote: str, start: int, end: int) -> list[Likeness]:
        """Return places that are like the quote by CUT_OFF percent or more.

        Looked at is the part `start` to `end`, where the quote should stand, then around
        it, and only if it is not there the few places that share the quote's rarest
        sequences of code points. So the effort does not grow with the text, and not
        every place that is alike is found. A quote below SHORTEST code points is found
        nowhere.
        """
        if len(quote) < SHORTEST:
            return []
        expected = self._alike(quote, [self._stripped(quote, start, end)])
        if expected or len(quote) > LONGEST:
            return expected
        room = len(quote) // 2
        if end - start <= 3 * len(quote):
            expected = self._alike(quote, [self._fitted(quote, start - room, end + room)])
        return expected or self._alike(
            quote,
            [
                self._fitted(quote, place - room, place + len(quote) + room)
                for place in self._starts(quote)
            ],
        )

    def _alike(self, quote: str, places: list[tuple[int, int]]) -> list[Likeness]:
        found = [
            Likeness(start, end, fuzz.ratio(quote, self._text[start:end], score_cutoff=CUT_OFF))
            for start, end in dict.fromkeys(places)
        ]
        return [each for each in found if each.percent]

    def _starts(self, quote: str) -> list[int]:
        """Return where places like the quote may start: the rare sequences vote."""
        shared = {}
        for offset in range(len(quote) - GRAM + 1):
            places = self._places.get(quote[offset : offset + GRAM], ())
            if 0 < len(places) <= MOST_PLACES:
                shared[offset] = places
        rarest = sorted(shared, key=lambda offset: len(shared[offset]))[:RAREST]
        width = len(quote) // 4
        votes: Counter[int] = Counter()
        for offset in rarest:
            votes.update({(place - offset) // width for place in shared[offset]})
        return [bucket * width + width // 2 for bucket, _ in votes.most_common(MOST_STARTS)]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for start in range(len(self._text) - GRAM + 1):
            places.setdefault(self._text[start : start + GRAM], []).append(start)
        return places

    def _fitted(self, quote: str, low: int, high: int) -> tuple[int, int]:
        """Return the part of the window that is most like the quote, in whole words.

        It is empty where none can be like it by CUT_OFF percent.
        """
        low = max(0, low)
        window = self._text[low : max(low, high)]
        # A place holds at least what it shares: with p of the quote's length shared, the
        # ratio is at most 2p / (1 + p).
        least = CUT_OFF / (200 - CUT_OFF) * len(quote)
        if LCSseq.similarity(quote, window) < least:
            return low, low
        equal = [
            (code.dest_start, code.dest_end)
            for code in Indel.opcodes(quote, window)
            if code.tag == "equal"
        ]
        first, last = _densest(equal, len(quote))
        return self._in_whole_words(
            *self._stripped(quote, low + equal[first][0], low + equal[last][1])
        )

    def _stripped(self, quote: str, start: int, end: int) -> tuple[int, int]:
        text = self._text
        while start < end and text[start].isspace() and not quote[0].isspace():
            start += 1
        while start < end and text[end - 1].isspace() and not quote[-1].isspace():
            end -= 1
        return start, end

    def _in_whole_words(self, start: int, end: int) -> tuple[int, int]:
        text = self._text
        furthest = max(0, start - LONGEST_WORD)
        while start > furthest and _is_of_word(text[start - 1]) and _is_of_word(text[start]):
            start -= 1
        furthest = min(len(text), end + LONGEST_WORD)
        while end < furthest and _is_of_word(text[end - 1]) and _is_of_word(text[end]):
            end += 1
        return start, end


def _densest(equal: Sequence[tuple[int, int]], length: int) -> tuple[int, int]:
    """Return the first and last of the equal parts between which the ratio is best.

    The parts at the ends are often single letters that the quote has too. The last is
    chosen for the first of all, then the first for that last.
    """
    sums = [0, *accumulate(end - start for start, end in equal)]

    def ratio(first: int, last: int) -> float:
        return (sums[last + 1] - sums[first]) / (length + equal[last][1] - equal[first][0])

    last = max(range(len(equal)), key=lambda index: ratio(0, index))
    first = max(range(last + 1), key=lambda index: ratio(index, last))
    last = max(range(first, len(equal)), key=lambda index: ratio(first, index))
    return first, last


def _is_of_word(character: str) -> bool:
    """Say whether the character belongs to its neighbours: letter, figure, mark or joiner."""
    return unicodedata.category(character)[0] in "LNM" or character in "\u200c\u200d"
