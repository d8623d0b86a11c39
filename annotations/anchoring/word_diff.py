"""The word diff of two texts."""

import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

# Words, white space, and single other characters: if a sentence is added to a paragraph,
# only the white space after the full stop changes.
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")

# The diff uses a bit for each pair of words: this many take 50 MB and 0.2 seconds. Two texts of
# 120 kB that differ in their first and last words reach the limit.
MAX_PAIRS = 4 * 10**8

# This many consecutive words that occur once in each of two large texts are taken as equal.
ANCHOR_WORDS = 3


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as tokens, including white space.

    `numbers` are equal for equal tokens. `at` has the start of each, in code points, and then
    the length of the text. `words` are the indexes of tokens other than white space, including
    punctuation.
    """

    texts: list[str]
    numbers: list[int]
    starts: list[int]
    words: list[int]


@dataclass(frozen=True, slots=True)
class Run:
    """`length` equal tokens, from old token `old` and new token `new` on."""

    old: int
    new: int
    length: int


class TokenNumbers(dict[str, int]):
    """Numbers each distinct token on first look-up; shared by both texts."""

    def __missing__(self, token: str) -> int:
        self[token] = len(self)
        return self[token]


def tokenize(text: str, numbers: TokenNumbers) -> Tokens:
    """Split a text into tokens, numbered by `numbers`.

    >>> tokenize("Kabul fell.", TokenNumbers()).starts
    [0, 5, 6, 10, 11]
    """
    texts = _TOKEN.findall(text)
    token_numbers = [numbers[each] for each in texts]
    spaces = {number for each, number in numbers.items() if each.isspace()}
    words = [index for index, number in enumerate(token_numbers) if number not in spaces]
    return Tokens(texts, token_numbers, [0, *accumulate(map(len, texts))], words)


def equal_runs(old: Tokens, new: Tokens, max_pairs: int = MAX_PAIRS) -> list[Run]:
    """Return the runs of equal tokens, in order, each from a word to a word.

    The words are a longest common subsequence, by Indel.opcodes of rapidfuzz (20 ms, compared
    with 12 s for difflib). White space is ignored, so that it does not outweigh words, but a run
    ends where it differs. Texts beyond `max_pairs` are split at words that occur once in both, as
    in Bram Cohen's patience diff; parts that are still too large are not compared, so that fewer
    words are reported as equal, never more.
    """
    if max(old.numbers + new.numbers, default=0) > sys.maxunicode:
        return []
    # Slices of text compare and hash much faster than those of lists.
    old_words, new_words = (
        "".join([chr(text.numbers[index]) for index in text.words]) for text in (old, new)
    )
    runs = _join_adjacent(_compare(old_words, new_words, max_pairs))
    return [run for words in runs for run in _token_runs(old, new, words)]


def _token_runs(old: Tokens, new: Tokens, words: Run) -> Iterator[Run]:
    """Turn a run of words into runs of tokens."""
    old_at = old.words[words.old : words.old + words.length]
    new_at = new.words[words.new : words.new + words.length]
    if old.numbers[old_at[0] : old_at[-1]] == new.numbers[new_at[0] : new_at[-1]]:
        yield Run(old_at[0], new_at[0], old_at[-1] + 1 - old_at[0])
        return
    first = 0
    for index, (old_pair, new_pair) in enumerate(
        zip(pairwise(old_at), pairwise(new_at), strict=True), start=1
    ):
        if old.numbers[slice(*old_pair)] != new.numbers[slice(*new_pair)]:
            yield Run(
                old_at[first],
                new_at[first],
                old_pair[0] + 1 - old_at[first],
            )
            first = index
    yield Run(old_at[first], new_at[first], old_at[-1] + 1 - old_at[first])


def _compare(old: str, new: str, max_pairs: int) -> Iterator[Run]:
    """Compare two texts by characters and yield the equal runs, in order."""
    # Takes long to load, and this module also stands behind pages that compare nothing.
    from rapidfuzz.distance import Indel

    start = _common_prefix(old, new)
    end = _common_prefix(old[start:][::-1], new[start:][::-1])
    yield Run(0, 0, start)
    pairs_left = max_pairs
    old_at = new_at = start
    old_end, new_end = len(old) - end, len(new) - end
    anchors = [(old_end, new_end)]
    if (old_end - start) * (new_end - start) > max_pairs:
        anchors = [*_anchors(old, new, start, old_end, new_end), *anchors]
    for old_anchor, new_anchor in anchors:
        if old_anchor < old_at or new_anchor < new_at:
            continue
        pairs = (old_anchor - old_at) * (new_anchor - new_at)
        if pairs <= pairs_left:
            pairs_left -= pairs
            for code in Indel.opcodes(old[old_at:old_anchor], new[new_at:new_anchor]):
                if code.tag == "equal":
                    length = code.src_end - code.src_start
                    yield Run(old_at + code.src_start, new_at + code.dest_start, length)
        old_at, new_at = old_anchor, new_anchor
        while old_at < old_end and new_at < new_end and old[old_at] == new[new_at]:
            old_at, new_at = old_at + 1, new_at + 1
        yield Run(old_anchor, new_anchor, old_at - old_anchor)
    yield Run(old_end, new_end, end)


def _common_prefix(old: str, new: str) -> int:
    """Return the length of the common prefix, in characters."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _anchors(old: str, new: str, start: int, old_end: int, new_end: int) -> list[tuple[int, int]]:
    """Return the positions of word groups that occur once in both texts, in the same order."""
    old_groups, new_groups = (
        _unique_groups(old, start, old_end),
        _unique_groups(new, start, new_end),
    )
    pairs = [
        (position, new_groups[words])
        for words, position in old_groups.items()
        if words in new_groups
    ]
    # Longest increasing subsequence by patience sorting.
    pile_tops: list[int] = []
    piles: list[int] = []
    predecessors: list[int] = []
    for index, (_, position) in enumerate(pairs):
        pile = bisect_left(pile_tops, position)
        pile_tops[pile : pile + 1] = [position]
        piles[pile : pile + 1] = [index]
        predecessors.append(piles[pile - 1] if pile else -1)
    chain = []
    index = piles[-1] if piles else -1
    while index >= 0:
        chain.append(pairs[index])
        index = predecessors[index]
    return chain[::-1]


def _unique_groups(text: str, start: int, end: int) -> dict[str, int]:
    groups = [
        text[position : position + ANCHOR_WORDS]
        for position in range(start, end - ANCHOR_WORDS + 1)
    ]
    counts = Counter(groups)
    return {group: position for position, group in enumerate(groups, start) if counts[group] == 1}


def _join_adjacent(runs: Iterator[Run]) -> list[Run]:
    """Join adjacent runs, and drop empty ones."""
    joined: list[Run] = []
    for run in runs:
        if not run.length:
            continue
        last = joined[-1] if joined else Run(0, 0, 0)
        if joined and (last.old + last.length, last.new + last.length) == (run.old, run.new):
            joined[-1] = Run(last.old, last.new, last.length + run.length)
        else:
            joined.append(run)
    return joined
