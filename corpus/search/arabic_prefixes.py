"""What Arabic writes before a word without a space: the article and one-letter words.

Words are folded, as by `corpus.search.tokenizer`. The rules are those of light stemming without
its suffixes (Larkey, Ballesteros and Connell, "Improving Stemming for Arabic Information
Retrieval", 2002), with higher minimum lengths, so that short words do not meet wrongly.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

# With or without "and" or "so", then "in", "as" or "to".
_ARTICLE = re.compile("[وف]?(?:[بك]?ال|لل)(?=\\w{3})")
# "and", "so", "in", "as", "to", and the common pairs.
_PREFIXES = ("و", "ف", "ب", "ك", "ل", "وب", "ول", "وك", "فب", "فل")
_ARTICLES = ("ال", "وال", "بال", "فال", "كال", "لل", "وبال", "ولل")
# What is found before words of two letters, three, and more. By the frequencies of `wordfreq` 3.1,
# of "so" and "as" before three letters two thirds are words by themselves (كتاب is not "as تاب"),
# of the others a quarter; before two letters half of all, but not of the article.
_BEFORE = {2: _ARTICLES, 3: ("و", "ب", "ل", "وب", "ول")}
# Before ال these are written only where it is no article: with it they are لل.
_TO = ("ل", "ول", "فل")
# Shorter words often begin with one of these letters: وزير is not "and زير".
_MIN_LENGTH = 5
_ARABIC = re.compile("[\u0621-\u064a]{2,}")


has_article = _ARTICLE.match


@lru_cache(maxsize=60_000)
def without_article(word: str) -> str:
    """Return a word without its article and what stands before that.

    >>> [without_article(word) for word in ("وبالقاهره", "للقاهره", "قاهره", "الله")]
    ['قاهره', 'قاهره', 'قاهره', 'الله']
    """
    match = _ARTICLE.match(word)
    return word[match.end() :] if match else word


def with_other_prefixes(word: str, typed: str = "") -> list[str]:
    """Return a word without article, and the same with or without one-letter words before it.

    `typed` is the word with the article that it had, if it had one. Before short words there are
    fewer, and none before those that had it: who asks for الرقه, Raqqa, is not shown ورقه, "paper".
    But ال and لل may also be letters of the word itself: المانيا, Germany, is found in لالمانيا.

    >>> with_other_prefixes("غزه")
    ['غزه', 'وغزه', 'بغزه', 'لغزه', 'وبغزه', 'ولغزه']
    """
    if not _ARABIC.fullmatch(word):
        return [word]
    had_article = typed not in ("", word)
    itself = [prefix + typed for prefix in ("", *_TO)] if had_article else []
    if had_article and len(word) < _MIN_LENGTH:
        return [word, *itself]
    shorter = [
        word.removeprefix(prefix)
        for prefix in _PREFIXES
        if word.startswith(prefix) and len(word) - len(prefix) >= _MIN_LENGTH
    ]
    longer = [prefix + word for prefix in _BEFORE.get(len(word), _PREFIXES)]
    return [word, *shorter, *longer, *itself]


def meets(exact: str, stem: str, words: Sequence[str]) -> bool:
    """Whether a word of a text, as written and without article, is one of `with_other_prefixes`.

    What begins as an article does may be "to" and a letter of the word: للبنان meets لبنان.

    >>> meets("للبنان", without_article("للبنان"), with_other_prefixes("لبنان"))
    True
    """
    return stem in words or (exact in words and not exact.isascii())
