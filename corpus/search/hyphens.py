"""Words that are written with a hyphen or without: co-operation, e-mail, G-7, COVID-19.

A text has the parts of such a word one after the other. A query is searched in all its spellings,
so that neither the index nor phrases need to know them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product

from corpus.search.query_tree import STEM, Any, Node, Words, joined, mapped
from corpus.search.tokenizer import query_terms

_HYPHENS = "-\u2010\u2011\u2012\u2013\u2212"
_WORD = re.compile(rf"[^\W_]+(?:[{_HYPHENS}][^\W_]+){{0,3}}")
_HYPHEN = re.compile(f"[{_HYPHENS}]")
_LETTERS_AND_NUMBER = re.compile(r"([^\W\d_]{1,8})(\d{1,4})|(\d{1,4})([^\W\d_]{1,8})")
# Parts that are rarely words of their own, in any language, so that what follows them is seldom
# another word by chance, as in "in to" or in Italian "e lezioni". After the short ones only some
# words: each spelling costs a query more.
_SPLIT = re.compile(
    r"(co)((?:[aeiou]|chair|defend|direct|found|host|pilot|sponsor|writ)\w{2,})"
    r"|(re)((?:[aeiou]|build|join|launch|negotiat|schedul|settl|start|suppl|think)\w{2,})"
    r"|(e)((?:book|bike|cigarette|commerce|government|learning|mail|reader|scooter|sport)\w{0,3})"
    r"|(anti|counter|cyber|hyper|infra|inter|intra|macro|mega|micro|mid|mini|multi|neo|non|para|post"
    r"|pre|pro|pseudo|quasi|semi|socio|sub|super|trans|ultra|vice)([^\W\d_]{3,})",
    re.IGNORECASE,
)
MAX_SPELLINGS = 8


def with_spellings(tree: Node) -> Node:
    """Return a tree in which each leaf of words is searched with and without its hyphens.

    Leaves that were not typed, such as other names of a person, stay.
    """
    return mapped(tree, _in_all_spellings)


def _in_all_spellings(leaf: Words) -> Node:
    leaves = {leaf.words: leaf}
    for typed in islice(_spellings(leaf.typed), 1, MAX_SPELLINGS):
        exact, stems, _ = query_terms(typed)
        words = tuple(stems if leaf.form == STEM else exact)
        leaves.setdefault(words, replace(leaf, words=words, exact=tuple(exact)))
    return joined(Any, list(leaves.values())) or leaf


def _spellings(typed: str) -> Iterator[str]:
    """Yield a text in each combination of the spellings of its words, first as it is."""
    texts = _WORD.split(typed)
    words = [_spellings_of(word) for word in _WORD.findall(typed)]
    for chosen in product(*words):
        yield "".join(part for pair in zip(texts, [*chosen, ""], strict=True) for part in pair)


def _spellings_of(word: str) -> list[str]:
    if _HYPHEN.search(word):
        parts = _HYPHEN.split(word)
        # A date or a range of numbers is no word.
        return [word] if all(map(str.isdigit, parts)) else [word, "".join(parts)]
    match = _LETTERS_AND_NUMBER.fullmatch(word) or _SPLIT.fullmatch(word)
    return [word, " ".join(filter(None, match.groups()))] if match else [word]
