"""Pure: links to the quoted words in the original, by text fragments.

Source: https://wicg.github.io/scroll-to-text-fragment/, which writes them as
`#:~:text=[prefix-,]start[,end][,-suffix]`. Other browsers open the page at its top. Offsets are
half-open and count code points.

A browser takes the first place that fits, whatever its case, accents and quotation marks. Each of
the four terms stands inside one block of the page, and begins and ends with whole words except
where a prefix or suffix adjoins. Between two terms a block may end.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, chain, islice, pairwise
from urllib.parse import quote as percent_encoded

from corpus.characters import without_ignorable
from corpus.late_pattern import late_pattern
from corpus.names import STRAIGHT

# Long quotes are named by their first and last words: mail programs break long addresses.
MAX_WHOLE_LENGTH = 200
MAX_END_WORDS = 5
MAX_END_LENGTH = 60
# Words of context on either side that tell a quote from others like it.
MAX_CONTEXT_WORDS = 8

DIRECTIVE = ":~:"
# The text between the pieces of a quote.
GAP = " … "

_WEB_ADDRESS = re.compile(r"https?://[^\s]", re.IGNORECASE)
# Blocks of a page: paragraphs, lines, cells.
_BREAK = re.compile(r"\s*[\n\t]\s*")
# Between letters or between figures these do not end a word (Unicode Standard Annex 29).
_INSIDE_WORDS = "'’.:·,;"
# Thai to Khmer, Japanese, Chinese: where a word ends, only a dictionary knows.
_UNSPACED = late_pattern(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff]"
)

# Letters that Chromium takes for others and Unicode does not decompose, as it was tried.
_SAME_LETTERS = str.maketrans(
    {
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ł": "l",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ґ": "г",
        "ة": "ه",
        "ى": "ي",
    }
)


@dataclass(frozen=True)
class _Directive:
    """Positions in a text: the quote from `start` to `end`, with its context.

    `first_end` and `last_start` are the ends of the terms of a range; both equal `end` for one
    term. `prefix` is where the prefix begins, `suffix` where the suffix ends.
    """

    start: int
    first_end: int
    last_start: int
    end: int
    prefix: int
    suffix: int

    @property
    def is_range(self) -> bool:
        return self.first_end < self.end


def text_fragment(address: str, quote: str, directives: str = "") -> str:
    """The address with a fragment that selects the quote; "" if it is not a web address.

    `directives` are what `directives_of` returned for the quote in its text.

    >>> text_fragment("https://example.org/a", "30 districts fell")
    'https://example.org/a#:~:text=30%20districts%20fell'
    """
    if not _WEB_ADDRESS.match(address):
        return ""
    page, _, fragment = address.partition("#")
    # Replace any other text directive; keep an ordinary anchor as fallback.
    anchor = fragment.partition(DIRECTIVE)[0]
    return f"{page}#{anchor}{DIRECTIVE}{directives or directives_of(quote)}"


def directives_of(quote: str, text: str = "", spans: Iterable[tuple[int, int]] = ()) -> str:
    """The text directives of a quote, one for each piece.

    `text` and the `spans` of the pieces in it tell them from other words like them.
    """
    pieces = [(text, *span) for span in spans] or [
        (piece, 0, len(piece)) for piece in quote.split(GAP) if piece.strip()
    ]
    return "&".join(f"text={directive(*each)}" for each in pieces)


def directive(text: str, start: int, end: int) -> str:
    """The value of a text directive that selects text[start:end], which is not blank.

    >>> directive("Kabul fell. Herat fell.", 18, 22)
    'Herat-,fell'
    """
    start, end = _whole_words(text, *_stripped(text, start, end))
    folded = _folded(text)
    exact = list(_with_context(text, _plain(text, start, end)))
    # Where nothing else tells it apart, the quote begins with the words before it.
    longer = (_plain(text, at, end) for at in islice(_starts(text, start), MAX_CONTEXT_WORDS))
    chosen = next(
        chain(
            (each for each in exact if _fits(folded, each, is_only=True)),
            (each for each in exact if _fits(folded, each)),
            (each for each in longer if _fits(folded, each)),
            exact,
        )
    )
    terms = [(chosen.start, chosen.first_end)]
    if chosen.is_range:
        terms.append((chosen.last_start, chosen.end))
    values = [_encoded(text[slice(*term)]) for term in terms]
    if chosen.prefix < chosen.start:
        values.insert(0, f"{_encoded(text[chosen.prefix : chosen.start])}-")
    if chosen.suffix > chosen.end:
        values.append(f"-{_encoded(text[chosen.end : chosen.suffix])}")
    return ",".join(values)


def _encoded(words: str) -> str:
    # Hyphen and comma separate parameters; quote() does not escape the hyphen.
    return percent_encoded(" ".join(words.split()), safe="").replace("-", "%2D")


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return end - len(words.lstrip()), start + len(words.rstrip())


def _is_letter(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf", "Pc")


def _is_inside_word(text: str, at: int) -> bool:
    """Whether a word may go on from text[at - 1] to text[at]."""
    if not 0 < at < len(text) or text[at - 1].isspace() or text[at].isspace():
        return False
    before, after = text[at - 1], text[at]
    if _is_letter(before) and _is_letter(after):
        return True
    if after in _INSIDE_WORDS:
        return _is_letter(before) and at + 1 < len(text) and _is_letter(text[at + 1])
    return before in _INSIDE_WORDS and at > 1 and _is_letter(text[at - 2]) and _is_letter(after)


def _needs_context(text: str, at: int) -> bool:
    """Whether a word may end at a position, which only a dictionary knows."""
    return _is_inside_word(text, at) and bool(_UNSPACED.search(text[at - 1 : at + 1]))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A span with the rest of the words in which it begins and ends, in scripts with spaces."""
    while _is_inside_word(text, start) and not _needs_context(text, start):
        start -= 1
    while _is_inside_word(text, end) and not _needs_context(text, end):
        end += 1
    return start, end


