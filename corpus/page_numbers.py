"""Pure: the printed pages on which the parts of a text stand.

Pages are pairs (start, label) in ascending order: from the code point `start` of the text on, up to
the next pair, it stands on the page with this label, such as "3" or "iv". Before the first pair
no page is known.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from corpus.text import normalise

Pages = tuple[tuple[int, str], ...]

# Code points of a label.
MAX_LABEL_LENGTH = 20


def page_at(pages: Sequence[Sequence[int | str]] | None, start: int, end: int) -> str:
    """Return the page of a span of the text, "3–4" if it goes on there, "" if none is known.

    >>> page_at(((0, "3"), (120, "4")), 100, 130)
    '3–4'
    """
    if not pages:
        return ""
    starts = [int(page[0]) for page in pages]
    first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
    labels = [str(pages[index][1]) for index in (first, last) if index >= 0]
    return "–".join(dict.fromkeys(labels))


def joined(spans: Iterable[str]) -> str:
    """Return the pages of several pieces, each once: "3, 7"."""
    return ", ".join(dict.fromkeys([page for page in spans if page]))


def shown_page(page: str) -> str:
    """Return a page as it is cited, "" if there is none.

    >>> shown_page("3–4")
    'pp. 3–4'
    """
    if not page:
        return ""
    return f"pp. {page}" if "–" in page or ", " in page else f"p. {page}"


def without_beginning(pages: Pages, length: int) -> Pages:
    """Return the pages of a text whose first `length` code points were taken away."""
    kept: dict[int, str] = {}
    for start, label in pages:
        # Of the pages that began before it, the last one is that of the beginning.
        kept[max(0, start - length)] = label
    return tuple(kept.items())


def in_normalised(pages: Pages, raw: str, text: str) -> Pages:
    """Return the pages of `raw` in `text`, which `normalise` made of it."""
    if raw == text:
        return pages
    kept: dict[int, str] = {}
    position, before = 0, 0
    for start, label in pages:
        position += len(normalise(raw[before:start]).text)
        before = start
        kept[min(position, len(text))] = label
    return tuple((start, label) for start, label in kept.items() if start < len(text))
