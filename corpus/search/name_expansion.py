"""Expands a person's name in a query to all names of that person.

Quoted phrases are searched as written and never expanded.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from corpus.search.query_editing import unparse
from corpus.search.query_tree import EXACT, PREFIX, STEM, All, Any, Node, Not, Words, all_of
from corpus.search.tokenizer import query_terms

# Words of a name, and other names searched with one.
MAX_NAME_WORDS, MAX_OTHER_NAMES = 5, 12

# Takes leaves that together may be a name; returns their replacement, None to keep them.
Replace = Callable[[list[Words]], Node | None]


@dataclass(frozen=True, slots=True)
class Expansion:
    """A name in a query and the `others` that are searched with it.

    `only` is the query that searches the name alone.
    """

    name: str
    others: tuple[str, ...]
    only: str


@dataclass(frozen=True, slots=True)
class _Name:
    written: str
    words: tuple[str, ...]
    is_prefix: bool

    @classmethod
    def of(cls, written: str) -> "_Name":
        exact, _, is_prefix = query_terms(written)
        return cls(written, tuple(exact), is_prefix)

    def as_words(self, in_title: bool) -> Words:
        return Words(self.words, PREFIX if self.is_prefix else EXACT, in_title)

    def contains(self, words: tuple[str, ...]) -> bool:
        """Return whether the name contains these words as a phrase."""
        size = len(words)
        return any(
            self.words[start : start + size] == words for start in range(len(self.words) - size + 1)
        )


def candidates(tree: Node | None) -> list[tuple[str, ...]]:
    """Return the word sequences of a tree that may be names, folded as by `tokenizer`, each once.

    A tree of `Kamala Harris` has ("kamala",), ("kamala", "harris") and ("harris",).
    """
    names: dict[tuple[str, ...], None] = {}
    for run in _runs(tree):
        for first, end in _name_ranges(run):
            names[_exact_words(run[first:end])] = None
    return list(names)


def expand(tree: Node, groups: Iterable[Sequence[str]]) -> tuple[Node, tuple[Expansion, ...]]:
    """Return the tree with known names expanded, and the expansions made.

    A group holds all names of one person. The words of the query are unchanged (any order and
    form); the other names are added as phrases.
    """
    groups_by_words: dict[tuple[str, ...], list[list[_Name]]] = {}
    for group in groups:
        names = [name for name in map(_Name.of, group) if name.words]
        for words in {name.words for name in names}:
            groups_by_words.setdefault(words, []).append(names)
    expansions: dict[tuple[str, ...], Expansion] = {}

    def with_others(run: list[Words]) -> Node | None:
        words = _exact_words(run)
        groups_here = groups_by_words.get(words, [])
        others = _others(words, groups_here)
        if not others:
            return None
        if words not in expansions:
            written = next(name.written for name in groups_here[0] if name.words == words)
            only = unparse(_replaced(tree, lambda run: _as_phrase(run, words)))
            expansions[words] = Expansion(written, tuple(name.written for name in others), only)
        return Any((all_of(run), *(name.as_words(run[0].in_title) for name in others)))

    return _replaced(tree, with_others), tuple(expansions.values())


def _others(words: tuple[str, ...], groups: list[list[_Name]]) -> list[_Name]:
    """Return the other names of the people with this name, unless they contain it."""
    others = {name.words: name for group in groups for name in group if not name.contains(words)}
    return list(others.values())[:MAX_OTHER_NAMES]


def _as_phrase(run: list[Words], words: tuple[str, ...]) -> Words | None:
    """Return the leaves as a phrase if they are these words, else None."""
    if _exact_words(run) != words:
        return None
    typed = " ".join(leaf.typed for leaf in run)
    return Words(words, EXACT, run[0].in_title, typed=f'"{typed}"')


def _replaced(node: Node, replace: Replace) -> Node:
    """Return the tree with the names in it replaced, from left to right, the longest first."""
    if isinstance(node, Not):
        return Not(_replaced(node.node, replace))
    if isinstance(node, Any):
        return Any(tuple(_replaced(each, replace) for each in node.nodes))
    if isinstance(node, All):
        nodes: list[Node] = []
        for part in _name_runs(node.nodes):
            if isinstance(part, list):
                nodes += _replaced_run(part, replace)
            else:
                nodes.append(_replaced(part, replace))
        return all_of(nodes)
    return _replaced_run([node], replace)[0] if _may_be_name(node) else node


def _replaced_run(run: list[Words], replace: Replace) -> list[Node]:
    nodes: list[Node] = []
    position = 0
    while position < len(run):
        ends = [end for first, end in _name_ranges(run) if first == position]
        for end in reversed(ends):
            if name := replace(run[position:end]):
                nodes.append(name)
                position = end
                break
        else:
            nodes.append(run[position])
            position += 1
    return nodes


def _may_be_name(node: Node) -> TypeGuard[Words]:
    return isinstance(node, Words) and node.form == STEM and not node.in_byline


def _exact_words(run: Sequence[Words]) -> tuple[str, ...]:
    return tuple(word for each in run for word in each.exact)


def _name_runs(nodes: Sequence[Node]) -> Iterator[list[Words] | Node]:
    """Yield the nodes of an All in order; nodes that may form a name are grouped in a list."""
    run: list[Words] = []
    for node in nodes:
        if run and not (_may_be_name(node) and node.in_title == run[-1].in_title):
            yield run
            run = []
        if _may_be_name(node):
            run.append(node)
        else:
            yield node
    if run:
        yield run


def _runs(node: Node | None) -> Iterator[list[Words]]:
    if isinstance(node, Not):
        yield from _runs(node.node)
    elif isinstance(node, Any):
        for each in node.nodes:
            yield from _runs(each)
    elif isinstance(node, All):
        for part in _name_runs(node.nodes):
            if isinstance(part, list):
                yield part
            else:
                yield from _runs(part)
    elif node is not None and _may_be_name(node):
        yield [node]


def _name_ranges(run: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of leaves that have at most MAX_NAME_WORDS words."""
    for first in range(len(run)):
        size = 0
        for last in range(first, len(run)):
            size += len(run[last].exact)
            if size > MAX_NAME_WORDS:
                break
            yield first, last + 1