def _starts(text: str, before: int) -> Iterator[int]:
    """Positions before one at which a word is sure to begin, the nearest first."""
    for at in range(before - 1, -1, -1):
        if not text[at].isspace() and _may_part(text, at):
            yield at


def _ends(text: str, after: int) -> Iterator[int]:
    """Positions after one at which a word is sure to end, the nearest first."""
    for at in range(after + 1, len(text) + 1):
        if not text[at - 1].isspace() and _may_part(text, at):
            yield at


def _may_part(text: str, at: int) -> bool:
    """Whether a term may begin or end here: beside a space, or a mark in unspaced scripts."""
    if at in (0, len(text)) or text[at - 1].isspace() or text[at].isspace():
        return True
    is_unspaced = _UNSPACED.search(text[at - 1 : at + 1]) is not None
    return is_unspaced and not _is_inside_word(text, at)


def _terms(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the first term of a quote ends and the last one begins; both `end` for one term."""
    breaks = list(_BREAK.finditer(text, start, end))
    if not breaks and end - start <= MAX_WHOLE_LENGTH:
        return end, end
    first_limit = breaks[0].start() if breaks else end
    last_limit = breaks[-1].end() if breaks else start
    firsts = [at for at in islice(_ends(text, start), MAX_END_WORDS) if at <= first_limit]
    lasts = [at for at in islice(_starts(text, end), MAX_END_WORDS) if at >= last_limit]
    short_firsts = [at for at in firsts if at - start <= MAX_END_LENGTH]
    short_lasts = [at for at in lasts if end - at <= MAX_END_LENGTH]
    first_end = (short_firsts or firsts[:1] or [first_limit])[-1]
    last_start = (short_lasts or lasts[:1] or [last_limit])[-1]
    return (first_end, last_start) if first_end < last_start else (end, end)


def _plain(text: str, start: int, end: int) -> _Directive:
    """A directive of a quote without context."""
    first_end, last_start = _terms(text, start, end)
    return _Directive(start, first_end, last_start, end, start, end)


def _is_context(words: str) -> bool:
    """Whether words can be a prefix or suffix: they stand in one block and are not signs alone."""
    return any(map(str.isalnum, words)) and not _BREAK.search(words.strip())


def _with_context(text: str, shortest: _Directive) -> Iterator[_Directive]:
    """The directive with more and more context: first of its own block, which rarely differs."""
    start, end = shortest.start, shortest.end
    before = islice(_starts(text, start), MAX_CONTEXT_WORDS)
    after = islice(_ends(text, end), MAX_CONTEXT_WORDS)
    prefixes = [start, *(at for at in before if _is_context(text[at:start]))]
    suffixes = [end, *(at for at in after if _is_context(text[end:at]))]
    if _needs_context(text, start):
        prefixes = prefixes[1:] or prefixes
    if _needs_context(text, end):
        suffixes = suffixes[1:] or suffixes
    pairs = [(prefix, suffix) for prefix in prefixes for suffix in suffixes]

    def cost(pair: tuple[int, int]) -> tuple[int, int, int, int]:
        context = text[pair[0] : start], text[end : pair[1]]
        words = [len(part.split()) for part in context]
        return len(_BREAK.findall("".join(context))), max(words), words[1], words[0]

    for prefix, suffix in sorted(pairs, key=cost):
        yield replace(shortest, prefix=prefix, suffix=suffix)


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text without what the search of a browser passes over: case, accents, invisible signs.

    `at` has for each position of the text, its end included, the one in `text`.
    """

    text: str
    at: list[int]

    def words(self, start: int, end: int) -> list[str]:
        return self.text[self.at[start] : self.at[end]].split()


def _fits(folded: _Folded, each: _Directive, is_only: bool = False) -> bool:
    """Whether a browser lands on the quote in a folded text; `is_only`: nothing else is like it."""
    first = _pattern(folded, each.prefix, each.start, each.first_end)
    if not each.is_range:
        first = _pattern(folded, each.prefix, each.start, each.end, each.suffix)
    pattern = re.compile(first)
    place = pattern.search(folded.text)
    if place is None or place.start() != folded.at[each.prefix]:
        return False
    if is_only and pattern.search(folded.text, folded.at[each.prefix] + 1):
        return False
    last = re.compile(_pattern(folded, each.last_start, each.end, each.suffix))
    match = last.search(folded.text, folded.at[each.first_end]) if each.is_range else None
    return not each.is_range or (match is not None and match.start() == folded.at[each.last_start])


def _pattern(folded: _Folded, *positions: int) -> str:
    """A regular expression of the terms between positions, with any space in and around them."""
    terms = (folded.words(start, end) for start, end in pairwise(positions))
    return r"\s*".join(r"\s+".join(map(re.escape, words)) for words in terms if words)


@lru_cache(maxsize=8)
def _folded(text: str) -> _Folded:
    characters = [*map(_folded_char, text)]
    return _Folded("".join(characters), [0, *accumulate(map(len, characters))])


@lru_cache(maxsize=10_000)
def _folded_char(char: str) -> str:
    """A character as browsers compare it: “ as ", … as three full stops, accents as nothing."""
    letters = unicodedata.normalize("NFKD", char.translate(STRAIGHT)).casefold()
    decomposed = unicodedata.normalize("NFKD", without_ignorable(letters))
    base = [letter for letter in decomposed if unicodedata.category(letter) != "Mn"]
    return "".join(base).translate(_SAME_LETTERS)
