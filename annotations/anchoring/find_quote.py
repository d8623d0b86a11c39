"""Where a quote stands in a text, whatever white space stands between its words.

Offsets are half-open and count code points.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from re import finditer


def locate(text: str, quote: str) -> list[tuple[int, int]]:
    """Return every place where the quote stands, runs of white space being all alike.

    White space around the quote is ignored; a quote of nothing else stands nowhere. The
    places come in order and may overlap.
    """
    sought = " ".join(quote.split())
    if not sought:
        return []
    words = [(match.start(), match.group()) for match in finditer(r"\S+", text)]
    joined = " ".join([word for _, word in words])
    # Where each word starts in `joined`.
    starts = [0, *accumulate(len(word) + 1 for _, word in words)]

    def in_text(position: int) -> int:
        index = bisect_right(starts, position) - 1
        return words[index][0] + position - starts[index]

    return [(in_text(at), in_text(at + len(sought))) for at in _starts(joined, sought)]


def _starts(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
