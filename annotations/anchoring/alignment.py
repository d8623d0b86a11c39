"""Maps spans of an old text to a new one, and finds text that is certainly unchanged.

Offsets are half-open and count code points.
"""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from annotations.anchoring.edge_evidence import REQUIRED_BITS, EdgeEvidence
from annotations.anchoring.edited_sentences import EditedSentences, WordRun, joined_runs
from annotations.anchoring.exchanges import Exchanges
from annotations.anchoring.sentences import sentence_edges
from annotations.anchoring.word_counts import TextWords, WordCounts
from annotations.anchoring.word_diff import Run, TokenNumbers, Tokens, equal_runs, tokenize

# How far a block is extended, in code points: more than a duplicated paragraph.
MAX_GROWTH = 2000

# How many words of moved sentences have to be telling, and how many with the equal text around
# them: "A: I do not remember." is said of other questions too.
MIN_MOVED_WORDS, MIN_MOVED_AROUND = 4, 6


@dataclass(frozen=True, slots=True)
class Block:
    """Equal text: `start` to `end` in the old text, `shift` further on in the new one."""

    start: int
    end: int
    shift: int


@dataclass(frozen=True, slots=True)
class StableBlock:
    """Text that is certainly unchanged (`core`), and all the equal text around it (`extent`)."""

    core: Block
    extent: Block


