"""Finds the few words of a plain Latin text that can be words searched for, by their first letters.

To fold and stem every word takes fifty times as long.
"""

import re
from collections.abc import Iterable
from itertools import chain

_PLAIN_WORD = re.compile("[a-z][a-z0-9]+")
_ASCII = set(map(chr, range(128)))
# Latin letters with an accent and the like: any may fold to any letter.
_LATIN = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
# They are the only letters beside those of ASCII that a plain text has.
_ACCENTED = r"(?![\x00-\x7f])\w"
# Beyond these and usual punctuation a character may be a part of the word before it; an underscore
# ends a word.
_FOREIGN = re.compile(
    f"[^\x00-\x5e\x60-\x7f{_LATIN}"
    "\u00a0\u00a3\u00a7\u00ab\u00b0\u00b7\u00bb\u00d7\u00f7\u2010-\u2027\u2030-\u203f\u20ac]"
)


def is_plain(text: str) -> bool:
    """Return whether the patterns of `words_like` find every word of a text."""
    # A string knows whether it is ASCII alone.
    return "_" not in text if text.isascii() else not _FOREIGN.search(text)


def words_like(first_words: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern of the words that may have the first two letters of a folded word or stem.

    Each match in a plain text is a word as `corpus.search.tokenizer` gives it. None if a word is
    not plain Latin or has one letter only, which may be a part of another: the s of "city's".

    >>> words_like(["city", "convoy"]).findall("The city's convoys can cross")
    ['city', 'convoys']
    """
    words = list(first_words)
    if not words or not all(map(_PLAIN_WORD.fullmatch, words)):
        return None
    initials = _either_case(word[0] for word in words)
    # Stems keep both letters, but for "die", the stem of "dying".
    seconds = _either_case(chain(*("iy" if word[1] in "iy" else word[1] for word in words)))
    others = re.escape("".join(sorted(_ASCII - set(initials))))
    # A set of characters comes first, since to look for `\b` at each takes eight times as long: a
    # word begins where no letter is before it. Sets of ASCII alone are compiled in a quarter of the
    # time.
    return re.compile(
        rf"[^{others}](?<!\w.)(?:(?<=[{initials}])(?=[{seconds}]|{_ACCENTED})|(?<={_ACCENTED}))\w*"
    )


def _either_case(letters: Iterable[str]) -> str:
    small = "".join(sorted(set(letters)))
    return small + small.upper()
