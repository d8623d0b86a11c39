"""The diff of two texts by words."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from rapidfuzz.distance import Indel

# Words, white space, and each other character for itself: where a sentence is added to
# a paragraph, only the white space after the full stop changes.
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")

# The diff keeps a bit for each pair of words: this many take 50 MB and a fifth of a
# second. Two texts of 120 kB that differ in their first and in their last word come to it.
MOST_PAIRS = 4 * 10**8


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as tokens, white space among them.

    `numbers` are equal for equal tokens. `at` is where each starts, in code points, and
    ends with the length of the text. `words` are the indexes of what is not white space.
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


def tokens(text: str, known: dict[str, int]) -> Tokens:
    """Cut a text into tokens; `known` keeps their numbers and serves for both texts."""
    texts = _TOKEN.findall(text)
    numbers = [known.setdefault(each, len(known)) for each in texts]
    words = [index for index, each in enumerate(texts) if not each.isspace()]
    return Tokens(texts, numbers, [0, *accumulate(map(len, texts))], words)


def equal_runs(old: Tokens, new: Tokens, most_pairs: int = MOST_PAIRS) -> list[Run]:
    """Return the runs of equal tokens, in order, each from a word to a word.

    The words are a longest common subsequence, by Indel.opcodes of rapidfuzz (20 ms where
    the standard difflib takes 12 s). White space is left out of it, lest it outweigh
    words, and ends a run where it differs. Beyond `most_pairs` texts are compared by lines
    first and by words only in the lines that changed, or not at all where these too are
    beyond it: then fewer words are known to be equal, never more.
    """
    if len(old.words) * len(new.words) <= most_pairs:
        return list(_equal_tokens(old, new, old.words, new.words))
    return _joined(old, new, _equal_by_lines(old, new, most_pairs))


def _equal_tokens(
    old: Tokens, new: Tokens, old_words: Sequence[int], new_words: Sequence[int]
) -> Iterator[Run]:
    """Compare the words of these indexes and yield runs of tokens."""
    for run in _equal(
        [old.numbers[index] for index in old_words], [new.numbers[index] for index in new_words]
    ):
        olds = old_words[run.old : run.old + run.length]
        news = new_words[run.new : run.new + run.length]
        if old.numbers[olds[0] : olds[-1]] == new.numbers[news[0] : news[-1]]:
            yield Run(olds[0], news[0], olds[-1] + 1 - olds[0])
            continue
        first = 0
        for here, (old_pair, new_pair) in enumerate(
            zip(pairwise(olds), pairwise(news), strict=True), start=1
        ):
            if old.numbers[slice(*old_pair)] != new.numbers[slice(*new_pair)]:
                yield Run(olds[first], news[first], old_pair[0] + 1 - olds[first])
                first = here
        yield Run(olds[first], news[first], olds[-1] + 1 - olds[first])


def _equal(old: Sequence[int], new: Sequence[int]) -> Iterator[Run]:
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            yield Run(code.src_start, code.dest_start, code.src_end - code.src_start)


def _equal_by_lines(old: Tokens, new: Tokens, most_pairs: int) -> Iterator[Run]:
    known: dict[tuple[int, ...], int] = {}
    old_edges, new_edges = _line_edges(old), _line_edges(new)
    old_lines, new_lines = _lines(old, old_edges, known), _lines(new, new_edges, known)
    if len(old_lines) * len(new_lines) > most_pairs:
        return
    old_at = new_at = 0
    for run in [*_equal(old_lines, new_lines), Run(len(old_lines), len(new_lines), 0)]:
        old_start, new_start = old_edges[run.old], new_edges[run.new]
        old_words = _between(old.words, old_at, old_start)
        new_words = _between(new.words, new_at, new_start)
        if len(old_words) * len(new_words) <= most_pairs:
            yield from _equal_tokens(old, new, old_words, new_words)
        old_at, new_at = old_edges[run.old + run.length], new_edges[run.new + run.length]
        if run.length:
            yield Run(old_start, new_start, old_at - old_start)


def _line_edges(text: Tokens) -> list[int]:
    """Return the tokens that begin a line, and the number of tokens; a break ends its line."""
    after_breaks = [index for index, each in enumerate(text.texts, start=1) if "\n" in each]
    return sorted({0, len(text.texts), *after_breaks})


def _lines(text: Tokens, edges: list[int], known: dict[tuple[int, ...], int]) -> list[int]:
    return [
        known.setdefault(tuple(text.numbers[start:end]), len(known))
        for start, end in pairwise(edges)
    ]


def _between(indexes: list[int], start: int, end: int) -> list[int]:
    return indexes[bisect_left(indexes, start) : bisect_left(indexes, end)]


def _joined(old: Tokens, new: Tokens, runs: Iterator[Run]) -> list[Run]:
    """Join runs that meet, or between which equal tokens stand."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else Run(0, 0, 0)
        old_gap = old.numbers[last.old + last.length : run.old]
        if joined and old_gap == new.numbers[last.new + last.length : run.new]:
            joined[-1] = Run(last.old, last.new, run.old + run.length - last.old)
        else:
            joined.append(run)
    return joined
