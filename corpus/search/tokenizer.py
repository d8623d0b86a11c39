"""The words of a text as search knows them.

One reading of a text for both databases, for queries, for snippets and for hits in an open
article: what counts as a word, and which words count as the same, is said here alone. Offsets
are half-open and count code points.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, tee
from threading import local

from Stemmer import Stemmer

# Scripts that are written without spaces between words are cut into overlapping pairs of
# characters: Thai, Lao, Burmese, Khmer, Japanese, Chinese. Their figures and the middle dot are
# no part of that.
_UNSPACED = (
    "\u0e00-\u0e4f\u0e5a-\u0ecf\u0eda-\u0eff\u1000-\u103f\u104a-\u108f\u109a-\u109f"
    "\u1780-\u17df\u17ea-\u17ff\u3005-\u3007\u3031-\u3035\u3040-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
# Half-width katakana has its voiced marks as characters of their own.
_VOICED = "\uff9e\uff9f"

# Between letters these do not end a word: joiners, the soft hyphen.
_JOINERS = "\u200c\u200d\u00ad\u2060"
_APOSTROPHES = "'\u2019\u02bc\u2018\u201b\uff07"
# Apostrophes that Unicode calls letters: some write обʼєкт and Qurʾan with one of them, some with
# a quotation mark, which ends a word.
_LETTERS_THAT_PART = "\u02b9-\u02bf"


# Combining marks are given no numbers beyond these; the rest is a million to look through.
_MARKED = (range(0x300, 0x1F000), range(0xE0100, 0xE01F0))


def _marks() -> str:
    """Return the combining marks (general category M) as ranges of a character class."""
    ranges: list[list[int]] = []
    for code in chain(*_MARKED):
        if unicodedata.category(chr(code))[0] != "M":
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_MARKS = _marks()
_LETTERS = rf"[^\W_{_UNSPACED}{_LETTERS_THAT_PART}]+"
_TOKEN = re.compile(
    # Most words of most texts, found at once: what follows reads them alike, six times as slow.
    r"[A-Za-z]{2,}+(?=[ \n,;:)\"]|\.\s)"
    # Nothing but a letter or a figure begins a word.
    r"|(?=\w)(?:"
    # 1,200,000 is one number, by whatever mark its thousands are set apart.
    r"(?<![\w,.])\d{1,3}(?:[,'\u2019\u00a0\u2009\u202f\u066c]\d{3})+(?!\w)"
    # C++, C#, F#: the signs are the name; what follows in C++20 is a number.
    r"|(?<![^\W_])[A-Za-z](?:\+\+(?![^\W\d])|\#(?!\w))"
    # A word, with the 's of a possessive.
    rf"|{_LETTERS}(?:[{_MARKS}{_JOINERS}]+(?:{_LETTERS})?)*(?:[{_APOSTROPHES}][sS](?![^\W_]))?"
    rf"|[{_UNSPACED}][{_UNSPACED}{_MARKS}]*"
    r")"
)
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]")
_POSSESSIVE = re.compile(f"[{_APOSTROPHES}][sS]$")

# Letters that no decomposition takes apart, as their readers type them without.
_PLAIN = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        "ħ": "h", "ŧ": "t", "ĸ": "k", "ŋ": "n", "ё": "е",
        # Arabic and Persian: one letter, several code points.
        "ٱ": "ا", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي",
        "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ؤ": "و",
        # C++ and C#, in letters that only search uses: both databases cut words at signs.
        "+": "\ue010", "#": "\ue011",
    }
)  # fmt: skip
_ACCENTS = re.compile("[\u0300-\u036f]")
# Vowel signs and the like that are mostly left out: Hebrew points, Arabic harakat, tatweel.
_LEFT_OUT = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u200b-\u200f\u00ad\u2060\ufe00-\ufe0f]"
)
# What compatibility forms may bring along, such as the brackets of ⑴.
_SIGNS = re.compile("[\x00-/:-@\\[-`{-\x7f\\s]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_ASCII_WORD = re.compile("[a-z]{3,}")

# Enough for most of a language; each takes some 300 bytes of a server's memory.
_KNOWN_TOKENS = 60_000

# What is longer is no word of a language; PostgreSQL takes 2,046 bytes at most.
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, and what it is searched by.

    `exact` is the word folded (case, accents, ligatures, variants of letters), `stem` what it
    shares with its other forms; both are the same for all but English words.
    """

    start: int
    end: int
    exact: str
    stem: str


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order.

    Of unspaced characters each counts with its neighbour as a word, the last of a run alone: so
    one of them is found wherever it stands, as the beginning of a word.
    """
    return (Word(*place) for place in places(text))


def places(text: str) -> list[tuple[int, int, str, str]]:
    """Return the words of a text as plain tuples, in a fifth of the time."""
    return [
        (start + first, start + last, exact, stem)
        for match in _TOKEN.finditer(text)
        for start in (match.start(),)
        for first, last, exact, stem in _reading(match[0])
    ]


def sought(typed: str) -> tuple[list[str], list[str], bool]:
    """Return the words of what was typed, exact and as stems, and if the last is only begun.

    Of unspaced characters the last of a run stands with the one before it already; one that
    stands alone may have any other after it.
    """
    found = list(words(typed))
    is_begun = False
    if found and _UNSPACED_RUN.match(typed, found[-1].start):
        is_begun = len(found) == 1 or found[-2].end <= found[-1].start
        if not is_begun:
            found.pop()
    return [word.exact for word in found], [word.stem for word in found], is_begun


def terms(text: str) -> tuple[list[str], list[str]]:
    """Return the words of a text without their places: exact, and as stems."""
    found, stems = [], []
    for reading in map(_reading, _TOKEN.findall(text)):
        for _, _, exact, stem in reading:
            found.append(exact)
            stems.append(stem)
    return found, stems


Reading = tuple[tuple[int, int, str, str], ...]


def _reading(token: str) -> Iterable[tuple[int, int, str, str]]:
    """Return the words of a token, with their places in it.

    A long one is no word that recurs: mostly it is a text without spaces, whose pairs are taken
    one by one, since together they need a hundred times its memory.
    """
    if len(token) <= _LONGEST:
        return _read(token)
    return _pairs(token) if _UNSPACED_RUN.match(token) else _word(token)


@lru_cache(maxsize=_KNOWN_TOKENS)
def _read(token: str) -> Reading:
    return tuple(_pairs(token)) if _UNSPACED_RUN.match(token) else _word(token)


def _word(token: str) -> Reading:
    possessive = _POSSESSIVE.search(token)
    word = token[: possessive.start()] if possessive else token
    if word[0].isdigit() and not word.isalnum():
        exact = _plain("".join(filter(str.isdigit, word)))
    else:
        exact = _plain(word)
    return ((0, len(word), exact, _stem(exact)),) if exact else ()


def _pairs(run: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield each character of a run with the next, marks being parts of what they stand on."""
    edges = (at for at, char in enumerate(run) if at == 0 or not _is_mark(char))
    firsts, lasts = tee(chain(edges, (len(run), len(run))))
    for first, last in zip(firsts, islice(lasts, 2, None), strict=False):
        exact = _pair(run[first:last])
        yield first, last, exact, exact