class Alignment:
    """The word diff of two texts, with the parts that are certainly unchanged.

    A diff alone does not show what is unchanged. If "Officials in Herat said 30 fell." replaces
    "Officials in Kabul said 30 fell.", the diff treats most words as the same. And a gap between
    two equal blocks can often slide: if "The one. " is inserted before "The two.", the new words
    may as well be "one. The ". So each block is extended over its gaps while the tokens are
    equal, and then trimmed to what is certain: to whole sentences, or to words next to the
    change that are too distinctive to have been retyped by chance. Extended blocks still lie
    on a longest common subsequence, like the diff's own blocks.
    """

    def __init__(self, old: str, new: str):
        self._old_text, self._new_text = old, new
        numbers = TokenNumbers()
        self._old, self._new = tokenize(old, numbers), tokenize(new, numbers)
        # The starts of both texts correspond, and so do their ends.
        last = Run(len(self._old.numbers), len(self._new.numbers), 0)
        runs = [Run(0, 0, 0), *equal_runs(self._old, self._new), last]
        self._blocks = [self._block(run) for run in runs]
        self._starts = [block.start for block in self._blocks]
        self._ends = [block.end for block in self._blocks]
        self._old_edges, self._new_edges = sentence_edges(old), sentence_edges(new)
        old_words, new_words = (
            TextWords(self._old, self._old_edges[0]),
            TextWords(self._new, self._new_edges[0]),
        )
        self._words = old_words, new_words
        figures = {
            chr(number)
            for token, number in numbers.items()
            if token.isnumeric() and number <= sys.maxunicode
        }
        self.word_counts = WordCounts(old_words, new_words, figures)
        self._evidence = EdgeEvidence(old_words, new_words, figures)
        self._grown = [self._trimmed(_grow(self._old, self._new, run)) for run in runs]
        self._stable_blocks = [block for block in self._grown if block.core.start < block.core.end]
        cores = [block.core for block in self._stable_blocks]
        self._old_overlaps = _Overlaps((block.start, block.end) for block in cores)
        self._new_overlaps = _Overlaps(
            (block.start + block.shift, block.end + block.shift) for block in cores
        )

    def stable_block(self, start: int, end: int) -> StableBlock | None:
        """Return the block whose core contains the old span.

        None if words of the span changed, if words next to it changed and there is too little
        evidence, or if two blocks claim the span or its new position.
        """
        blocks = [
            self._stable_blocks[index] for index in self._old_overlaps.overlapping(start, end)
        ]
        if len({block.core.shift for block in blocks}) != 1:
            return None
        shift = blocks[0].core.shift
        rivals = [
            self._stable_blocks[index]
            for index in self._new_overlaps.overlapping(start + shift, end + shift)
        ]
        if any(rival.core.shift != shift for rival in rivals):
            return None
        for block in blocks:
            if block.core.start <= start and end <= block.core.end:
                return block
        return None

    def block_in_edited_sentence(self, start: int, end: int) -> StableBlock | None:
        """Return the block that contains the old span, where only small edits are next to it.

        None if words of the span changed, or if the change next to it is too large, or if any
        other equal text claims the span or its new position.
        """
        index = bisect_right(self._starts, start) - 1
        block, grown = self._blocks[index], self._grown[index]
        if end > block.end or index not in self._word_runs:
            return None
        run = self._word_runs[index]
        first, last = self._words[0].touched(start, end)
        certain_first, certain_last = self._edited_sentences.certain_words(run)
        if (start < grown.core.start and first < certain_first) or (
            end > grown.core.end and certain_last < last
        ):
            return None
        shift = block.shift
        claims = [
            *self._old_extents.overlapping(start, end),
            *self._new_extents.overlapping(start + shift, end + shift),
        ]
        if any(self._grown[claim].extent.shift != shift for claim in claims):
            return None
        return StableBlock(block, grown.extent)

    @cached_property
    def _equal_words(self) -> list[WordRun]:
        """The words of each block."""
        old, new = self._words
        runs = []
        for block in self._blocks:
            first, last = old.between(block.start, block.end)
            new_first, _ = new.between(block.start + block.shift, 0)
            runs.append(WordRun(first, last, new_first - first))
        return runs

    @cached_property
    def _word_runs(self) -> dict[int, WordRun]:
        """{index of a block: its words} of the blocks that are surely not equal by chance.

        The starts of both texts and their ends are among them.
        """
        last = len(self._blocks) - 1
        return {
            index: run
            for index, run in enumerate(self._equal_words)
            if index in (0, last)
            or run in self._joined_runs
            or self._evidence.bits(run.start, run.end) >= REQUIRED_BITS
        }

    @cached_property
    def _joined_runs(self) -> set[WordRun]:
        return joined_runs(*self._words, self._equal_words, self._evidence)

    @cached_property
    def _edited_sentences(self) -> EditedSentences:
        runs = list(self._word_runs.values())
        return EditedSentences(
            *self._words, runs, self._evidence, self._equal_words, self._joined_runs
        )

    def has_exchange(self, start: int, end: int) -> bool:
        """Return whether a name or figure was exchanged in a sentence that the old span touches."""
        starts = self._old_edges[0]
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end)
        return not self._exchanged_sentences.isdisjoint(range(first, last))

    @cached_property
    def _exchanged_sentences(self) -> set[int]:
        """The indexes of the old sentences in which a name or figure was exchanged."""
        old, new = self._words
        exchanges = Exchanges(old.words, [first for first, _ in old.sentences])
        sentences: set[int] = set()
        for before, after in pairwise(self._blocks):
            first, last = old.between(before.end, after.start)
            new_span = new.between(before.end + before.shift, after.start + after.shift)
            if exchanges.is_exchange(old.words[first:last], new.words[slice(*new_span)]):
                starts = self._old_edges[0]
                touched = (
                    bisect_right(starts, old.starts[first]),
                    bisect_right(starts, old.starts[last - 1]),
                )
                sentences.update(range(touched[0] - 1, touched[1]))
        return sentences

    @cached_property
    def _old_extents(self) -> "_Overlaps":
        return _Overlaps((block.extent.start, block.extent.end) for block in self._grown)

    @cached_property
    def _new_extents(self) -> "_Overlaps":
        return _Overlaps(
            (block.extent.start + block.extent.shift, block.extent.end + block.extent.shift)
            for block in self._grown
        )

    def moved_sentences(self, start: int, end: int) -> int | None:
        """Return how far the sentences that an old span touches were moved.

        None if they changed, or do not occur once in both texts as whole sentences, or if their
        words may have been typed anew.
        """
        first, last = self.sentences(start, end)
        words = self._words[0].between(first, last)
        if (
            self._evidence.telling_words(*words)
            < max(MIN_MOVED_WORDS, 2 * self._evidence.required_count)
            or self.word_counts.is_repeated(first, last)
            or self.word_counts.is_doubled(first, last)
            or self.word_counts.resembles_another(first, last)
            or self.word_counts.has_doubled_phrase(first, last)
        ):
            return None
        sentences = self._old_text[first:last]
        position = self._new_text.find(sentences)
        if (
            position < 0
            or not _contains(self._new_edges[0], position)
            or not _contains(self._new_edges[1], position + last - first)
            or not self.occurs_once(first, last)
        ):
            return None
        before, after = self._old_text[:first], self._old_text[last:]
        around = (
            first - _common_length(before[::-1], self._new_text[:position][::-1]),
            last + _common_length(after, self._new_text[position + last - first :]),
        )
        if self._evidence.telling_words(*self._words[0].between(*around)) < MIN_MOVED_AROUND:
            return None
        return position - first

    def is_held(self, start: int, end: int, within: Block) -> bool:
        """Return whether unbroken equal text has telling words on each side of the old span.

        Then the span was left where it is, whatever else is like it; unless its sentences were
        doubled, or the ones next to them, because the words on one side may belong to the copy.
        Rare words alone do not tell this: of two like rows they may belong to either.
        """
        first, last = self._words[0].between(within.start, within.end)
        before, after = self._words[0].between(start, end)
        first_sentence, last_sentence = self.sentences(start, end)
        beside = self.sentences(
            max(within.start, first_sentence - 1), min(within.end, last_sentence + 1)
        )
        return all(
            self._evidence.telling_words(*side) > 0 and self._evidence.bits(*side) >= REQUIRED_BITS
            for side in [(first, before), (after, last)]
        ) and not self.word_counts.is_doubled(*beside)

    def occurs_once(self, start: int, end: int) -> bool:
        """Return whether equal text occurs once in the old text and once in the new one."""
        if self._evidence.is_once(start, end):
            return True
        part = self._old_text[start:end]
        return _occurs_once(part, self._old_text) and _occurs_once(part, self._new_text)

    def occurs_as_often(self, start: int, end: int) -> bool:
        """Return whether the words of equal text occur equally often in both texts."""
        return self._evidence.is_once(start, end) or self.word_counts.occurs_as_often(start, end)

    def sentences(self, start: int, end: int, within: Block | None = None) -> tuple[int, int]:
        """Return the start and end of the sentences that the old span touches, inside `within`."""
        starts, ends = self._old_edges
        first = starts[bisect_right(starts, start) - 1]
        last = ends[bisect_left(ends, end)]
        return (max(first, within.start), min(last, within.end)) if within else (first, last)

    def mapped_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the new text that corresponds to an old span.

        If words at its edges changed, the new words are included. If the span was cut, the
        result is empty or even ends before it starts.
        """
        before = self._blocks[bisect_right(self._starts, start) - 1]
        after = self._blocks[bisect_left(self._ends, end)]
        return min(start, before.end) + before.shift, max(end, after.start) + after.shift

    def _block(self, run: Run) -> Block:
        start = self._old.starts[run.old]
        end = self._old.starts[run.old + run.length]
        return Block(start, end, self._new.starts[run.new] - start)

    def _trimmed(self, run: Run) -> StableBlock:
        block = self._block(run)
        start, end = self._evidence.trim(block.start, block.end)
        start = min(start, self._first_sentence_start(block))
        end = max(end, self._last_sentence_end(block))
        return StableBlock(Block(start, end, block.shift), block)

    def _first_sentence_start(self, block: Block) -> int:
        """Return the first position in the block where a sentence starts in both texts."""
        old_starts, new_starts = self._old_edges[0], self._new_edges[0]
        for index in range(bisect_left(old_starts, block.start), len(old_starts)):
            position = old_starts[index]
            if position >= block.end:
                break
            if _contains(new_starts, position + block.shift):
                return position
        return block.end

    def _last_sentence_end(self, block: Block) -> int:
        """Return the last position in the block where a sentence ends in both texts."""
        old_ends, new_ends = self._old_edges[1], self._new_edges[1]
        for index in range(bisect_right(old_ends, block.end) - 1, -1, -1):
            position = old_ends[index]
            if position <= block.start:
                break
            if _contains(new_ends, position + block.shift):
                return position
        return block.start


class _Overlaps:
    """Finds which of many spans overlap a given one."""

    def __init__(self, spans: Iterable[tuple[int, int]]):
        self._spans = sorted((start, end, index) for index, (start, end) in enumerate(spans))
        self._longest = max((end - start for start, end, _ in self._spans), default=0)

    def overlapping(self, start: int, end: int) -> list[int]:
        first = bisect_left(self._spans, (start - self._longest,))
        last = bisect_left(self._spans, (end,))
        return [index for _, other_end, index in self._spans[first:last] if other_end > start]


def _occurs_once(part: str, text: str) -> bool:
    first = text.find(part)
    return first >= 0 and text.find(part, first + 1) < 0


def _common_length(one: str, other: str) -> int:
    """Return how many of the first code points are equal."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


def _contains(positions: list[int], position: int) -> bool:
    index = bisect_left(positions, position)
    return index < len(positions) and positions[index] == position


def _grow(old: Tokens, new: Tokens, run: Run) -> Run:
    """Extend a run of equal tokens at both ends, over gaps and other runs."""
    old_start, new_start = run.old, run.new
    while (
        old_start > 0
        and new_start > 0
        and old.numbers[old_start - 1] == new.numbers[new_start - 1]
        and old.starts[run.old] - old.starts[old_start] < MAX_GROWTH
    ):
        old_start, new_start = old_start - 1, new_start - 1
    run_end = old_end = run.old + run.length
    new_end = run.new + run.length
    while (
        old_end < len(old.numbers)
        and new_end < len(new.numbers)
        and old.numbers[old_end] == new.numbers[new_end]
        and old.starts[old_end] - old.starts[run_end] < MAX_GROWTH
    ):
        old_end, new_end = old_end + 1, new_end + 1
    return Run(old_start, new_start, old_end - old_start)
