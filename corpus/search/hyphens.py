"""Words that are written with a sign or without: cease-fire, co-operation, G-7, Sana'a, U.S.

Signs are hyphens, apostrophes and letters like them, and the points of abbreviations in capitals.

An index has the parts of such a word one after the other, and behind the text the word itself
(`with_joined`). So a single word is found in both spellings. A phrase is searched in all its
spellings; for one that it was typed without, the text must also have the word with its sign.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice, pairwise, product

from corpus.characters import DEFAULT_IGNORABLE
from corpus.late_pattern import late_pattern
from corpus.search.query_tree import EXACT, STEM, Any, Node, Words, all_of, joined, leaves, mapped
from corpus.search.tokenizer import (
    APOSTROPHES,
    MARKS,
    SPLITTING_LETTERS,
    joined_words,
    query_terms,
    word_tuples,
)

WordTuple = tuple[int, int, str, str]

# A letter of private use, of which no word is made, before each joined word: no phrase has both
# the word and what stands before it.
BEFORE_JOINED = "\ue013"
# One less than a column for words takes, beside BEFORE_JOINED or the space between two parts.
MAX_JOINED_LENGTH = 79

_HYPHENS = "-\u2010\u2011\u2012\u2013\u2212"
# Also those that are letters, and the accents and the prime that are typed for them.
_MARKS_IN_NAMES = APOSTROPHES + SPLITTING_LETTERS + "`\u00b4\u2032\u05f3"
_MARK = re.compile(f"[{_MARKS_IN_NAMES}]")
_SIGN = re.compile(f"[{_HYPHENS}{_MARKS_IN_NAMES}.]")
# What a word may hold beside letters and digits.
_IN_WORD = MARKS + DEFAULT_IGNORABLE
_FIRST_LETTER, _LETTER = rf"[^\W_{SPLITTING_LETTERS}]", rf"[^\W{SPLITTING_LETTERS}]"
_PART = rf"{_FIRST_LETTER}(?:{_LETTER}++|[{_IN_WORD}]++)*+"
# A line may end after the hyphen.
_BREAK = r"(?:[ \t]*\n[ \t]*)?"
_AT_HYPHEN = rf"(?<=[\w{_IN_WORD}][{_HYPHENS}])(?={_BREAK}[^\W_])"
# Words that end in an apostrophe before a vowel, in French, Italian and the like, by their length:
# of l’homme and dell’arte no word is made, of d’Ivoire, N’Djamena and L’Aquila one is.
_ELIDED = (
    "[cçdjlmnstv]",
    "qu|un",
    "all",
    "dell|nell|dall|sull|coll",
    "jusqu|quest",
    "lorsqu|puisqu",
)
_NOT_ELIDED = "".join(
    rf"(?<!(?<!\w)(?:{words})[{_MARKS_IN_NAMES}])" for words in ("[cçjlmnstv]", *_ELIDED[1:])
)
_NOT_ELIDED_BEFORE_SMALL_LETTER = "".join(
    rf"(?<!(?<!\w)(?i:{words})[{_MARKS_IN_NAMES}])" for words in _ELIDED
)
# "he'll" is not "hell".
_NO_CONTRACTION = r"(?!(?i:s|t|d|m|ll|re|ve|em)(?!\w))"
_AT_MARK = (
    rf"(?:(?<=[^\W\d_][{_MARKS_IN_NAMES}])|(?<=[{_IN_WORD}][{_MARKS_IN_NAMES}]))(?=[^\W\d_])"
    rf"{_NO_CONTRACTION}{_NOT_ELIDED}(?:(?![a-zß-öø-ÿœ])|{_NOT_ELIDED_BEFORE_SMALL_LETTER})"
)
_ABBREVIATION = re.compile(r"(?<![\w.])(?:[^\W\d_]\.)+[^\W\d_](?!\w)")
# Most points end a sentence: the letter behind them is looked at first.
_INNER_POINT = re.compile(r"\.(?=[^\W\d_a-z])")
# All begin with a sign of one set, which is found in a tenth of the time.
_INNER_SIGN = late_pattern(rf"[{_HYPHENS}{_MARKS_IN_NAMES}](?:{_AT_HYPHEN}|{_AT_MARK})")
_JOINT_OF_PARTS = rf"(?:[{_HYPHENS}]{_AT_HYPHEN}{_BREAK}|[{_MARKS_IN_NAMES}]{_AT_MARK})"
_LETTERS = late_pattern(rf"(?:{_LETTER}++|[{_IN_WORD}]++)*+")
# Not within a number, as in 3.5-inch.
_HYPHENATED = late_pattern(rf"(?<!\d[.,]){_PART}(?:{_JOINT_OF_PARTS}{_PART})+")
# Of three parts and more: day-to-day is not "today", vis-à-vis is not "visa".
_MIN_PAIR_LENGTH = 7
_WORD = late_pattern(
    rf"{_ABBREVIATION.pattern}|{_FIRST_LETTER}+(?:{_JOINT_OF_PARTS}{_FIRST_LETTER}+){{0,3}}"
)
# "U.S." does not find every "us".
_SMALL_WORDS = frozenset(
    "ad ai al am an as at au be by ce da de di do du el en er es et go ha he id if il im in io is "
    "it je la le lo ma me mi my na ne no nu of og on op or os ou pa po re sa se si so su ta te to "
    "tu um un up us va ve vi we wo za ze".split()
)
_LETTERS_AND_NUMBER = re.compile(r"([^\W\d_]{1,8})(\d{1,4})|(\d{1,4})([^\W\d_]{1,8})")
MAX_SPELLINGS = 8
# Words with signs that are kept with their parts, some 500 bytes each.
_CACHE_SIZE = 5_000


def joined_spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, word) of each word with signs, folded and without them.

    Of more than two parts, long pairs of them are words too: "cooperation" in non-co-operation.
    Dates and ranges of numbers are none, nor are scripts without spaces.

    >>> list(joined_spans("A cease-fire in Sana'a."))
    [(2, 12, 'ceasefire'), (16, 22, 'sanaa')]
    """
    # A search for the signs takes a tenth of the time of one for words with signs.
    for start, match in chain(_words_with_signs(text), _abbreviations(text)):
        parts = _cached_parts if len(match) <= MAX_JOINED_LENGTH else _joined_parts
        for first, last, word in parts(match):
            yield start + first, start + last, word


