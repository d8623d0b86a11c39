"""Places in a text that resemble a quote.

Offsets are half-open and count code points.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Sought:
    """A quote, and the part of the text, `start` to `end`, where it should stand."""

    quote: str
    start: int
    end: int


class Resemblance:
    """A text in which quotes are looked for that stand in it more or less."""

    def __init__(self, text: str):
        self._text = text

    def find(self, sought: Sequence[Sought]) -> list[list[Likeness]]:
        """Return for each quote the places that are like it by CUT_OFF percent or more.

        Looked at is the part where the quote should stand, then around it, and only if it
        is not there the few places that share the quote's rarest sequences of code points.
        So the effort does not grow with the text, and not every place that is alike is
        found. A quote below SHORTEST code points is found nowhere.
        """
        found = [self._near(each) for each in sought]
        far = [
            index
            for index, each in enumerate(sought)
            if not found[index] and SHORTEST <= len(each.quote) <= LONGEST
        ]
        quotes = [sought[index].quote for index in far]
        for index, quote, starts in zip(far, quotes, self._starts(quotes), strict=True):
            room = len(quote) // 2
            found[index] = self._alike(
                quote,
                [self._fitted(quote, at - room, at + len(quote) + room) for at in starts],
            )
        return found

    def _near(self, sought: Sought) -> list[Likeness]:
        quote, start, end = sought.quote, sought.start, sought.end
        if len(quote) < SHORTEST:
            return []
        found = self._alike(quote, [self._stripped(quote, start, end)])
        room = len(quote) // 2
        if found or len(quote) > LONGEST or end - start > 3 * len(quote):
            return found
        return self._alike(quote, [self._fitted(quote, start - room, end + room)])

    def _alike(self, quote: str, places: list[tuple[int, int]]) -> list[Likeness]:
        found = [
            Likeness(start, end, fuzz.ratio(quote, self._text[start:end], score_cutoff=CUT_OFF))
            for start, end in dict.fromkeys(places)
        ]
        return [each for each in found if each.percent]

    def _starts(self, quotes: list[str]) -> Iterator[list[int]]:
        """Return for each quote where places like it may start: the rare sequences vote."""
        if not quotes:
            return
        grams = _grams(self._text)
        times = Counter(grams)
        rarest = [_rarest(quote, times) for quote in quotes]
        # The places of all are found in one go; those of others are not noted.
        places: dict[str, list[int]] = {gram: [] for grams in rarest for gram in grams.values()}
        for at in [at for at, gram in enumerate(grams) if gram in places]:
            places[grams[at]].append(at)
        for quote, rare in zip(quotes, rarest, strict=True):
            width = len(quote) // 4
            votes: Counter[int] = Counter()
            for offset, gram in rare.items():
                votes.update({(at - offset) // width for at in places[gram]})
            yield [bucket * width + width // 2 for bucket, _ in votes.most_common(MOST_STARTS)]

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


def _grams(text: str) -> list[str]:
    return [text[at : at + GRAM] for at in range(len(text) - GRAM + 1)]


def _rarest(quote: str, times: Counter[str]) -> dict[int, str]:
    """Return the quote's rarest sequences among those counted, by where they start in it."""
    counted = {
        offset: number
        for offset, gram in enumerate(_grams(quote))
        if 0 < (number := times.get(gram, 0)) <= MOST_PLACES
    }
    rarest = sorted(counted, key=counted.__getitem__)[:RAREST]
    return {offset: quote[offset : offset + GRAM] for offset in rarest}


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
