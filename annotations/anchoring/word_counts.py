"""What stands as often in a new text as in the old one, and what came to stand more often.

Offsets are half-open and count code points.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from annotations.anchoring.word_diff import Tokens

_WORD = re.compile(r"\w")

# So many words in a row, in more places than before, show that text was doubled.
ROW = 3

# Sentences of up to so many words are doubted where one that came shares more than half of
# them, or a short one that went: where "6. Balkh fell" went and "7. Balkh fell" stands, the
# figure may be what changed.
SHORT = 6


class Words:
    """The words of a text, signs and white space left out, and its sentences.

    `text` has a character for each word, equal for equal words; `at` is where each starts.
    """

    def __init__(self, tokens: Tokens, starts: list[int]):
        words = [index for index in tokens.words if _WORD.match(tokens.texts[index])]
        self.text = "".join([chr(tokens.numbers[index]) for index in words])
        self.at = [tokens.at[index] for index in words]
        edges = [bisect_left(self.at, start) for start in [*starts, tokens.at[-1]]]
        # Each with the number of its first word.
        self.sentences = [
            (first, self.text[first:last]) for first, last in pairwise(edges) if first < last
        ]

    def between(self, start: int, end: int) -> tuple[int, int]:
        """Return the numbers of the words that start there."""
        return bisect_left(self.at, start), bisect_left(self.at, end)

    def rows(self) -> list[str]:
        return [self.text[at : at + ROW] for at in range(len(self.text) - ROW + 1)]


class WordCounts:
    """The words of an old text, compared by number with those of a new one."""

    def __init__(self, old: Words, new: Words):
        self._old, self._new = old, new
        before, now = (
            Counter(words for _, words in old.sentences),
            Counter(words for _, words in new.sentences),
        )
        self._repeated = [
            first for first, words in old.sentences if before[words] > 1 or now[words] > 1
        ]
        rows = old.rows()
        fewer, more = Counter(rows), Counter(new.rows())
        doubled = {at for at, row in enumerate(rows) if more.get(row, 0) > fewer[row]}
        doubled |= {at + ROW - 1 for at in doubled}
        newcomers, leavers = _by_word(now - before, 2 * SHORT), _by_word(before - now, SHORT)
        for first, words in old.sentences:
            if now[words] > before[words] or (
                len(words) <= SHORT
                and (_is_like_one(words, newcomers) or _is_like_one(words, leavers))
            ):
                doubled |= {first, first + len(words) - 1}
        self._doubled = sorted(doubled)

    def stands_as_often(self, start: int, end: int) -> bool:
        first, last = self._old.between(start, end)
        words = self._old.text[first:last]
        return not words or self._old.text.count(words) == self._new.text.count(words)

    def is_repeated(self, start: int, end: int) -> bool:
        """Say whether it, or a sentence of it, stands twice in one of the texts."""
        first, last = self._old.between(start, end)
        words = self._old.text[first:last]
        return _any_between(self._repeated, first, last) or (
            self._old.text.find(words, self._old.text.find(words) + 1) >= 0
        )

    def is_doubled(self, start: int, end: int) -> bool:
        """Say whether words from there came to stand in more places than before."""
        return _any_between(self._doubled, *self._old.between(start, end))


def _by_word(sentences: Iterable[str], most: int) -> dict[str, list[str]]:
    """Return the sentences of up to so many words by each of their words."""
    found = defaultdict(list)
    for words in sentences:
        if len(words) <= most:
            for word in set(words):
                found[word].append(words)
    return found


def _is_like_one(words: str, others: dict[str, list[str]]) -> bool:
    shared: Counter = Counter()
    for word in set(words):
        shared.update(others.get(word, ()))
    return any(2 * count > len(set(words)) and other != words for other, count in shared.items())


def _any_between(places: list[int], first: int, last: int) -> bool:
    at = bisect_left(places, first)
    return at < len(places) and places[at] < last
