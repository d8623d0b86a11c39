"""Pure: numbers as sentences say them."""

from corpus.pagination import BoundedCount


def number_of(count: int | BoundedCount, noun: str) -> str:
    """A number with its noun, which takes an s.

    >>> number_of(0, "article"), number_of(1, "article"), number_of(1200, "article")
    ('0 articles', '1 article', '1,200 articles')
    >>> number_of(BoundedCount(1000, is_more=True), "passage")
    '1,000+ passages'
    """
    written = str(count) if isinstance(count, BoundedCount) else f"{count:,}"
    return f"{written} {noun}" if written == "1" else f"{written} {noun}s"
