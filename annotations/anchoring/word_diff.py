"""The diff of two texts by words."""

import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from rapidfuzz.distance import Indel

# Words, white space, and each other character for itself: where a sentence is added to
# a paragraph, only the white space after the full stop changes.
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")

# The diff keeps a bit for each pair of words: this many take 50 MB and a fifth of a
# second. Two texts of 120 kB that differ in their first and in their last word come to it.
MOST_PAIRS = 4 * 10**8

# So many words in a row that stand once in each of two large texts are the same words.
ANCHOR = 3


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as tokens, white space among them.

    `numbers` are equal for equal tokens. `at` is where each starts, in code points, and
    ends with the length of the text. `words` are the indexes of what is not white space,
    signs among them.
    """

    texts: list[str]
    numbers: list[int]
    at: list[int]
    words: list[int]


@dataclass(frozen=True, slots=True)
class Run:
    """Equal tokens: `length` of them from old token `old` and from new token `new` on."""

    old: int
    new: int
    length: int


class Numbers(dict[str, int]):
    """Gives each token a number of its own when it is first asked for; serves both texts."""

    def __missing__(self, token: str) -> int:
        self[token] = len(self)
        return self[token]


def tokens(text: str, known: Numbers) -> Tokens:
    """Cut a text into tokens."""
    texts = _TOKEN.findall(text)
    numbers = [known[each] for each in texts]
    spaces = {number for each, number in known.items() if each.isspace()}
    words = [index for index, number in enumerate(numbers) if number not in spaces]
    return Tokens(texts, numbers, [0, *accumulate(map(len, texts))], words)


def equal_runs(old: Tokens, new: Tokens, most_pairs: int = MOST_PAIRS) -> list[Run]:
    """Return the runs of equal tokens, in order, each from a word to a word.

    The words are a longest common subsequence, by Indel.opcodes of rapidfuzz (20 ms where
    the standard difflib takes 12 s). White space is left out of it, lest it outweigh
    words, and ends a run where it differs. What is beyond `most_pairs` is cut at words that
    stand once in both texts, as in Bram Cohen's patience diff, and what is too large even
    so is not compared: then fewer words are known to be equal, never more.
    """
    if max(old.numbers + new.numbers, default=0) > sys.maxunicode:
        return []
    # Slices of text compare and hash much faster than those of lists.
    old_words, new_words = (
        "".join([chr(text.numbers[at]) for at in text.words]) for text in (old, new)
    )
    runs = _joined(_equal(old_words, new_words, most_pairs))
    return [run for words in runs for run in _with_space(old, new, words)]


def _with_space(old: Tokens, new: Tokens, words: Run) -> Iterator[Run]:
    """Turn a run of words into runs of tokens."""
    olds = old.words[words.old : words.old + words.length]
    news = new.words[words.new : words.new + words.length]
    if old.numbers[olds[0] : olds[-1]] == new.numbers[news[0] : news[-1]]:
        yield Run(olds[0], news[0], olds[-1] + 1 - olds[0])
        return
    first = 0
    for here, (old_pair, new_pair) in enumerate(
        zip(pairwise(olds), pairwise(news), strict=True), start=1
    ):
        if old.numbers[slice(*old_pair)] != new.numbers[slice(*new_pair)]:
            yield Run(olds[first], news[first], old_pair[0] + 1 - olds[first])
            first = here
    yield Run(olds[first], news[first], olds[-1] + 1 - olds[first])


def _equal(old: str, new: str, most_pairs: int) -> Iterator[Run]:
    """Compare two texts character by character and yield what is equal, in order."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    yield Run(0, 0, start)
    left = most_pairs
    old_at = new_at = start
    old_end, new_end = len(old) - end, len(new) - end
    anchors = [(old_end, new_end)]
    if (old_end - start) * (new_end - start) > most_pairs:
        anchors = [*_anchors(old, new, start, old_end, new_end), *anchors]
    for old_anchor, new_anchor in anchors:
        if old_anchor < old_at or new_anchor < new_at:
            continue
        pairs = (old_anchor - old_at) * (new_anchor - new_at)
        if pairs <= left:
            left -= pairs
            for code in Indel.opcodes(old[old_at:old_anchor], new[new_at:new_anchor]):
                if code.tag == "equal":
                    length = code.src_end - code.src_start
                    yield Run(old_at + code.src_start, new_at + code.dest_start, length)
        old_at, new_at = old_anchor, new_anchor
        while old_at < old_end and new_at < new_end and old[old_at] == new[new_at]:
            old_at, new_at = old_at + 1, new_at + 1
        yield Run(old_anchor, new_anchor, old_at - old_anchor)
    yield Run(old_end, new_end, end)


def _common(old: str, new: str) -> int:
    """Return how many characters at the start are equal."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _anchors(old: str, new: str, start: int, old_end: int, new_end: int) -> list[tuple[int, int]]:
    """Return where words in a row stand that stand once in both, all in the same order."""
    old_places, new_places = (
        _standing_once(old, start, old_end),
        _standing_once(new, start, new_end),
    )
    pairs = [(at, new_places[words]) for words, at in old_places.items() if words in new_places]
    # A longest rising subsequence, by patience sorting: each pile keeps its lowest last.
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for index, (_, at) in enumerate(pairs):
        pile = bisect_left(tops, at)
        tops[pile : pile + 1] = [at]
        piles[pile : pile + 1] = [index]
        before.append(piles[pile - 1] if pile else -1)
    chain = []
    index = piles[-1] if piles else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _standing_once(text: str, start: int, end: int) -> dict[str, int]:
    rows = [text[at : at + ANCHOR] for at in range(start, end - ANCHOR + 1)]
    times = Counter(rows)
    return {row: at for at, row in enumerate(rows, start) if times[row] == 1}


def _joined(runs: Iterator[Run]) -> list[Run]:
    """Join runs that meet, and leave out those that are empty."""
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
