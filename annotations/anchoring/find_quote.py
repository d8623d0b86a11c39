"""Finds a quote in a text, ignoring differences of white space.

Offsets are half-open and count code points.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from re import finditer


def find_quote(text: str, quote: str) -> list[tuple[int, int]]:
    """Return the (start, end) of every occurrence, treating all runs of white space as equal.

    White space around the quote is ignored; an empty quote has no occurrences. Occurrences are
    in text order and may overlap.

    >>> find_quote("Kabul fell.\\nKabul fell.", " Kabul  fell ")
    [(0, 10), (12, 22)]
    """
    pattern = " ".join(quote.split())
    if not pattern:
        return []
    words = [(match.start(), match.group()) for match in finditer(r"\S+", text)]
    joined = " ".join([word for _, word in words])
    # Where each word starts in `joined`.
    starts = [0, *accumulate(len(word) + 1 for _, word in words)]

    def in_text(position: int) -> int:
        index = bisect_right(starts, position) - 1
        return words[index][0] + position - starts[index]

    return [(in_text(start), in_text(start + len(pattern))) for start in _find_all(joined, pattern)]


def _find_all(text: str, pattern: str) -> Iterator[int]:
    position = text.find(pattern)
    while position >= 0:
        yield position
        position = text.find(pattern, position + 1)
