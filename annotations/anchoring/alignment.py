"""Where the words of an old text went in a new one, and where that is beyond doubt.

Offsets are half-open and count code points.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log2
from operator import add

from annotations.anchoring.sentences import sentence_edges
from annotations.anchoring.word_counts import WordCounts, Words
from annotations.anchoring.word_diff import Numbers, Run, Tokens, equal_runs, tokens

# How far a block is grown, in code points: further than a paragraph that was doubled.
GROWTH = 2000

# How unlikely it must be, in bits, that the words next to a change were typed anew. Words
# that stand in a pattern are typed anew often: a text of as many telling words as PATTERN
# or less has nothing that tells. So in 8 kB of news two telling words are enough and in
# 2 kB three, and in a few sentences none are.
ENOUGH, PATTERN = 10, 32


@dataclass(frozen=True, slots=True)
class Block:
    """Text that both have: the old `start` to `end`, in the new one `shift` further on."""

    start: int
    end: int
    shift: int


@dataclass(frozen=True, slots=True)
class StableBlock:
    """A part of the old text that stayed beyond doubt, and all the equal text around it."""

    sure: Block
    within: Block


class Alignment:
    """The places of a new text to which the diff by words leads from an old one.

    A diff alone does not know what stayed. Where "Officials in Kabul said 30 fell." gives
    way to "Officials in Herat said 30 fell." it takes most of it for the same words. And a
    gap between two equal blocks can often slide: where "The one. " is put before "The two."
    the new words may as well be "one. The ". So each block is grown over its gaps as long
    as the tokens are equal, and then cut back to what is beyond doubt: to whole sentences,
    or by words next to the change that are too telling to have been typed anew by chance.
    What a grown block leads to lies on a longest common subsequence, as what the diff
    itself picked does.
    """

    def __init__(self, old: str, new: str):
        known = Numbers()
        self._old, self._new = tokens(old, known), tokens(new, known)
        # Both texts start and end together: before the first words and after the last.
        last = Run(len(self._old.numbers), len(self._new.numbers), 0)
        runs = [Run(0, 0, 0), *equal_runs(self._old, self._new), last]
        self._blocks = [self._block(run) for run in runs]
        self._starts = [block.start for block in self._blocks]
        self._ends = [block.end for block in self._blocks]
        self._old_edges, self._new_edges = sentence_edges(old), sentence_edges(new)
        old_words, new_words = (
            Words(self._old, self._old_edges[0]),
            Words(self._new, self._new_edges[0]),
        )
        self.conservation = WordCounts(old_words, new_words)
        self._margins = EdgeEvidence(old_words, new_words)
        stays = [self._stay(_grown(self._old, self._new, run)) for run in runs]
        self._stays = [stay for stay in stays if stay.sure.start < stay.sure.end]
        sure = [stay.sure for stay in self._stays]
        self._by_old = _Overlaps((block.start, block.end) for block in sure)
        self._by_new = _Overlaps(
            (block.start + block.shift, block.end + block.shift) for block in sure
        )

    def stay(self, start: int, end: int) -> StableBlock | None:
        """Return what holds the old span beyond doubt.

        None where words of the span changed, where words next to it did and what is left
        says too little, and where two parts claim the span or its new place.
        """
        claims = [self._stays[index] for index in self._by_old.over(start, end)]
        if len({claim.sure.shift for claim in claims}) != 1:
            return None
        shift = claims[0].sure.shift
        rivals = [self._stays[index] for index in self._by_new.over(start + shift, end + shift)]
        if any(rival.sure.shift != shift for rival in rivals):
            return None
        for claim in claims:
            if claim.sure.start <= start and end <= claim.sure.end:
                return claim
        return None

    def sentences(self, start: int, end: int, within: Block) -> tuple[int, int]:
        """Return the edges of the sentences that the old span touches, as far as `within`."""
        starts, ends = self._old_edges
        first = starts[bisect_right(starts, start) - 1]
        last = ends[bisect_left(ends, end)]
        return max(first, within.start), min(last, within.end)

    def led_to(self, start: int, end: int) -> tuple[int, int]:
        """Return the part of the new text that stands where the old span stood.

        Where words at its edges changed, the new words are in it. It is empty, or even
        ends before it starts, where the span was cut.
        """
        before = self._blocks[bisect_right(self._starts, start) - 1]
        after = self._blocks[bisect_left(self._ends, end)]
        return min(start, before.end) + before.shift, max(end, after.start) + after.shift

    def _block(self, run: Run) -> Block:
        start = self._old.at[run.old]
        end = self._old.at[run.old + run.length]
        return Block(start, end, self._new.at[run.new] - start)

    def _stay(self, run: Run) -> StableBlock:
        block = self._block(run)
        start, end = self._margins.inner(block.start, block.end)
        start = min(start, self._first_edge(block))
        end = max(end, self._last_edge(block))
        return StableBlock(Block(start, end, block.shift), block)

    def _first_edge(self, block: Block) -> int:
        """Return where the first sentence starts that starts in both texts."""
        old_starts, new_starts = self._old_edges[0], self._new_edges[0]
        for index in range(bisect_left(old_starts, block.start), len(old_starts)):
            at = old_starts[index]
            if at >= block.end:
                break
            if _holds(new_starts, at + block.shift):
                return at
        return block.end

    def _last_edge(self, block: Block) -> int:
        old_ends, new_ends = self._old_edges[1], self._new_edges[1]
        for index in range(bisect_right(old_ends, block.end) - 1, -1, -1):
            at = old_ends[index]
            if at <= block.start:
                break
            if _holds(new_ends, at + block.shift):
                return at
        return block.start


class EdgeEvidence:
    """How many words at the edges of equal text may have been typed anew by chance.

    Telling is a word that stands once in both texts, and a pair of neighbours that does.
    """

    def __init__(self, old: Words, new: Words):
        self._words = old
        self._at = old.at
        self._telling = _standing_once(old.text) & _standing_once(new.text)
        bits = log2(max(1, len(self._telling) / PATTERN))
        self._needed = ENOUGH / bits if bits else len(old.text) + 1

    def inner(self, start: int, end: int) -> tuple[int, int]:
        """Return what is left of equal text when its doubtful words are taken off."""
        first, last = self._words.between(start, end)
        text, at, telling = self._words.text, self._words.at, self._telling
        index, told = first, 0
        while index < last and told < self._needed:
            told += text[max(first, index - 1) : index + 1] in telling
            index += 1
        inner_start = at[index] if index < last else end
        index, told = last, 0
        while index > first and told < self._needed:
            index -= 1
            told += text[index : min(last, index + 2)] in telling
        return inner_start, at[index] if index > first else start


class _Overlaps:
    """Spans, asked which of them overlap one."""

    def __init__(self, spans: Iterable[tuple[int, int]]):
        self._spans = sorted((start, end, index) for index, (start, end) in enumerate(spans))
        self._longest = max((end - start for start, end, _ in self._spans), default=0)

    def over(self, start: int, end: int) -> list[int]:
        first = bisect_left(self._spans, (start - self._longest,))
        last = bisect_left(self._spans, (end,))
        return [index for _, other_end, index in self._spans[first:last] if other_end > start]


def _standing_once(text: str) -> set[str]:
    """Return the words and the pairs of neighbours that stand once in a text of words."""
    times = Counter(text)
    times.update(map(add, text, text[1:]))
    return {words for words, number in times.items() if number == 1}


def _holds(places: list[int], at: int) -> bool:
    index = bisect_left(places, at)
    return index < len(places) and places[index] == at


def _grown(old: Tokens, new: Tokens, run: Run) -> Run:
    """Grow a run of equal tokens at both ends, over gaps and other runs."""
    first, first_new = run.old, run.new
    while (
        first > 0
        and first_new > 0
        and old.numbers[first - 1] == new.numbers[first_new - 1]
        and old.at[run.old] - old.at[first] < GROWTH
    ):
        first, first_new = first - 1, first_new - 1
    end = after = run.old + run.length
    after_new = run.new + run.length
    while (
        after < len(old.numbers)
        and after_new < len(new.numbers)
        and old.numbers[after] == new.numbers[after_new]
        and old.at[after] - old.at[end] < GROWTH
    ):
        after, after_new = after + 1, after_new + 1
    return Run(first, first_new, after - first)