@lru_cache(maxsize=_KNOWN_TOKENS)
def _pair(pair: str) -> str:
    return _plain(pair)


def _is_mark(char: str) -> bool:
    return char in _VOICED or unicodedata.category(char)[0] == "M"


def _stem(exact: str) -> str:
    # Stems of other languages would need to know which language a query is in.
    return _stemmers.english.stemWord(exact) if _ASCII_WORD.fullmatch(exact) else exact


class _Stemmers(local):
    """A stemmer must not serve two threads; words that were read once are kept by `_read`."""

    def __init__(self):
        self.english = Stemmer("english", 0)


_stemmers = _Stemmers()


def _plain(word: str) -> str:
    """Fold a word: compatibility forms, case, accents, letters and figures of one value."""
    if word.isascii():
        return word.lower().translate(_PLAIN)[:_LONGEST]
    folded = unicodedata.normalize("NFKC", word).casefold()
    folded = _LEFT_OUT.sub("", unicodedata.normalize("NFC", folded))
    if not _CYRILLIC.search(folded):
        folded = unicodedata.normalize("NFD", folded)
    # In Cyrillic a mark makes another letter, й beside и; there only ё is typed as е, and what
    # is still apart is a stress.
    folded = unicodedata.normalize("NFC", _ACCENTS.sub("", folded))
    folded = _SIGNS.sub("", folded.translate(_PLAIN))[:_LONGEST]
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in folded)
