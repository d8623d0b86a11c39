"""Where the words of an old text went in a new one.

Offsets are half-open and count code points.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

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
    random. So each block is grown over its gaps as long as the tokens are equal, and where
    two blocks then claim one place, in the old text or in the new, the diff cannot tell.
    What a grown block leads to lies on a longest common subsequence, as what the diff
    itself picked does.
    """

    def __init__(self, old: str, new: str):
        known: dict[str, int] = {}
        old_tokens, new_tokens = tokens(old, known), tokens(new, known)
        runs = equal_runs(old_tokens, new_tokens)
        self._new_length = len(new)
        self._blocks = [_block(old_tokens, new_tokens, run) for run in runs]
        self._grown = [
            _block(old_tokens, new_tokens, _grown(old_tokens, new_tokens, run)) for run in runs
        ]
        self._starts = [block.start for block in self._blocks]
        self._ends = [block.end for block in self._blocks]
        self._new_starts = [block.start + block.shift for block in self._blocks]
        self._new_ends = [block.end + block.shift for block in self._blocks]
        growths = [
            max(block.start - grown.start, grown.end - block.end)
            for block, grown in zip(self._blocks, self._grown, strict=True)
        ]
        self._longest_growth = max(growths, default=0)

    def equal_block(self, start: int, end: int) -> Block | None:
        """Return the unchanged text in which the old span stands, with its one way on.

        None where words of the span changed, and where the diff cannot tell: where two
        blocks lead on from the old place, or to the new one.
        """
        claims = [block for block in self._near(start, end) if block.covers(start, end)]
        if len({block.shift for block in claims}) != 1:
            return None
        shift = claims[0].shift
        for rival in self._near_new(start + shift, end + shift):
            back = shift - rival.shift
            if back and rival.covers(start + back, end + back):
                return None
        first, last = min(block.start for block in claims), max(block.end for block in claims)
        return Block(first, last, shift)

    def led_to(self, start: int, end: int) -> tuple[int, int]:
        """Return the part of the new text that stands where the old span stood.

        Where words at its edges changed, the new words are in it. It is empty, or even
        ends before it starts, where the span was cut.
        """
        before = bisect_right(self._starts, start) - 1
        new_start = 0
        if before >= 0:
            new_start = min(start, self._ends[before]) + self._blocks[before].shift
        after = bisect_left(self._ends, end)
        new_end = self._new_length
        if after < len(self._blocks):
            new_end = max(end, self._starts[after]) + self._blocks[after].shift
        return new_start, new_end

    def _near(self, start: int, end: int) -> list[Block]:
        first = bisect_left(self._ends, start - self._longest_growth)
        after = bisect_right(self._starts, end + self._longest_growth)
        return self._grown[first:after]

    def _near_new(self, start: int, end: int) -> list[Block]:
        first = bisect_left(self._new_ends, start - self._longest_growth)
        after = bisect_right(self._new_starts, end + self._longest_growth)
        return self._grown[first:after]


def _block(old: Tokens, new: Tokens, run: Run) -> Block:
    start = old.at[run.old]
    return Block(start, old.at[run.old + run.length], new.at[run.new] - start)


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
