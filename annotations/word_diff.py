"""The diff of two texts by words and the separators between them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from rapidfuzz.distance import Indel

# Words, and what stands between words.
_TOKEN = re.compile(r"\w+|\W+")

# The diff keeps a bit for each pair of tokens: this many take 50 MB and a fifth of a
# second. Two texts of 60 kB that differ in their first and in their last word come to it.
MOST_PAIRS = 4 * 10**8


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as tokens: the number of each, its own words', and where each starts.

    `at` counts code points and ends with the length of the text.
    """

    words: list[str]
    numbers: list[int]
    at: list[int]


@dataclass(frozen=True, slots=True)
class Run:
    """Equal tokens: `length` of them from old token `old` and from new token `new` on."""

    old: int
    new: int
    length: int


def tokens(text: str, known: dict[str, int]) -> Tokens:
    """Cut a text into tokens; equal tokens have equal numbers, kept in `known`."""
    words = _TOKEN.findall(text)
    numbers = [known.setdefault(word, len(known)) for word in words]
    return Tokens(words, numbers, [0, *accumulate(map(len, words))])


def equal_runs(old: Tokens, new: Tokens, most_pairs: int = MOST_PAIRS) -> list[Run]:
    """Return the runs of equal tokens, in order and each as long as it can be.

    The longest common subsequence of the tokens, by Indel.opcodes of rapidfuzz (20 ms
    where the standard difflib takes 12 s). Beyond `most_pairs` texts are compared by
    lines first and by words only in the lines that changed, or not at all where these
    too are beyond it: then fewer words are known to be equal, never more.
    """
    if len(old.numbers) * len(new.numbers) <= most_pairs:
        return [
            Run(code.src_start, code.dest_start, code.src_end - code.src_start)
            for code in Indel.opcodes(old.numbers, new.numbers)
            if code.tag == "equal"
        ]
    return _joined(_runs_by_lines(old, new, most_pairs))


def _runs_by_lines(old: Tokens, new: Tokens, most_pairs: int) -> Iterator[Run]:
    known: dict[tuple[int, ...], int] = {}
    old_edges, new_edges = _line_edges(old), _line_edges(new)
    old_lines, new_lines = _lines(old, old_edges, known), _lines(new, new_edges, known)
    if len(old_lines) * len(new_lines) > most_pairs:
        return
    for code in Indel.opcodes(old_lines, new_lines):
        old_start, old_end = old_edges[code.src_start], old_edges[code.src_end]
        new_start, new_end = new_edges[code.dest_start], new_edges[code.dest_end]
        if code.tag == "equal":
            yield Run(old_start, new_start, old_end - old_start)
        elif (old_end - old_start) * (new_end - new_start) <= most_pairs:
            for inner in Indel.opcodes(
                old.numbers[old_start:old_end], new.numbers[new_start:new_end]
            ):
                if inner.tag == "equal":
                    length = inner.src_end - inner.src_start
                    yield Run(old_start + inner.src_start, new_start + inner.dest_start, length)


def _line_edges(text: Tokens) -> list[int]:
    """Return the tokens that begin a line, and the number of tokens; a break ends its line."""
    count = len(text.words)
    after_breaks = [index for index, word in enumerate(text.words, start=1) if "\n" in word]
    return sorted({0, count, *after_breaks})


def _lines(text: Tokens, edges: list[int], known: dict[tuple[int, ...], int]) -> list[int]:
    return [
        known.setdefault(tuple(text.numbers[start:end]), len(known))
        for start, end in pairwise(edges)
    ]


def _joined(runs: Iterable[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and (last.old + last.length, last.new + last.length) == (run.old, run.new):
            joined[-1] = Run(last.old, last.new, last.length + run.length)
        else:
            joined.append(run)
    return joined
