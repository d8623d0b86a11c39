"""Finds a quote in a text, ignoring differences of white space.

Offsets are half-open and count code points.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, islice
from re import finditer


class QuoteFinder:
    """A text in which many quotes are searched; see `find_quote`."""

    def __init__(self, text: str):
        words = [(match.start(), match.group()) for match in finditer(r"\S+", text)]
        self._word_starts = [start for start, _ in words]
        self._joined = " ".join([word for _, word in words])
        # Where each word starts in `_joined`.
        self._starts = [0, *accumulate(len(word) + 1 for _, word in words)]

    def find(self, quote: str, limit: int | None = None) -> list[tuple[int, int]]:
        """Return the (start, end) of every occurrence, of the first `limit` at most."""
        pattern = " ".join(quote.split())
        if not pattern:
            return []
        positions = islice(_find_all(self._joined, pattern), limit)
        return [
            (self._in_text(start), self._in_text(start + len(pattern) - 1) + 1)
            for start in positions
        ]

    def _in_text(self, position: int) -> int:
        index = bisect_right(self._starts, position) - 1
        return self._word_starts[index] + position - self._starts[index]


def find_quote(text: str, quote: str) -> list[tuple[int, int]]:
    """Return the (start, end) of every occurrence, treating all runs of white space as equal.

    White space around the quote is ignored; an empty quote has no occurrences. Occurrences are
    in text order and may overlap.

    >>> find_quote("Kabul fell.\\nKabul fell.", " Kabul  fell ")
    [(0, 10), (12, 22)]
    """
    return QuoteFinder(text).find(quote)


def _find_all(text: str, pattern: str) -> Iterator[int]:
    position = text.find(pattern)
    while position >= 0:
        yield position
        position = text.find(pattern, position + 1)
