"""The folded words of most texts of Latin letters, by the rules of `corpus.search.tokenizer`.

It takes a quarter of the time: words are what is left where signs become spaces.
"""

import re
import unicodedata

# An accented letter folds to the letter itself, and these signs end a word or are an apostrophe.
# Others are left to the tokenizer: ß and ø, spaces within numbers, every other script.
_PLAIN = {
    chr(code): decomposed[0]
    for code in range(0xE0, 0x250)
    for decomposed in (unicodedata.normalize("NFD", chr(code)),)
    if decomposed[0].isascii()
} | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2013\u2014\u2026\u20ac\u00a3", " ")
_PLAIN["\u2019"] = "'"
_NOT_ASCII = re.compile("[^\0-\x7f]")
# Elsewhere it may be an apostrophe.
_OPENING_QUOTE = " \u2018"
# Names such as C++ and C#, and "the 's's".
_LEFT_OUT = ("++", "#", "'s's")
_NUMBER = re.compile(r"\d(?<![\w,.]\d)\d{0,2}(?:[,']\d{3})+(?!\w)", re.ASCII)
# Few texts have this, and a search for the sign takes less time than one for digits.
_IN_NUMBER = re.compile(r"[,'](?=\d{3})", re.ASCII)
_SEPARATORS = re.compile("[,']")
_POSSESSIVE = re.compile(r"'s(?<=[a-z0-9]'s)(?![a-z0-9])")
_TO_SPACES = {code: " " for code in range(128) if not chr(code).isalnum()}


def ascii_words(text: str, max_length: int) -> list[str] | None:
    """Return the folded words of a text in order; None if it needs other rules.

    So does one with a word of more than `max_length` code points.

    >>> ascii_words("The Taliban's 1,200 men\u2014“fled”.", 80)
    ['the', 'taliban', '1200', 'men', 'fled']
    """
    text = text.lower()
    if not text.isascii():
        text = text.replace(_OPENING_QUOTE, " ")
        for char in set(_NOT_ASCII.findall(text)):
            if char not in _PLAIN:
                return None
            text = text.replace(char, _PLAIN[char])
    if any(each in text for each in _LEFT_OUT):
        return None
    if "," in text or "'" in text:
        # No possessive follows a number: its "s" is a word.
        if _IN_NUMBER.search(text):
            text = _NUMBER.sub(lambda match: _SEPARATORS.sub("", match[0]) + " ", text)
        text = _POSSESSIVE.sub(" ", text)
    words = text.translate(_TO_SPACES).split()
    return words if max(map(len, words), default=0) <= max_length else None