def _words_with_signs(text: str) -> Iterator[tuple[int, str]]:
    end = 0
    for sign in _INNER_SIGN.finditer(text):
        if sign.start() < end:
            continue
        before = text[max(end, sign.start() - MAX_JOINED_LENGTH) : sign.start()]
        match = _HYPHENATED.match(text, sign.start() - _letters_at_end(before))
        if match:
            end = match.end()
            yield match.start(), match[0]


def _abbreviations(text: str) -> Iterator[tuple[int, str]]:
    for point in _INNER_POINT.finditer(text):
        match = _ABBREVIATION.match(text, point.start() - 1)
        if match and match[0].isupper():
            yield match.start(), match[0]


def _letters_at_end(text: str) -> int:
    letters = _LETTERS.match(text[::-1])
    return letters.end() if letters else 0


@lru_cache(maxsize=_CACHE_SIZE)
def _cached_parts(typed: str) -> tuple[tuple[int, int, str], ...]:
    # A text says U.S. and cease-fire again and again.
    return tuple(_joined_parts(typed))


def _joined_parts(typed: str) -> Iterator[tuple[int, int, str]]:
    parts, signs = word_tuples(typed), _SIGN.findall(typed)
    if len(parts) != len(signs) + 1:
        return
    for group, min_length in _groups(parts, signs):
        word = "".join(exact for _, _, exact, _ in group)
        if min_length <= len(word) <= MAX_JOINED_LENGTH and not word.isdecimal():
            yield group[0][0], group[-1][1], word


