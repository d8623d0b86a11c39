"""Tells how much it says that words are equal in two texts: what is rare is not equal by chance.

Offsets are half-open and count code points, those of words count words.
"""

from collections import Counter
from functools import cached_property
from itertools import accumulate, chain, pairwise
from math import log2
from operator import add, or_

from annotations.anchoring.word_counts import TextWords

# The improbability, in bits, required of words next to a change having been retyped. Words in
# a pattern often are: a text of up to PATTERN_WORDS distinctive words gives no evidence. So in
# 8 kB of news two distinctive words are enough, in 2 kB three, and in a few sentences none are.
REQUIRED_BITS, PATTERN_WORDS = 10, 32


class EdgeEvidence:
    """Decides how many words at the edges of equal text may be equal by chance.

    Telling are words, and pairs of adjacent words, that occur once in each text. Figures never
    are: in a list they are often typed anew.
    """

    def __init__(self, old: TextWords, new: TextWords, figures: set[str]):
        self._words = old
        self.figures = figures
        old_counts, new_counts = _counts(old.text), _counts(new.text)
        # Of both texts, the higher count of each word and pair of adjacent words.
        self._counts = old_counts | new_counts
        self._telling = {
            words
            for words, count in self._counts.items()
            if count == 1 == old_counts[words] == new_counts[words] and figures.isdisjoint(words)
        }
        self._telling_bits = bits = log2(max(1, len(self._telling) / PATTERN_WORDS))
        self.required_count = REQUIRED_BITS / bits if bits else len(old.text) + 1
        # How many words up to each word are telling: by themselves, and also with the one before.
        is_telling = self._telling.__contains__
        pairs = map(add, old.text, old.text[1:])
        alone = list(map(is_telling, old.text))
        self._alone: list[int] = [0, *accumulate(alone)]
        paired = chain((False,), map(is_telling, pairs))
        self._sums: list[int] = [0, *accumulate(map(or_, alone, paired))]

    def bits(self, first: int, last: int) -> float:
        """Return how improbable it is, in bits, that equal words of the old text are so by chance.

        Telling words count in full. Others count by how often they stand in the texts, and less
        where the word before tells them, as in a phrase.
        """
        if first >= last:
            return 0.0
        return self._first_bits(first) + self._bit_sums[last] - self._bit_sums[first + 1]

    def _first_bits(self, first: int) -> float:
        """Return the bits of a word without the one before it, which may be no equal one."""
        word = self._words.text[first]
        if word in self.figures:
            return 0.0
        return max(0.0, self._telling_bits - log2(self._counts[word]))

    @cached_property
    def _bit_sums(self) -> list[float]:
        text, counts = self._words.text, self._counts
        bits = [self._telling_bits * (sum_after > sum_) for sum_, sum_after in pairwise(self._sums)]
        for index, word in enumerate(text):
            if bits[index] or word in self.figures:
                continue
            chance = counts[word] / 2**self._telling_bits
            if index:
                before = text[index - 1]
                chance = max(chance, (counts[before + word] - 1) / counts[before])
            bits[index] = max(0.0, -log2(chance))
        return [0, *accumulate(bits)]

    def telling_words(self, first: int, last: int) -> int:
        """Return how many words of the old text, of those from `first` to `last`, are telling.

        A pair tells nothing whose first word stands before them: it may not be equal.
        """
        if first >= last:
            return 0
        return self.words_telling_alone(first, first + 1) + self._sums[last] - self._sums[first + 1]

    def words_telling_alone(self, first: int, last: int) -> int:
        """Return how many words of the old text are telling without the words next to them."""
        return self._alone[last] - self._alone[first]

    def is_once(self, start: int, end: int) -> bool:
        """Return whether equal text surely occurs once in both texts, by the words inside it."""
        first, last = self._words.between(start, end)
        return last - first > 3 and self.telling_words(first + 2, last - 1) > 0

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """Return the equal text `start` to `end` without the words that may be equal by chance."""
        first_word, last_word = self._words.between(start, end)
        words, starts, telling = self._words.text, self._words.starts, self._telling
        index, seen = first_word, 0
        while index < last_word and seen < self.required_count:
            seen += words[max(first_word, index - 1) : index + 1] in telling
            index += 1
        inner_start = starts[index] if index < last_word else end
        index, seen = last_word, 0
        while index > first_word and seen < self.required_count:
            index -= 1
            seen += words[index : min(last_word, index + 2)] in telling
        return inner_start, starts[index] if index > first_word else start


def _counts(text: str) -> Counter[str]:
    """Return how often each word, and each pair of adjacent words, stands in a text."""
    counts = Counter(text)
    counts.update(map(add, text, text[1:]))
    return counts
