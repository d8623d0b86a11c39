"""Finds text that is similar to a quote.

Offsets are half-open and count code points.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Indel, LCSseq

# The minimum length of a quote, in code points: shorter ones are similar to too much. They may
# only differ in one letter where they are expected, of more than MIN_LETTERS_LEFT.
MIN_QUOTE_LENGTH = 20
MIN_LETTERS_LEFT = 2

# The minimum similarity of a match, in percent, as rapidfuzz's ratio: twice the length of the
# longest common subsequence, divided by the sum of both lengths.
MIN_PERCENT = 80.0

# If four fifths of a quote are left, it usually still has runs of four code points. Grams
# that occur at many positions do not narrow the search.
GRAM_LENGTH = 4
MAX_GRAM_POSITIONS = 64
MAX_RARE_GRAMS = 16
MAX_STARTS = 3

# Comparing takes a bit for each pair of code points. A longer quote is only searched at the
# position given by the diff.
MAX_QUOTE_LENGTH = 4000

# How far an edge may be moved to a word boundary, in code points; in scripts without spaces a
# "word" may be a sentence.
MAX_WORD_SHIFT = 24


@dataclass(frozen=True, slots=True)
class FuzzyMatch:
    """Text that is similar to a quote, with its similarity in percent."""

    start: int
    end: int
    percent: float


@dataclass(frozen=True, slots=True)
class QuoteTarget:
    """A quote, and the part of the text, `start` to `end`, where it is expected."""

    quote: str
    start: int
    end: int


class FuzzyMatcher:
    """Searches one text for quotes that may have changed."""

    def __init__(self, text: str):
        self._text = text

    def find(self, targets: Sequence[QuoteTarget]) -> list[list[FuzzyMatch]]:
        """Return for each quote the matches with a similarity of MIN_PERCENT or more.

        Searches the expected part, then around it, and only if that fails the few positions
        that share the quote's rarest grams. So the cost does not grow with the text, and not
        all matches are found. Quotes below MIN_QUOTE_LENGTH code points have none.
        """
        matches = [self._near_target(target) for target in targets]
        missing = [
            index
            for index, target in enumerate(targets)
            if not matches[index] and MIN_QUOTE_LENGTH <= len(target.quote) <= MAX_QUOTE_LENGTH
        ]
        quotes = [targets[index].quote for index in missing]
        for index, quote, starts in zip(
            missing, quotes, self._candidate_starts(quotes), strict=True
        ):
            margin = len(quote) // 2
            matches[index] = self._scored(
                quote,
                [
                    self._best_fit(quote, start - margin, start + len(quote) + margin)
                    for start in starts
                ],
            )
        return matches

    def _near_target(self, target: QuoteTarget) -> list[FuzzyMatch]:
        quote, start, end = target.quote, target.start, target.end
        if len(quote) < MIN_QUOTE_LENGTH:
            return self._but_for_a_letter(quote, start, max(end, start))
        matches = self._scored(quote, [self._stripped(quote, start, end)])
        margin = len(quote) // 2
        if matches or len(quote) > MAX_QUOTE_LENGTH or end - start > 3 * len(quote):
            return matches
        return self._scored(quote, [self._best_fit(quote, start - margin, end + margin)])

    def _but_for_a_letter(self, quote: str, start: int, end: int) -> list[FuzzyMatch]:
        """Return where a short quote stands that lost its last letter or its first one.

        Or all that is expected there, if one letter was added, removed, changed or swapped.
        """
        if len(quote) <= MIN_LETTERS_LEFT:
            return []
        starts = [
            (self._text.find(part, start, end), len(part)) for part in (quote[:-1], quote[1:])
        ]
        spans = [(at, at + length) for at, length in starts if at >= 0]
        first, last = self._stripped(quote, start, end)
        if OSA.distance(quote, self._text[first:last], score_cutoff=1) <= 1:
            spans.append((first, last))
        return self._scored(quote, spans)

    def _scored(self, quote: str, spans: list[tuple[int, int]]) -> list[FuzzyMatch]:
        matches = [
            FuzzyMatch(
                start, end, fuzz.ratio(quote, self._text[start:end], score_cutoff=MIN_PERCENT)
            )
            for start, end in dict.fromkeys(spans)
        ]
        return [match for match in matches if match.percent]

    def _candidate_starts(self, quotes: list[str]) -> Iterator[list[int]]:
        """Yield for each quote where matches may start, by votes of its rarest grams."""
        if not quotes:
            return
        grams = _grams(self._text)
        counts = Counter(grams)
        rarest = [_rarest_grams(quote, counts) for quote in quotes]
        # One pass finds the positions of all these grams.
        positions: dict[str, list[int]] = {gram: [] for grams in rarest for gram in grams.values()}
        for position in [position for position, gram in enumerate(grams) if gram in positions]:
            positions[grams[position]].append(position)
        for quote, rare in zip(quotes, rarest, strict=True):
            width = len(quote) // 4
            votes: Counter[int] = Counter()
            for offset, gram in rare.items():
                votes.update({(position - offset) // width for position in positions[gram]})
            yield [bucket * width + width // 2 for bucket, _ in votes.most_common(MAX_STARTS)]

    def _best_fit(self, quote: str, low: int, high: int) -> tuple[int, int]:
        """Return the part of the window that is most similar to the quote, in whole words.

        It is empty if none can reach MIN_PERCENT.
        """
        low = max(0, low)
        window = self._text[low : max(low, high)]
        # A match is at least as long as its common part: if that is a portion p of the quote, the
        # ratio is at most 2p / (1 + p).
        min_shared = MIN_PERCENT / (200 - MIN_PERCENT) * len(quote)
        if LCSseq.similarity(quote, window) < min_shared:
            return low, low
        equal = [
            (code.dest_start, code.dest_end)
            for code in Indel.opcodes(quote, window)
            if code.tag == "equal"
        ]
        first, last = _best_range(equal, len(quote))
        return self._extend_to_words(
            *self._stripped(quote, low + equal[first][0], low + equal[last][1])
        )

    def _stripped(self, quote: str, start: int, end: int) -> tuple[int, int]:
        text = self._text
        while start < end and text[start].isspace() and not quote[0].isspace():
            start += 1
        while start < end and text[end - 1].isspace() and not quote[-1].isspace():
            end -= 1
        return start, end

    def _extend_to_words(self, start: int, end: int) -> tuple[int, int]:
        text = self._text
        limit = max(0, start - MAX_WORD_SHIFT)
        while start > limit and _in_word(text[start - 1]) and _in_word(text[start]):
            start -= 1
        limit = min(len(text), end + MAX_WORD_SHIFT)
        while end < limit and _in_word(text[end - 1]) and _in_word(text[end]):
            end += 1
        return start, end


def _grams(text: str) -> list[str]:
    return [text[start : start + GRAM_LENGTH] for start in range(len(text) - GRAM_LENGTH + 1)]


def _rarest_grams(quote: str, counts: Counter[str]) -> dict[int, str]:
    """Return the quote's rarest grams among those counted, by their offsets in it."""
    by_offset = {
        offset: count
        for offset, gram in enumerate(_grams(quote))
        if 0 < (count := counts.get(gram, 0)) <= MAX_GRAM_POSITIONS
    }
    rarest = sorted(by_offset, key=by_offset.__getitem__)[:MAX_RARE_GRAMS]
    return {offset: quote[offset : offset + GRAM_LENGTH] for offset in rarest}


def _best_range(equal: Sequence[tuple[int, int]], length: int) -> tuple[int, int]:
    """Return the first and last of the equal parts between which the ratio is best.

    Parts at the ends are often single letters that match by chance. The best last part is
    chosen first, then the best first part for it.
    """
    sums = [0, *accumulate(end - start for start, end in equal)]

    def ratio(first: int, last: int) -> float:
        return (sums[last + 1] - sums[first]) / (length + equal[last][1] - equal[first][0])

    last = max(range(len(equal)), key=lambda index: ratio(0, index))
    first = max(range(last + 1), key=lambda index: ratio(index, last))
    last = max(range(first, len(equal)), key=lambda index: ratio(first, index))
    return first, last


def _in_word(character: str) -> bool:
    """Return whether the character is part of a word: letter, digit, mark or joiner."""
    return unicodedata.category(character)[0] in "LNM" or character in "\u200c\u200d"
