"""Pure: splits texts and names into words, with the separators between them."""

import re
from typing import NamedTuple

from corpus.characters import DEFAULT_IGNORABLE
from corpus.names import name_key
from corpus.search.tokenizer import MARKS

# Chinese and Japanese have no spaces between words: each character is a word.
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Unicode counts apostrophes such as U+02BC as letters.
_LETTER = rf"[^\W_{_IDEOGRAPHS}\u02b9-\u02bf]"
# Parts of words that Python's \w does not match: marks on letters, and characters that nobody sees.
_WORD = re.compile(rf"[{_IDEOGRAPHS}]|{_LETTER}(?:{_LETTER}|[{MARKS}{DEFAULT_IGNORABLE}])*")

# Tatweel stretches Arabic letters; it is removed before words are compared.
_REMOVED = {0x0640: None}

# The separators that may stand between two words of one name.
NOTHING, SPACE, HYPHEN, APOSTROPHE, STOP, BREAK = "nothing", "space", "-", "'", ".", "break"
_JOINS = {**dict.fromkeys("-‐‑‧·・", HYPHEN), **dict.fromkeys("'`´‘’‛′ʹʻʼʾʿ՚＇", APOSTROPHE)}
_SPACE = re.compile(r"[^\S\n]*(?:\n[^\S\n]*)?")


class Word(NamedTuple):
    """A word at half-open code points of a text; `join` is the separator before it."""

    start: int
    end: int
    written: str
    key: str
    join: str

    @property
    def is_capitalised(self) -> bool:
        return self.written[0].isupper() or self.written[0].istitle()


def words_of(text: str) -> list[Word]:
    """The words of a text in order; the first has a BREAK before it."""
    keys: dict[str, str] = {}
    words: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        written = match.group()
        key = keys.get(written)
        if key is None:
            key = keys[written] = key_of(written)
        join = _join(text[end : match.start()]) if words else BREAK
        words.append(Word(match.start(), match.end(), written, key, join))
        end = match.end()
    return words


def key_of(written: str) -> str:
    """The key by which a word is compared."""
    return written.lower() if written.isascii() else name_key(written.translate(_REMOVED))


def keys_of_name(key: str) -> list[str]:
    """The words of a name with this `name_key`, in the form of `key_of`."""
    words = key.split()
    # Most names are letters and spaces.
    if key.isascii() and "".join(words).isalpha():
        return words
    return _WORD.findall(key.translate(_REMOVED))


def _join(between: str) -> str:
    if between == " ":
        return SPACE
    if not between:
        return NOTHING
    if between in _JOINS:
        return _JOINS[between]
    if _SPACE.fullmatch(between):
        return SPACE
    if between[0] == "." and _SPACE.fullmatch(between[1:]):
        return STOP
    return BREAK