def _groups(parts: list[WordTuple], signs: list[str]) -> Iterator[tuple[list[WordTuple], int]]:
    """Yield the parts that make a word together, each with the fewest letters that it needs."""
    yield parts, 1
    hyphens = [number for number, sign in enumerate(signs, 1) if sign in _HYPHENS]
    for number in hyphens if len(parts) > 2 else ():
        yield parts[number - 1 : number + 1], _MIN_PAIR_LENGTH
    # Tied by apostrophes alone, as the Qa'ida of al-Qa'ida.
    for first, last in pairwise((0, *hyphens, len(parts))) if hyphens else ():
        if last - first > 1:
            yield parts[first:last], 1


def with_joined(words: str, text: str) -> str:
    """Return the words of a text, each between spaces, and behind them those without hyphens.

    >>> with_joined(" a cease fire ", "A cease-fire").split()
    ['a', 'cease', 'fire', '\\ue013', 'ceasefire']
    """
    joined_once = dict.fromkeys(word for _, _, word in joined_spans(text))
    return words + "".join(f"{BEFORE_JOINED} {word} " for word in joined_once)


def words_in_phrases(tree: Node | None) -> set[str]:
    """Return the words whose spellings with a hyphen `with_spellings` needs."""
    phrases = (leaf.typed for leaf in leaves(tree) if len(leaf.words) > 1)
    return {word for typed in phrases for word in joined_words(typed).split()}


def with_spellings(tree: Node, split: Mapping[str, Iterable[str]]) -> Node:
    """Return a tree in which each leaf of words is searched with and without its hyphens.

    `split` has words by themselves without a hyphen: {"ceasefire": ["cease fire"]}. Leaves that
    were not typed, such as other names of a person, stay.
    """
    return mapped(tree, lambda leaf: _in_all_spellings(leaf, split))


def _in_all_spellings(leaf: Words, split: Mapping[str, Iterable[str]]) -> Node:
    nodes: dict[tuple[str, ...], Node] = {leaf.words: leaf}
    for typed, hyphenated in islice(_spellings(leaf, split), 1, MAX_SPELLINGS):
        exact, stems, _ = query_terms(typed)
        words = tuple(stems if leaf.form == STEM else exact)
        spelling = replace(leaf, words=words, exact=tuple(exact))
        conditions = [
            Words((BEFORE_JOINED, word), EXACT, leaf.in_title, leaf.in_byline, is_condition=True)
            for word in hyphenated
        ]
        nodes.setdefault(words, all_of((spelling, *conditions)))
    return joined(Any, list(nodes.values())) or leaf


def _spellings(leaf: Words, split: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, list[str]]]:
    """Yield each combination of the spellings of its words, first the leaf as it was typed.

    With each come the words that a text must have with a hyphen.
    """
    texts = _WORD.split(leaf.typed)
    words = []
    for word in _WORD.findall(leaf.typed):
        words.append([(each, "") for each in _spellings_of(word, len(leaf.words))])
        # An index has a single word as it is.
        for part in _SIGN.split(word) if len(leaf.words) > 1 else ():
            key = joined_words(part)
            words[-1] += [(word.replace(part, each, 1), key) for each in split.get(key, ())]
    for chosen in product(*words):
        spelled = zip(texts, [*(word for word, _ in chosen), ""], strict=True)
        yield "".join(part for pair in spelled for part in pair), [key for _, key in chosen if key]


def _spellings_of(word: str, words_in_leaf: int) -> list[str]:
    parts = _SIGN.split(word)
    # A date or a range of numbers is no word.
    if len(parts) > 1 and not all(map(str.isdigit, parts)):
        without_signs = "".join(parts)
        is_alone = len(parts) == words_in_leaf
        if "." in word and is_alone and without_signs.lower() in _SMALL_WORDS:
            return [word]
        return list(dict.fromkeys((word, without_signs, _MARK.sub("", word))))
    match = _LETTERS_AND_NUMBER.fullmatch(word)
    return [word, " ".join(filter(None, match.groups()))] if match else [word]
