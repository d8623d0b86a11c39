"""Tells a sentence in which a few words were changed from one that another one replaced.

Offsets are half-open and count words: they are indexes into `TextWords.text`.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from rapidfuzz.distance import LCSseq

from annotations.anchoring.edge_evidence import REQUIRED_BITS, EdgeEvidence
from annotations.anchoring.word_counts import TextWords

# Up to this many words cut and put in at one place can be an edit of a sentence: if at least
# half of its words are left, some of them telling, and no other sentence is like it.
MAX_EDITED_WORDS = 8
MIN_PART_LEFT = 0.5

# What is left of a sentence is telling by so many telling words, or by so many bits: more than
# edges need, because it may be equal at several places of the change.
MIN_TELLING = 3
MIN_BITS = 13

# A sentence may be like another one if this many of its words stand nowhere else in either text.
MIN_TELLING_ALONE = 4

# Of equal words between two changes of one sentence, each of so many words at most, by so many bits
# it is seen that they were left. They can only have been retyped at this one place: an edge counts
# ten bits, because equal words may stand anywhere in a text.
MAX_WORDS_BESIDE_JOINED = 1
MIN_JOINED_BITS = 5

# Sentences are alike that share this part of their words, and at least two, in the same order.
# Words that both texts have more often count only for the order.
MIN_PART_SHARED = 0.5
MAX_OCCURRENCES = 24


Words = tuple[int, int]


@dataclass(frozen=True, slots=True)
class WordRun:
    """Equal words: `start` to `end` of the old text, `shift` further on in the new one."""

    start: int
    end: int
    shift: int


def joined_runs(
    old: TextWords, new: TextWords, equal: Sequence[WordRun], evidence: EdgeEvidence
) -> set[WordRun]:
    """Return the runs of equal words that the runs around them show to be the same.

    The runs on both sides are surely not equal by chance, a word at most changed between each of
    them and the run, and all of this stands in one sentence of either text.
    """
    runs = [run for run in equal if run.start < run.end]
    firsts = [[first for first, _ in text.sentences] for text in (old, new)]

    def is_in_one_sentence(before: WordRun, after: WordRun) -> bool:
        spans = [
            (before.end, after.start),
            (before.end + before.shift, after.start + after.shift),
        ]
        return all(
            bisect_right(starts, start - 1) == bisect_right(starts, end)
            for starts, (start, end) in zip(firsts, spans, strict=True)
        )

    is_narrow = [
        max(after.start - before.end, after.start + after.shift - before.end - before.shift)
        <= MAX_WORDS_BESIDE_JOINED
        for before, after in pairwise(runs)
    ]
    bits = [evidence.bits(run.start, run.end) for run in runs]
    return {
        runs[index]
        for index in range(1, len(runs) - 1)
        if is_narrow[index - 1]
        and is_narrow[index]
        and bits[index] >= MIN_JOINED_BITS
        and min(bits[index - 1], bits[index + 1]) >= REQUIRED_BITS
        and is_in_one_sentence(runs[index - 1], runs[index + 1])
    }


class EditedSentences:
    """Finds which changes between runs of equal words are small edits of a sentence.

    If "Officials in Kabul said 30 fell." becomes "Officials in Herat said 30 fell.", the town may
    have been corrected, or one report may have replaced another. It was corrected if the sentence
    is one of a kind: the words that are left are telling, and no sentence of either text is like
    it. `runs` are surely not equal by chance, `equal` may be; `joined` are among `runs`.
    """

    def __init__(
        self,
        old: TextWords,
        new: TextWords,
        runs: Sequence[WordRun],
        evidence: EdgeEvidence,
        equal: Sequence[WordRun],
        joined: set[WordRun],
    ):
        self._texts = old, new
        self._runs, self._evidence, self._joined = runs, evidence, joined
        self._indexes = {run: index for index, run in enumerate(runs)}
        self._firsts = [[first for first, _ in text.sentences] for text in self._texts]
        # How many of the words before each word are left, and how many are equal, if by chance.
        self._left, self._equal = self._sums_of(runs), self._sums_of(equal)
        # Where the words stand that tell alike sentences; those of the new text follow the old.
        both = old.text + new.text
        counts = Counter(both)
        self._positions: defaultdict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(both):
            if counts[word] <= MAX_OCCURRENCES:
                self._positions[word].append(position)
        self._small_edits: dict[int, bool] = {}

    def certain_words(self, run: WordRun) -> tuple[int, int]:
        """Return the words of a run that are certainly the same up to its edges.

        At an edge where the change is no small edit nothing is: the run's other end. Figures at
        an edge, and words that were also cut or put in next to it, are not certain either; nor are
        a few words between two edits of one sentence, unless they are joined: another report may
        have them too.
        """
        index = self._indexes[run]
        words = self._texts[0].text
        start, end = run.start, run.end
        first, last = self._sentences(0, start, end)
        if first == last and not self._is_telling(start, end) and run not in self._joined:
            edges = self._words_of(0, first, last)
            if edges[0] < start and end < edges[1]:
                return end, start
        if self._is_small_edit(index):
            changed = self._changed_words(index)
            while start < end and words[start] in changed:
                start += 1
        else:
            start = run.end
        if self._is_small_edit(index + 1):
            changed = self._changed_words(index + 1)
            while end > run.start and words[end - 1] in changed:
                end -= 1
        else:
            end = run.start
        return start, end

    def _sums_of(self, runs: Sequence[WordRun]) -> list[list[int]]:
        old, new = self._texts
        return [
            _sums(len(old.text), ((run.start, run.end) for run in runs)),
            _sums(len(new.text), ((run.start + run.shift, run.end + run.shift) for run in runs)),
        ]

    def _is_telling(self, start: int, end: int) -> bool:
        return (
            self._evidence.telling_words(start, end) >= MIN_TELLING
            or self._evidence.bits(start, end) >= MIN_BITS
        )

    def _is_small_edit(self, index: int) -> bool:
        """Return whether what changed before the run of this index is a small edit."""
        if not 0 < index < len(self._runs):
            return False
        if index not in self._small_edits:
            self._small_edits[index] = self._compare(index)
        return self._small_edits[index]

    def _compare(self, index: int) -> bool:
        gaps = self._gaps(index)
        for (start, end), equal in zip(gaps, self._equal, strict=True):
            if end - start - (equal[end] - equal[start]) > MAX_EDITED_WORDS:
                return False
        sentences = self._sentences_around(index, gaps)
        for number, (first, last) in enumerate(sentences):
            start, end = self._words_of(number, first, last)
            if self._left[number][end] - self._left[number][start] < MIN_PART_LEFT * (end - start):
                return False
        start, end = self._words_of(0, *sentences[0])
        if not self._is_telling(start, end):
            return False
        # If "“No.” Costa said: " is put in after "Hansen said: ", that may be of either sentence.
        first, last = gaps[0]
        if (first == last and self._has_sentence_start(gaps[1])) and not (
            self._is_telling(start, first) and self._is_telling(last, end)
        ):
            return False
        # What was cut may stand elsewhere: only what is left tells.
        equal = self._equal[0]
        cut = [word for word in range(first, last) if equal[word] == equal[word + 1]]
        telling_alone = self._evidence.words_telling_alone(start, end) - sum(
            self._evidence.words_telling_alone(word, word + 1) for word in cut
        )
        if telling_alone >= MIN_TELLING_ALONE:
            return True
        same = self._with_counterparts(sentences)
        return not any(
            self._is_like_another(number, sentence, same)
            for number, (first, last) in enumerate(sentences)
            for sentence in range(first, last + 1)
        )

    def _has_sentence_start(self, words: Words) -> bool:
        """Return whether a sentence of the new text starts between two of these words."""
        firsts = self._firsts[1]
        return bisect_right(firsts, words[0]) < bisect_left(firsts, words[1])

    def _with_counterparts(self, sentences: Sequence[Words]) -> list[set[int]]:
        """Return the sentences of each text, and those that hold their words in the other text.

        If a stop was cut, two sentences of one text are one in the other: that is none of its like.
        """
        same = [set(range(first, last + 1)) for first, last in sentences]
        words = [self._words_of(number, *each) for number, each in enumerate(sentences)]
        for run in self._runs_in(*words):
            for number, shift in enumerate((0, run.shift)):
                first_word = max(run.start, words[number][0] - shift)
                end_word = min(run.end, words[number][1] - shift)
                if first_word < end_word:
                    other_shift = run.shift - shift
                    first, last = self._sentences(
                        1 - number, first_word + other_shift, end_word + other_shift
                    )
                    same[1 - number].update(range(first, last + 1))
        return same

    def _runs_in(self, old_words: Words, new_words: Words) -> Sequence[WordRun]:
        """Return the runs that have words in a span of the old text or in one of the new text."""
        first = min(
            bisect_right(self._runs, old_words[0], key=lambda run: run.end),
            bisect_right(self._runs, new_words[0], key=lambda run: run.end + run.shift),
        )
        last = max(
            bisect_left(self._runs, old_words[1], key=lambda run: run.start),
            bisect_left(self._runs, new_words[1], key=lambda run: run.start + run.shift),
        )
        return self._runs[first:last]

    def _gaps(self, index: int) -> list[Words]:
        """Return what changed before a run: its words in the old and in the new text."""
        before, after = self._runs[index - 1], self._runs[index]
        return [
            (before.end, after.start),
            (before.end + before.shift, after.start + after.shift),
        ]

    def _changed_words(self, index: int) -> set[str]:
        """Return the words that changed before a run, and all figures."""
        gaps = zip(self._texts, self._gaps(index), strict=True)
        return self._evidence.figures.union(*(text.text[slice(*gap)] for text, gap in gaps))

    def _sentences_around(self, index: int, gaps: Sequence[Words]) -> list[Words]:
        """Return the first and last sentence of each text that a change touches.

        If a stop was cut two sentences of one text are one in the other.
        """
        before, after = self._runs[index - 1], self._runs[index]
        spans = [
            self._words_of(number, *self._sentences(number, *gap))
            for number, gap in enumerate(gaps)
        ]
        (old_start, old_end), (new_start, new_end) = spans
        shared_start = max(before.start, min(old_start, new_start - before.shift))
        shared_end = min(after.end, max(old_end, new_end - after.shift))
        return [
            self._sentences(0, min(old_start, shared_start), max(old_end, shared_end)),
            self._sentences(
                1,
                min(new_start, shared_start + before.shift),
                max(new_end, shared_end + after.shift),
            ),
        ]

    def _sentences(self, number: int, start: int, end: int) -> tuple[int, int]:
        """Return the first and last sentence that words of a text, or their edges, touch."""
        if start == end:
            start, end = max(0, start - 1), min(len(self._texts[number].text), end + 1)
        firsts = self._firsts[number]
        return bisect_right(firsts, start) - 1, bisect_right(firsts, end - 1) - 1

    def _words_of(self, number: int, first: int, last: int) -> tuple[int, int]:
        sentences = self._texts[number].sentences
        return sentences[first][0], sentences[last][0] + len(sentences[last][1])

    def _is_like_another(self, number: int, index: int, same: Sequence[set[int]]) -> bool:
        """Return whether a sentence is like one that is not the same one."""
        _, sentence = self._texts[number].sentences[index]
        words = [word for word in set(sentence) if word in self._positions]
        shared = Counter(
            other
            for word in words
            for other in {self._sentence_at(position) for position in self._positions[word]}
        )
        return any(
            count >= max(2, MIN_PART_SHARED * len(words))
            and _has_same_order(sentence, self._texts[other_number].sentences[other][1])
            for (other_number, other), count in shared.items()
            if (other != index if other_number == number else other not in same[other_number])
        )

    def _sentence_at(self, position: int) -> tuple[int, int]:
        """Return (0 for the old text or 1 for the new one, index of the sentence)."""
        length = len(self._texts[0].text)
        number = int(position >= length)
        return number, bisect_right(self._firsts[number], position - number * length) - 1


def _has_same_order(one: str, other: str) -> bool:
    """Return whether two sentences have enough words of the shorter one in the same order."""
    shared = LCSseq.similarity(one, other)
    return shared >= max(2, MIN_PART_SHARED * min(len(one), len(other)))


def _sums(length: int, spans: Iterable[tuple[int, int]]) -> list[int]:
    """Return how many of the first words are in one of the spans, for each number of words."""
    marks = bytearray(length)
    for start, end in spans:
        marks[start:end] = b"\1" * (end - start)
    return [0, *accumulate(marks)]
