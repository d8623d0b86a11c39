"""Says whether texts match a query tree, without a database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice, product

from corpus.search.hyphens import joined_spans, with_spellings
from corpus.search.query_tree import PREFIX, STEM, All, Any, Node, Not, Words
from corpus.search.tokenizer import joined_words

# The most combinations of spellings that a phrase is looked for as.
_MAX_PHRASES = 1_000


@dataclass(frozen=True, slots=True)
class MatchedWords:
    """The words of some texts, each between spaces: as written, and as stems.

    Between two texts are two spaces, which no phrase has.
    """

    exact: str
    stems: str

    @classmethod
    def of(cls, texts: Iterable[str]) -> "MatchedWords":
        """The words of texts, of which a phrase matches one alone.

        >>> MatchedWords.of(["A cold city", "Rain"]).stems
        ' a cold citi  rain '
        """
        texts = [*texts]
        # A word with a hyphen is a word without it too.
        texts += [word for each in texts for _, _, word in joined_spans(each)]
        exact = [f" {joined_words(each)} " for each in texts]
        stems = [f" {joined_words(each, as_stems=True)} " for each in texts]
        return cls("".join(exact), "".join(stems))


Matcher = Callable[[MatchedWords], bool]


def tree_to_match(tree: Node | None) -> Node | None:
    """Return a parsed tree in which words are also looked for with or without their hyphens."""
    return with_spellings(tree, {}) if tree else None


def matcher_of(node: Node) -> Matcher:
    """Return a function that says whether texts match a tree of words.

    >>> is_match = matcher_of(All((Words(("citi",)), Not(Words(("snow",))))))
    >>> is_match(MatchedWords.of(["Cold cities"]))
    True
    """
    if isinstance(node, Words):
        return _matcher_of_words(node)
    if isinstance(node, Not):
        is_unwanted = matcher_of(node.node)
        return lambda words: not is_unwanted(words)
    if isinstance(node, All | Any):
        is_enough = all if isinstance(node, All) else any
        matchers = [matcher_of(each) for each in node.nodes]
        return lambda words: is_enough([is_match(words) for is_match in matchers])
    raise TypeError(f"{node!r} is about rows, not about texts.")


def _matcher_of_words(leaf: Words) -> Matcher:
    ending = "" if leaf.form == PREFIX else " "
    spellings = islice(product(*leaf.alike()), _MAX_PHRASES)
    phrases = [f" {' '.join(spelling)}{ending}" for spelling in spellings]
    if leaf.form == STEM:
        # See `arabic_prefixes.meets`; a phrase is looked for as stems or as written, not mixed.
        written = [phrase for phrase in phrases if not phrase.isascii()]
        return lambda words: (
            any(phrase in words.stems for phrase in phrases)
            or any(phrase in words.exact for phrase in written)
        )
    return lambda words: any(phrase in words.exact for phrase in phrases)
