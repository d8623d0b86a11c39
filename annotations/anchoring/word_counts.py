"""Compares word counts of an old and a new text.

Offsets are half-open and count code points.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from itertools import pairwise

from annotations.anchoring.word_diff import Tokens

_WORD = re.compile(r"\w")

# This many consecutive words that occur more often than before indicate duplicated text. A row
# that stood more than once before may be a phrase, unless longer rows occur more often as well.
ROW_WORDS, COPY_WORDS = 3, 5

# Sentences of up to this many words are uncertain if an added sentence, or a short removed one,
# shares more than half of them: if "6. Balkh fell" was removed and "7. Balkh fell" is left, the
# number may have been changed.
SHORT_WORDS = 6


class TextWords:
    """The words of a text, without punctuation and white space, and its sentences.

    `text` has a character for each word, equal for equal words; `starts` has the start of each.
    """

    def __init__(self, tokens: Tokens, starts: list[int]):
        words = [index for index in tokens.words if _WORD.match(tokens.texts[index])]
        self.words = [tokens.texts[index] for index in words]
        self.text = "".join([chr(tokens.numbers[index]) for index in words])
        self.starts = [tokens.starts[index] for index in words]
        edges = [bisect_left(self.starts, start) for start in [*starts, tokens.starts[-1]]]
        # Each with the index of its first word.
        self.sentences = [
            (first, self.text[first:last]) for first, last in pairwise(edges) if first < last
        ]

    def between(self, start: int, end: int) -> tuple[int, int]:
        """Return the indexes of the first word in the span and of the first one after it."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)

    def touched(self, start: int, end: int) -> tuple[int, int]:
        """Return the same, with the word that the span begins in."""
        first, last = self.between(start, end)
        return first - (
            first > 0 and start < self.starts[first - 1] + len(self.words[first - 1])
        ), last

    def rows(self, length: int) -> list[str]:
        """Return all rows of so many adjacent words."""
        return [self.text[index : index + length] for index in range(len(self.text) - length + 1)]


class WordCounts:
    """Counts of an old text's words in it and in a new one."""

    def __init__(self, old: TextWords, new: TextWords, figures: Set[str] = frozenset()):
        self._old, self._new = old, new
        old_counts, new_counts = (
            Counter(words for _, words in old.sentences),
            Counter(words for _, words in new.sentences),
        )
        # Rows of a list that differ in their numbers are repeated: numbers are typed anew.
        same_figures = dict.fromkeys(map(ord, figures), min(figures, default=""))
        shapes = [
            [words.translate(same_figures) for _, words in text.sentences] for text in (old, new)
        ]
        counts = [Counter(each) for each in shapes]
        self._repeated = [
            first
            for (first, _), shape in zip(old.sentences, shapes[0], strict=True)
            if any(count[shape] > 1 for count in counts)
        ]
        self._old_shapes = old.text.translate(same_figures)
        rows = old.rows(ROW_WORDS)
        old_rows, new_rows = Counter(rows), Counter(new.rows(ROW_WORDS))
        doubled = {index for index, row in enumerate(rows) if new_rows.get(row, 0) > old_rows[row]}
        if any(old_rows[rows[index]] > 1 for index in doubled) and not _has_copy(old, new):
            doubled = {index for index in doubled if old_rows[rows[index]] == 1}
        # A row of its own may be a phrase that came about where other words changed.
        phrases = {index for index in doubled if not doubled & {index - 1, index + 1}}
        self._phrases = sorted(phrases | {index + ROW_WORDS - 1 for index in phrases})
        doubled -= phrases
        doubled |= {index + ROW_WORDS - 1 for index in doubled}
        added, removed = (
            _group_by_word(new_counts - old_counts, 2 * SHORT_WORDS),
            _group_by_word(old_counts - new_counts, SHORT_WORDS),
        )
        resembling = set()
        for first, words in old.sentences:
            edges = {first, first + len(words) - 1}
            if new_counts[words] > old_counts[words]:
                doubled |= edges
            elif len(words) <= SHORT_WORDS and (
                _resembles_any(words, added) or _resembles_any(words, removed)
            ):
                resembling |= edges
        self._doubled, self._resembling = sorted(doubled), sorted(resembling)

    def occurs_as_often(self, start: int, end: int) -> bool:
        """Return whether the words of the span occur equally often in both texts."""
        first, last = self._old.between(start, end)
        words = self._old.text[first:last]
        return not words or self._old.text.count(words) == self._new.text.count(words)

    def is_repeated(self, start: int, end: int) -> bool:
        """Return whether the span, or a sentence of it, occurs twice in one of the texts.

        All figures count as equal.
        """
        first, last = self._old.between(start, end)
        shape = self._old_shapes[first:last]
        return _any_between(self._repeated, first, last) or (
            self._old_shapes.find(shape, self._old_shapes.find(shape) + 1) >= 0
        )

    def is_doubled(self, start: int, end: int) -> bool:
        """Return whether sentences or long rows of the span occur more often in the new text."""
        return _any_between(self._doubled, *self._old.between(start, end))

    def resembles_another(self, start: int, end: int) -> bool:
        """Return whether short sentences of the span resemble added or removed ones."""
        return _any_between(self._resembling, *self._old.between(start, end))

    def has_doubled_phrase(self, start: int, end: int) -> bool:
        """Return whether a single row of the span occurs more often in the new text."""
        return _any_between(self._phrases, *self._old.between(start, end))


def _has_copy(old: TextWords, new: TextWords) -> bool:
    """Return whether the new text has a row of COPY_WORDS of the old one more often."""
    old_rows, new_rows = Counter(old.rows(COPY_WORDS)), Counter(new.rows(COPY_WORDS))
    return any(number < new_rows.get(row, 0) for row, number in old_rows.items())


def _group_by_word(sentences: Iterable[str], max_words: int) -> dict[str, list[str]]:
    """Return the sentences of up to `max_words` words, keyed by each of their words."""
    by_word = defaultdict(list)
    for words in sentences:
        if len(words) <= max_words:
            for word in set(words):
                by_word[word].append(words)
    return by_word


def _resembles_any(words: str, others: dict[str, list[str]]) -> bool:
    shared: Counter[str] = Counter()
    for word in set(words):
        shared.update(others.get(word, ()))
    return any(2 * count > len(set(words)) and other != words for other, count in shared.items())


def _any_between(indexes: list[int], first: int, last: int) -> bool:
    position = bisect_left(indexes, first)
    return position < len(indexes) and indexes[position] < last
