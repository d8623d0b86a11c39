"""Words that are written with a hyphen or without: cease-fire, co-operation, G-7, COVID-19.

An index has the parts of such a word one after the other, and behind the text the word itself
(`with_joined`). So a single word is found in both spellings. A phrase is searched in all its
spellings; for one that it was typed without, the text must also have the word with its hyphen.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice, pairwise, product

from corpus.characters import DEFAULT_IGNORABLE
from corpus.late_pattern import late_pattern
from corpus.search.query_tree import EXACT, STEM, Any, Node, Words, all_of, joined, leaves, mapped
from corpus.search.tokenizer import MARKS, joined_words, query_terms, word_tuples

# A letter of private use, of which no word is made, before each joined word: no phrase has both
# the word and what stands before it.
BEFORE_JOINED = "\ue013"
# One less than a column for words takes, beside BEFORE_JOINED or the space between two parts.
MAX_JOINED_LENGTH = 79

_HYPHENS = "-\u2010\u2011\u2012\u2013\u2212"
_HYPHEN = re.compile(f"[{_HYPHENS}]")
# What a word may hold beside letters and digits.
_IN_WORD = MARKS + DEFAULT_IGNORABLE
_PART = rf"[^\W_][\w{_IN_WORD}]*"
# A line may end after the hyphen.
_BREAK = r"(?:[ \t]*\n[ \t]*)?"
_INNER_HYPHEN = late_pattern(rf"[{_HYPHENS}](?<=[\w{_IN_WORD}].)(?={_BREAK}[^\W_])")
_LETTERS = late_pattern(rf"[\w{_IN_WORD}]*")
# Not within a number, as in 3.5-inch.
_HYPHENATED = late_pattern(rf"(?<!\d[.,]){_PART}(?:[{_HYPHENS}]{_BREAK}{_PART})+")
# Of three parts and more: day-to-day is not "today", vis-à-vis is not "visa".
_MIN_PAIR_LENGTH = 7
_WORD = re.compile(rf"[^\W_]+(?:[{_HYPHENS}][^\W_]+){{0,3}}")
_LETTERS_AND_NUMBER = re.compile(r"([^\W\d_]{1,8})(\d{1,4})|(\d{1,4})([^\W\d_]{1,8})")
MAX_SPELLINGS = 8


def joined_spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, word) of each word with hyphens, folded and without them.

    Of more than two parts, long pairs of them are words too: "cooperation" in non-co-operation.
    Dates and ranges of numbers are none, nor are scripts without spaces.

    >>> list(joined_spans("A cease-fire."))
    [(2, 12, 'ceasefire')]
    """
    end = 0
    # A search for the hyphens takes a tenth of the time of one for words with hyphens.
    for hyphen in _INNER_HYPHEN.finditer(text):
        if hyphen.start() < end:
            continue
        before = text[max(end, hyphen.start() - MAX_JOINED_LENGTH) : hyphen.start()]
        match = _HYPHENATED.match(text, hyphen.start() - _letters_at_end(before))
        if match:
            end = match.end()
            for first, last, word in _joined_parts(match[0]):
                yield match.start() + first, match.start() + last, word


def _letters_at_end(text: str) -> int:
    letters = _LETTERS.match(text[::-1])
    return letters.end() if letters else 0


def _joined_parts(typed: str) -> Iterator[tuple[int, int, str]]:
    parts = word_tuples(typed)
    if len(parts) != len(_HYPHEN.findall(typed)) + 1:
        return
    for group in [parts, *(pairwise(parts) if len(parts) > 2 else [])]:
        word = "".join(exact for _, _, exact, _ in group)
        is_long_enough = group is parts or len(word) >= _MIN_PAIR_LENGTH
        if is_long_enough and len(word) <= MAX_JOINED_LENGTH and not word.isdecimal():
            yield group[0][0], group[-1][1], word


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
        words.append([(each, "") for each in _spellings_of(word)])
        # An index has a single word as it is.
        for part in _HYPHEN.split(word) if len(leaf.words) > 1 else ():
            key = joined_words(part)
            words[-1] += [(word.replace(part, each, 1), key) for each in split.get(key, ())]
    for chosen in product(*words):
        spelled = zip(texts, [*(word for word, _ in chosen), ""], strict=True)
        yield "".join(part for pair in spelled for part in pair), [key for _, key in chosen if key]


def _spellings_of(word: str) -> list[str]:
    if _HYPHEN.search(word):
        parts = _HYPHEN.split(word)
        # A date or a range of numbers is no word.
        return [word] if all(map(str.isdigit, parts)) else [word, "".join(parts)]
    match = _LETTERS_AND_NUMBER.fullmatch(word)
    return [word, " ".join(filter(None, match.groups()))] if match else [word]
