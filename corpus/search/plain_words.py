"""Finds the few words of a plain Latin text that can be words searched for, by their first letters.

To fold and stem every word takes five times as long.
"""

import re
from collections.abc import Iterable

_PLAIN_WORD = re.compile("[a-z][a-z0-9]+")
# Beyond ASCII and usual punctuation a letter may fold to another, or end no word; an underscore
# ends a word.
_FOREIGN = re.compile(
    "[^\x00-\x5e\x60-\x7f\u00a0\u00a3\u00a7\u00ab\u00b0\u00b7\u00bb\u2010-\u2027\u2030-\u203f\u20ac]"
)


def is_plain(text: str) -> bool:
    """Return whether the patterns of `words_like` find every word of a text."""
    return not _FOREIGN.search(text)


def words_like(first_words: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern of the words with the first letter of any folded word or stem.

    Each match in a plain text is a word as `corpus.search.tokenizer` gives it. None if a word is
    not plain Latin or has one letter only, which may be a part of another: the s of "city's".

    >>> words_like(["city", "convoy"]).findall("The city's convoys")
    ['city', 'convoys']
    """
    words = list(first_words)
    if not words or not all(map(_PLAIN_WORD.fullmatch, words)):
        return None
    initials = "".join(sorted({word[0] for word in words}))
    return re.compile(rf"\b[{initials}{initials.upper()}][A-Za-z0-9]+", re.ASCII)
