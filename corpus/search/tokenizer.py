"""Splits a text into words, folded and stemmed.

The single definition of a word, for both databases, queries, snippets and hits in an open
article. Offsets are half-open and count code points.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, tee
from threading import local

from Stemmer import Stemmer
from Stemmer import version as stemmer_version

from corpus.characters import DEFAULT_IGNORABLE, without_ignorable
from corpus.late_pattern import late_pattern
from corpus.search.arabic_prefixes import has_article, without_article
from corpus.search.ascii_words import ascii_words

# What the words of a text depend on; it is stored beside each search index, which another version
# can neither search nor correct. Raise the first number when texts get other words or stems.
FOLDING_VERSION = f"4-{unicodedata.unidata_version}-{stemmer_version()}"

# Scripts without spaces between words are split into overlapping bigrams: Thai, Lao, Burmese,
# Khmer, Japanese, Chinese. Their digits and the middle dot are not included.
_UNSPACED = (
    "\u0e00-\u0e4f\u0e5a-\u0ecf\u0eda-\u0eff\u1000-\u103f\u104a-\u108f\u109a-\u109f"
    "\u1780-\u17df\u17ea-\u17ff\u3005-\u3007\u3031-\u3035\u3040-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
# In half-width katakana the voiced sound marks are separate characters.
_VOICED = "\uff9e\uff9f"

APOSTROPHES = "'\u2019\u02bc\u2018\u201b\uff07"
# Apostrophes that Unicode classifies as letters: обʼєкт and Qurʾan are written with one of them, or
# with a quotation mark, which ends a word.
SPLITTING_LETTERS = "\u02b9-\u02bf"


# All combining marks are in these ranges, between which stand ideographs, Hangul and cuneiform:
# checking all of Unicode would take a million steps, a second of each start.
_MARK_RANGES = (
    range(0x300, 0x3400),
    range(0xA000, 0xAC00),
    range(0xFB00, 0x12000),
    range(0x13400, 0x13500),
    range(0x16100, 0x17000),
    range(0x1BC00, 0x1F000),
    range(0xE0100, 0xE01F0),
)


def _marks() -> str:
    """Return the combining marks (general category M) as ranges of a character class."""
    ranges: list[list[int]] = []
    for code in chain(*_MARK_RANGES):
        if unicodedata.category(chr(code))[0] != "M":
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


MARKS = _marks()

# The blocks of Latin letters after ASCII.
_LATIN_RANGES = (
    range(0xC0, 0x250),
    range(0x250, 0x2B0),
    range(0x1D00, 0x1F00),
    range(0x2C60, 0x2C80),
    range(0xA720, 0xA800),
    range(0xAB30, 0xAB70),
    range(0x1DF00, 0x1E000),
)
_LATIN_NAME = re.compile("LATIN SMALL LETTER ([A-Z])(?: WITH .*| BAR)")


def _latin_letters() -> dict[str, str]:
    """Return the small Latin letters with a hook, stroke or the like, mapped to the letter itself.

    Unicode decomposes accents, but not these: only their names say of which letter they are, as
    in "LATIN SMALL LETTER K WITH HOOK".
    """
    letters = map(chr, chain(*_LATIN_RANGES))
    names = ((char, _LATIN_NAME.fullmatch(unicodedata.name(char, ""))) for char in letters)
    return {char: name[1].lower() for char, name in names if name}


_LETTERS = rf"[^\W_{_UNSPACED}{SPLITTING_LETTERS}]+"
_TOKEN = late_pattern(
    # Fast path for most words; the patterns below give the same result but are six times slower.
    r"[A-Za-z]{2,}+(?=[ \n,;:)\"]|\.\s)"
    # Words begin only with a letter or digit.
    r"|(?=\w)(?:"
    # 1,200,000 is one number, whatever its thousands separator.
    r"(?<![\w,.])\d{1,3}(?:[,'\u2019\u00a0\u2009\u202f\u066c]\d{3})+(?!\w)"
    # C++, C#, F#: the signs belong to the name; in C++20 a separate number follows.
    r"|(?<![^\W_])[A-Za-z](?:\+\+(?![^\W\d])|\#(?!\w))"
    # A word, with the 's of a possessive; characters that nobody sees do not end it.
    rf"|{_LETTERS}(?:[{MARKS}{DEFAULT_IGNORABLE}]+(?:{_LETTERS})?)*(?:[{APOSTROPHES}][sS](?![^\W_]))?"
    rf"|[{_UNSPACED}][{_UNSPACED}{MARKS}{DEFAULT_IGNORABLE}]*"
    r")"
)
_UNSPACED_RUN = late_pattern(f"[{_UNSPACED}]")
_POSSESSIVE = re.compile(f"[{APOSTROPHES}][sS]$")

# Letters without a decomposition, mapped to what readers type instead.
_FOLDED_LETTERS = str.maketrans(
    _latin_letters()
    | {
        "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ĸ": "k", "ŋ": "n", "ё": "е",
        # Arabic and Persian: one letter, several code points.
        "ٱ": "ا", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي",
        "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ؤ": "و",
        # C++ and C#, in letters used only by search: both databases split words at signs.
        "+": "\ue010", "#": "\ue011",
    }
)  # fmt: skip
_ACCENTS = re.compile("[\u0300-\u036f]")
# Optional signs, usually omitted: Hebrew points, Arabic harakat, tatweel.
_IGNORED_MARKS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]"
)
# Signs that compatibility forms decompose to, such as the brackets of ⑴.
_SIGNS = re.compile("[\x00-/:-@\\[-`{-\x7f\\s]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_ASCII_WORD = re.compile("[a-z]{3,}")

# Enough for most words of a language; each takes about 300 bytes.
_TOKEN_CACHE_SIZE = 60_000

# The maximum length of a word in code points; PostgreSQL accepts at most 2,046 bytes.
_MAX_TERM_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with its position.

    `exact` is the folded word (case, accents, ligatures, variants of letters), `stem` its English
    stem, or an Arabic word without article; for other words both are equal.
    """

    start: int
    end: int
    exact: str
    stem: str


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order.

    In unspaced scripts the words are bigrams, and the last character of a run alone, so that any
    single character can be found as a prefix.

    >>> [(word.start, word.end, word.exact, word.stem) for word in words("Cité’s cities")]
    [(0, 4, 'cite', 'cite'), (7, 13, 'cities', 'citi')]
    """
    return (Word(*fields) for fields in word_tuples(text))


def word_tuples(text: str) -> list[tuple[int, int, str, str]]:
    """Return the words of a text as (start, end, exact, stem), in a fifth of the time."""
    return [
        (token_start + first, token_start + last, exact, stem)
        for match in _TOKEN.finditer(text)
        for token_start in (match.start(),)
        for first, last, exact, stem in _token_words(match[0])
    ]


def word_tuples_from(text: str, start: int, number: int) -> list[tuple[int, int, str, str]]:
    """Return at most `number` words as `word_tuples`, of which the first begins at `start`."""
    tuples = (
        (match.start() + first, match.start() + last, exact, stem)
        for match in _TOKEN.finditer(text, start)
        for first, last, exact, stem in _token_words(match[0])
    )
    return list(islice(tuples, number))


def query_terms(typed: str) -> tuple[list[str], list[str], bool]:
    """Return the words of a query: exact, as stems, and whether the last is a prefix.

    The last word of an unspaced run is dropped, since the pair before it holds that character; a
    single unspaced character is a prefix.
    """
    matches = list(words(typed))
    is_prefix = False
    if matches and _UNSPACED_RUN.match(typed, matches[-1].start):
        is_prefix = len(matches) == 1 or matches[-2].end <= matches[-1].start
        if not is_prefix:
            matches.pop()
    return [word.exact for word in matches], [word.stem for word in matches], is_prefix


def terms(text: str) -> tuple[list[str], list[str]]:
    """Return the words of a text without positions: (exact, stems)."""
    return joined_words(text).split(), joined_words(text, as_stems=True).split()


def joined_words(text: str, *, as_stems: bool = False) -> str:
    """Return the words of a text between single spaces, exact or as stems.

    >>> joined_words("Cité’s cities"), joined_words("Cité’s cities", as_stems=True)
    ('cite cities', 'cite citi')
    """
    return " ".join(words_of_tokens(text, as_stems=as_stems))


def words_of_tokens(text: str, *, as_stems: bool = False) -> list[str]:
    """Return the words of a text as `joined_words`, but those of each token by themselves.

    A token without spaces holds one word, of an unspaced script several.
    """
    if not as_stems and (plain := ascii_words(text, _MAX_TERM_LENGTH)) is not None:
        return plain
    # In lower case there are fewer different tokens to keep. Only İ is folded differently then:
    # it becomes two characters, of which the second is a mark.
    tokens = _TOKEN.findall(text if "İ" in text else text.lower())
    words_by_token = _stems if as_stems else _exacts
    # A token of signs that fold to nothing has no word.
    return list(filter(None, map(words_by_token.__getitem__, tokens)))


class _JoinedWords(dict[str, str]):
    """The words of tokens by token, as one form; a dict is read in a fifth of the time."""

    def __init__(self, form_of: Callable[[str], str]) -> None:
        # Makes the form of an exact word.
        self._form_of = form_of

    def __missing__(self, token: str) -> str:
        if _UNSPACED_RUN.match(token):
            joined = " ".join([exact for _, _, exact, _ in _bigrams(token)])
        else:
            joined = self._form_of(_exact(_without_possessive(token)))
        if len(token) <= _MAX_TERM_LENGTH:
            if len(self) >= _TOKEN_CACHE_SIZE:
                self.clear()
            # Equal strings are kept once: a third less memory, and a tenth less time to read it.
            joined = self[token] = token if joined == token else joined
        return joined


# Exact words are not stemmed: that took a sixth of the time of an index of new words.
_exacts, _stems = _JoinedWords(str), _JoinedWords(lambda exact: _stem(exact))

TokenWords = tuple[tuple[int, int, str, str], ...]


def _token_words(token: str) -> Iterable[tuple[int, int, str, str]]:
    """Return the words of a token, with positions within it.

    Long tokens rarely recur and are not cached: most are texts without spaces, whose bigrams are
    yielded one by one, since a list of them takes a hundred times the memory.
    """
    if len(token) <= _MAX_TERM_LENGTH:
        return _cached_token_words(token)
    return _split_token(token)


@lru_cache(maxsize=_TOKEN_CACHE_SIZE)
def _cached_token_words(token: str) -> TokenWords:
    return tuple(_split_token(token))


def _split_token(token: str) -> Iterable[tuple[int, int, str, str]]:
    return _bigrams(token) if _UNSPACED_RUN.match(token) else _word(token)


def _word(token: str) -> TokenWords:
    word = _without_possessive(token)
    exact = _exact(word)
    return ((0, len(word), exact, _stem(exact)),) if exact else ()


def _without_possessive(token: str) -> str:
    possessive = _POSSESSIVE.search(token)
    return token[: possessive.start()] if possessive else token


def _exact(word: str) -> str:
    is_number = word[0].isdigit() and not word.isalnum()
    return _folded("".join(filter(str.isdigit, word)) if is_number else word)


def _bigrams(run: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield each character of a run with the next; combining marks belong to their character."""
    starts = (at for at, char in enumerate(run) if at == 0 or not _is_mark(char))
    begins, ends = tee(chain(starts, (len(run), len(run))))
    for first, last in zip(begins, islice(ends, 2, None), strict=False):
        exact = _folded_bigram(run[first:last])
        yield first, last, exact, exact


