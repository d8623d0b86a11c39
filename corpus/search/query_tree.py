"""The tree of a query, from which the queries for both databases are written.

Raw input never reaches a query language: leaves hold folded words, or values of fields.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.search.arabic_prefixes import with_other_prefixes
from corpus.search.numbered_names import other_number

EXACT, STEM, PREFIX = "exact", "stem", "prefix"


@dataclass(frozen=True, slots=True)
class Words:
    """A leaf: one word, or several as a phrase.

    `form` is EXACT (as written), STEM (any form of the word) or PREFIX (as written, the last word
    incomplete). `in_title` restricts it to the title, `in_byline` to the byline, which is not
    searched otherwise and has no stems. `exact` holds the words of which `words` are the stems,
    `typed` is the leaf as it was typed. `forms` holds for each stem its words in the index, once
    `corpus.search_index.word_forms` has looked them up. `is_condition` says that the text must have
    the words, which are neither marked nor scored.
    """

    words: tuple[str, ...]
    form: str = STEM
    in_title: bool = False
    in_byline: bool = False
    exact: tuple[str, ...] = field(default=(), compare=False, repr=False)
    typed: str = field(default="", compare=False, repr=False)
    forms: tuple[tuple[str, ...], ...] = field(default=(), compare=False, repr=False)
    is_condition: bool = field(default=False, repr=False)

    @property
    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        """For each word, the words of the index that match it.

        Raises ValueError for stems whose forms were not looked up.
        """
        if self.form != STEM:
            return tuple((word,) for word in self.words)
        if len(self.forms) != len(self.words):
            raise ValueError(f"The forms of {self!r} were not looked up.")
        return self.forms

    def alike(self) -> list[list[str]]:
        """For each word, the stems that meet it: with Arabic prefixes, in another number."""
        if self.form != STEM:
            return [[word] for word in self.words]
        return [
            with_other_prefixes(stem, exact) + other_number(stem)
            for stem, exact in zip(self.words, self.exact or self.words, strict=True)
        ]

    def part(self, start: int, end: int) -> "Words":
        """Some of the words as a leaf."""
        words, forms = self.words[start:end], self.forms[start:end]
        return replace(self, words=words, forms=forms, exact=self.exact[start:end])


@dataclass(frozen=True, slots=True)
class Field:
    """A leaf: the value of a search field, such as source; `value` is as typed.

    `words` is the tree of words that the field applies to: what a speaker said.
    """

    name: str
    value: str
    words: "Node | None" = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    node: "Node"


@dataclass(frozen=True, slots=True)
class All:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Any:
    nodes: tuple["Node", ...]


Node = Words | Field | Not | All | Any


def joined(kind: type[All] | type[Any], nodes: Sequence[Node]) -> Node | None:
    """Return the nodes as one: a single node itself, None for none."""
    return kind(tuple(nodes)) if len(nodes) > 1 else next(iter(nodes), None)


def positive_words(node: Node | None) -> Iterator[Words]:
    """Yield the leaves of words that are not negated, without mere conditions."""
    if isinstance(node, Words):
        if not node.is_condition:
            yield node
    elif isinstance(node, All | Any):
        for each in node.nodes:
            yield from positive_words(each)


def leaves(node: Node | None) -> Iterator[Words]:
    """Yield all leaves of words, the negated ones too."""
    if isinstance(node, Words):
        yield node
    elif isinstance(node, Not):
        yield from leaves(node.node)
    elif isinstance(node, All | Any):
        for each in node.nodes:
            yield from leaves(each)


def mapped(node: Node, change: Callable[[Words], Node]) -> Node:
    """Return the tree with each leaf of words replaced by `change(leaf)`."""
    if isinstance(node, Words):
        return change(node)
    if isinstance(node, Not):
        return Not(mapped(node.node, change))
    if isinstance(node, All | Any):
        return type(node)(tuple(mapped(each, change) for each in node.nodes))
    return node


def with_words(node: Node, names: frozenset[str], words: tuple[Node, ...] = ()) -> Node:
    """Return the tree in which fields of these names hold the words that must hold with them.

    Words of titles and bylines, and what is negated, are left out.
    """
    if isinstance(node, Field) and node.name in names and words:
        return replace(node, words=all_of(words))
    if isinstance(node, Any):
        return Any(tuple(with_words(each, names, words) for each in node.nodes))
    if isinstance(node, All):
        words += tuple(filter(_is_text, node.nodes))
        return All(tuple(with_words(each, names, words) for each in node.nodes))
    return node


def _is_text(node: Node) -> bool:
    """Return whether a tree has only words of the text, and none negated."""
    if isinstance(node, All | Any):
        return all(map(_is_text, node.nodes))
    return isinstance(node, Words) and not (node.in_title or node.in_byline)


def relaxed(node: Node) -> Node:
    """Return a weaker tree that matches at least as much: without Not and word order.

    For trees that one index lookup can express. Raises TypeError for a lone Not or Field.
    """
    if isinstance(node, Words):
        *singles, last = (node.part(at, at + 1) for at in range(len(node.words)))
        form = EXACT if node.form == PREFIX else node.form
        return all_of((*(replace(each, form=form) for each in singles), last))
    if isinstance(node, Any):
        return Any(tuple(map(relaxed, node.nodes)))
    if isinstance(node, All):
        return all_of(tuple(relaxed(each) for each in node.nodes if not isinstance(each, Not)))
    raise TypeError(f"{node!r} is nothing that an index is asked alone.")


def all_of(nodes: Sequence[Node]) -> Node:
    return All(tuple(nodes)) if len(nodes) > 1 else nodes[0]
