"""Where the words of an old text went in a new one.

Offsets are half-open and count code points.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from annotations.sentence_ends import sentence_ends
from annotations.word_diff import Run, Tokens, equal_runs, tokens

# How far a block is grown, in code points: further than a paragraph that was doubled.
GROWTH = 2000


@dataclass(frozen=True, slots=True)
class Block:
    """Text that both have: the old `start` to `end`, in the new one `shift` further on."""

    start: int
    end: int
    shift: int

    def covers(self, start: int, end: int) -> bool:
        """Say whether old `start` to `end` lies in the block."""
        return self.start <= start and end <= self.end


class Alignment:
    """The places of a new text to which the diff by words leads from an old one.

    A gap between two equal blocks can often slide: where "The one. " is put before
    "The two.", the new words may as well be "one. The ". The diff picks one of these at
    random. So each block is grown over its gaps as long as the tokens are equal, and
    where two blocks claim the same text, whole sentences are taken to be put in or cut.
    Where that leaves more than one way, the diff cannot tell. What a grown block leads to
    lies on a longest common subsequence, as what the diff itself picked does.
    """

    def __init__(self, old: str, new: str):
        known: dict[str, int] = {}
        self._old, self._new = old, new
        self._old_tokens, self._new_tokens = tokens(old, known), tokens(new, known)
        # Both texts start and end together: before the first words and after the last.
        last = Run(len(self._old_tokens.numbers), len(self._new_tokens.numbers), 0)
        runs = [Run(0, 0, 0), *equal_runs(self._old_tokens, self._new_tokens), last]
        self._blocks = [self._block(run) for run in runs]
        self._grown = [self._block(_grown(self._old_tokens, self._new_tokens, run)) for run in runs]
        self._starts = [block.start for block in self._blocks]
        self._ends = [block.end for block in self._blocks]
        self._new_starts = [block.start + block.shift for block in self._blocks]
        self._new_ends = [block.end + block.shift for block in self._blocks]
        self._longest_growth = max(
            max(block.start - grown.start, grown.end - block.end)
            for block, grown in zip(self._blocks, self._grown, strict=True)
        )
        self._known_switches: dict[tuple[int, int, bool], tuple[int, int]] = {}

    def equal_block(self, start: int, end: int) -> Block | None:
        """Return the unchanged text in which the old span stands, with its one way on.

        None where words of the span changed, and where the diff cannot tell: where the
        old words may have gone elsewhere, or the new ones come from elsewhere.
        """
        claims = [
            self._grown[index]
            for index in self._near(start, end)
            if self._grown[index].covers(start, end) and self._is_certain(index, start, end)
        ]
        if len({block.shift for block in claims}) != 1:
            return None
        first, last = min(block.start for block in claims), max(block.end for block in claims)
        return Block(first, last, claims[0].shift)

    def led_to(self, start: int, end: int) -> tuple[int, int]:
        """Return the part of the new text that stands where the old span stood.

        Where words at its edges changed, the new words are in it. It is empty, or even
        ends before it starts, where the span was cut.
        """
        before = self._blocks[bisect_right(self._starts, start) - 1]
        after = self._blocks[bisect_left(self._ends, end)]
        return min(start, before.end) + before.shift, max(end, after.start) + after.shift

    def _is_certain(self, index: int, start: int, end: int) -> bool:
        """Say whether no other block leads on from the old span, or to the new one."""
        shift = self._grown[index].shift
        for other in self._near(start, end):
            if self._is_rival(index, other, start, end, in_new=False):
                return False
        for other in self._near_new(start + shift, end + shift):
            if self._is_rival(index, other, start + shift, end + shift, in_new=True):
                return False
        return True

    def _is_rival(self, index: int, other: int, start: int, end: int, *, in_new: bool) -> bool:
        if self._grown[index].shift == self._grown[other].shift:
            return False
        first, last = self._switches(min(index, other), max(index, other), in_new=in_new)
        return end > first if index < other else start < last

    def _switches(self, left: int, right: int, *, in_new: bool) -> tuple[int, int]:
        """Return the first and the last place where one block may give way to the next.

        Places of the new text if `in_new`, where old text was cut between the two, else of
        the old text, where new text was put in.
        """
        key = left, right, in_new
        if key not in self._known_switches:
            self._known_switches[key] = self._found_switches(*key)
        return self._known_switches[key]

    def _found_switches(self, left: int, right: int, in_new: bool) -> tuple[int, int]:
        before, after = self._grown[left], self._grown[right]
        if in_new:
            text, low, high = self._new_tokens, after.start + after.shift, before.end + before.shift
            ends, back, forth = self._old_sentence_ends, -before.shift, -after.shift
        else:
            text, low, high = self._old_tokens, after.start, before.end
            ends, back, forth = self._new_sentence_ends, before.shift, after.shift
        # They meet nowhere, or only if text changed its order: then no place is likelier.
        if low >= high or back > forth:
            return low, high
        places = text.at[bisect_left(text.at, low) : bisect_right(text.at, high)]
        ranks = [min(ends.get(at + back, 0), ends.get(at + forth, 0)) for at in places]
        highest = max(ranks)
        best = [at for at, rank in zip(places, ranks, strict=True) if rank == highest]
        return best[0], best[-1]

    @cached_property
    def _old_sentence_ends(self) -> dict[int, int]:
        return sentence_ends(self._old)

    @cached_property
    def _new_sentence_ends(self) -> dict[int, int]:
        return sentence_ends(self._new)

    def _near(self, start: int, end: int) -> range:
        """Return the blocks that reach the old span, and perhaps a few more."""
        first = bisect_left(self._ends, start - self._longest_growth)
        return range(first, bisect_right(self._starts, end + self._longest_growth))

    def _near_new(self, start: int, end: int) -> range:
        first = bisect_left(self._new_ends, start - self._longest_growth)
        return range(first, bisect_right(self._new_starts, end + self._longest_growth))

    def _block(self, run: Run) -> Block:
        start = self._old_tokens.at[run.old]
        end = self._old_tokens.at[run.old + run.length]
        return Block(start, end, self._new_tokens.at[run.new] - start)


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
