"""Expands a person's name in a query to all names of that person.

Quoted phrases are searched as written and never expanded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from corpus.search.parser import TOKEN, Token, cleaned_query
from corpus.search.query_tree import EXACT, PREFIX, STEM, All, Any, Node, Not, Words
from corpus.search.tokenizer import query_terms

# Words of a name, and other names searched with one.
MAX_NAME_WORDS, MAX_OTHER_NAMES = 5, 12


@dataclass(frozen=True, slots=True)
class Expansion:
    """A name of a query and the `others` that are searched with it.

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


def expand(
    typed: str, tree: Node, groups: Iterable[Sequence[str]]
) -> tuple[Node, tuple[Expansion, ...]]:
    """Return the tree with known names expanded, and the expansions made.

    `typed` is the query that the tree was parsed from; a group holds all names of one person. The
    words of the query stay as they are (any order and form); the other names are added as phrases.
    """
    groups_by_words: dict[tuple[str, ...], list[list[_Name]]] = {}
    for group in groups:
        names = [name for name in map(_Name.of, group) if name.words]
        for words in {name.words for name in names}:
            groups_by_words.setdefault(words, []).append(names)
    expander = _Expander(cleaned_query(typed), groups_by_words)
    return expander.expanded(tree), tuple(expander.expansions.values())


class _Expander:
    def __init__(self, typed: str, groups: Mapping[tuple[str, ...], list[list[_Name]]]):
        self._typed = typed
        self._groups = groups
        self.expansions: dict[tuple[str, ...], Expansion] = {}

    def expanded(self, node: Node) -> Node:
        if isinstance(node, Not):
            return Not(self.expanded(node.node))
        if isinstance(node, Any):
            return Any(tuple(map(self.expanded, node.nodes)))
        if isinstance(node, All):
            nodes = [each for part in _name_runs(node.nodes) for each in self._expand_run(part)]
            return nodes[0] if len(nodes) == 1 else All(tuple(nodes))
        return self._expand_names([node])[0] if _may_be_name(node) else node

    def _expand_run(self, part: list[Words] | Node) -> list[Node]:
        return self._expand_names(part) if isinstance(part, list) else [self.expanded(part)]

    def _expand_names(self, run: list[Words]) -> list[Node]:
        """Expand the names of a run from left to right, the longest first."""
        nodes: list[Node] = []
        position = 0
        while position < len(run):
            ends = [end for first, end in _name_ranges(run) if first == position]
            for end in reversed(ends):
                others = self._others(_exact_words(run[position:end]))
                if others:
                    alternatives = [each.as_words(run[position].in_title) for each in others]
                    nodes.append(Any((_joined(run[position:end]), *alternatives)))
                    position = end
                    break
            else:
                nodes.append(run[position])
                position += 1
        return nodes

    def _others(self, words: tuple[str, ...]) -> list[_Name]:
        """Return the other names of the people with this name, unless they contain it."""
        groups = self._groups.get(words, [])
        others = {
            name.words: name for group in groups for name in group if not name.contains(words)
        }
        chosen = list(others.values())[:MAX_OTHER_NAMES]
        if chosen and words not in self.expansions:
            written = next(name.written for name in groups[0] if name.words == words)
            others_written = tuple(name.written for name in chosen)
            self.expansions[words] = Expansion(written, others_written, _quoted(self._typed, words))
        return chosen


def _may_be_name(node: Node) -> TypeGuard[Words]:
    return isinstance(node, Words) and node.form == STEM and not node.in_byline


def _exact_words(run: Sequence[Words]) -> tuple[str, ...]:
    return tuple(word for each in run for word in each.exact)


def _joined(run: list[Words]) -> Node:
    return run[0] if len(run) == 1 else All(tuple(run))


def _name_runs(nodes: Sequence[Node]) -> Iterator[list[Words] | Node]:
    """Yield the nodes of an All in order, those that may be a name together as a list."""
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


def _quoted(typed: str, words: tuple[str, ...]) -> str:
    """Return the query with these words in quotation marks, wherever they were typed without."""
    tokens = [token for token in TOKEN.finditer(typed) if token.lastgroup and not token["and"]]
    pieces = []
    copied_until = first = 0
    while first < len(tokens):
        end = _phrase_end(tokens, first, words)
        if end is None:
            first += 1
            continue
        phrase = " ".join(token["bare"] for token in tokens[first:end])
        pieces += [typed[copied_until : tokens[first].start("bare")], f'"{phrase}"']
        copied_until = tokens[end - 1].end("bare")
        first = end
    return "".join([*pieces, typed[copied_until:]])


def _phrase_end(tokens: list[Token], first: int, words: tuple[str, ...]) -> int | None:
    """Return the end of the tokens from `first` on that make these words, or None."""
    phrase: tuple[str, ...] = ()
    for last in range(first, len(tokens)):
        token = tokens[last]
        is_alone = last == first or not (token["minus"] or token["field"])
        if not token["bare"] or token["star"] or not is_alone:
            return None
        phrase += tuple(query_terms(token["bare"])[0])
        if phrase == words:
            return last + 1
        if words[: len(phrase)] != phrase:
            return None
    return None