@lru_cache(maxsize=_TOKEN_CACHE_SIZE)
def _folded_bigram(pair: str) -> str:
    return _folded(pair)


def _is_mark(char: str) -> bool:
    return char in _VOICED or unicodedata.category(char)[0] == "M" or not without_ignorable(char)


def _stem(exact: str) -> str:
    # Stemming other languages would require the language of the query.
    if exact.isascii():
        return _stemmers.english.stemWord(exact) if _ASCII_WORD.fullmatch(exact) else exact
    return without_article(exact)


def inflected(exact_words: Iterable[str]) -> list[tuple[str, str]]:
    """Return (stem, word) of each folded word that is not its own stem, sorted.

    >>> inflected({"cities", "city", "of"})
    [('citi', 'cities'), ('citi', 'city')]
    """
    exact_words = list(exact_words)
    english = list(filter(_ASCII_WORD.fullmatch, exact_words))
    stems = _stemmers.english.stemWords(english)
    others = filter(has_article, [word for word in exact_words if not word.isascii()])
    return sorted(
        [pair for pair in zip(stems, english, strict=True) if pair[0] != pair[1]]
        + [(without_article(word), word) for word in others]
    )


class _Stemmers(local):
    """One stemmer per thread: stemmers are not thread-safe."""

    def __init__(self) -> None:
        self.english = Stemmer("english", 0)


_stemmers = _Stemmers()


def _folded(word: str) -> str:
    """Fold a word: compatibility forms, case, accents, variants of letters and digits."""
    if word.isascii():
        return word.lower().translate(_FOLDED_LETTERS)[:_MAX_TERM_LENGTH]
    folded = unicodedata.normalize("NFKC", without_ignorable(word)).casefold()
    folded = _IGNORED_MARKS.sub("", unicodedata.normalize("NFC", folded))
    if not _CYRILLIC.search(folded):
        folded = unicodedata.normalize("NFD", folded)
    # In Cyrillic, marks make distinct letters (й, и), except that ё is often typed as е; marks
    # that do not compose are stress marks.
    folded = unicodedata.normalize("NFC", _ACCENTS.sub("", folded))
    folded = _SIGNS.sub("", folded.translate(_FOLDED_LETTERS))[:_MAX_TERM_LENGTH]
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in folded)
