"""A person's names, searched as one: whoever asks for one of them finds the others too.

What stands between quotation marks is asked for as it is written: it is never expanded.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.search.parser import TOKEN, tidied
from corpus.search.query_tree import EXACT, PREFIX, STEM, All, Any, Node, Not, Words
from corpus.search.tokenizer import sought

# As many words as a name may have, and as many other names as are searched with one.
LONGEST, MOST_OTHERS = 5, 12


@dataclass(frozen=True, slots=True)
class Expansion:
    """A name that was asked for, `others` that are searched with it, and how to be without them.

    `only` is what to type instead.
    """

    name: str
    others: tuple[str, ...]
    only: str


@dataclass(frozen=True, slots=True)
class _Name:
    written: str
    words: tuple[str, ...]
    is_begun: bool

    @classmethod
    def of(cls, written: str) -> "_Name":
        exact, _, is_begun = sought(written)
        return cls(written, tuple(exact), is_begun)

    def asked(self, in_title: bool) -> Words:
        return Words(self.words, PREFIX if self.is_begun else EXACT, in_title)

    def holds(self, words: tuple[str, ...]) -> bool:
        """Say whether what has this name has these words, one after the other, as well."""
        size = len(words)
        return any(self.words[at : at + size] == words for at in range(len(self.words) - size + 1))


def candidates(tree: Node | None) -> list[tuple[str, ...]]:
    """Return what of a tree may be a name, as folded words (see `words.sought`), each once."""
    found: dict[tuple[str, ...], None] = {}
    for run in _runs(tree):
        for first, last in _stretches(run):
            found[_said(run[first:last])] = None
    return list(found)


def expand(
    typed: str, tree: Node, groups: Iterable[Sequence[str]]
) -> tuple[Node, tuple[Expansion, ...]]:
    """Search the names that a tree asks for with the other names of their group.

    `typed` is what the tree was read from, a group all names of one person. What a name is asked
    for by stays, as words in any order and form; the others are added as they are written.
    """
    known: dict[tuple[str, ...], list[list[_Name]]] = {}
    for group in groups:
        names = [name for name in map(_Name.of, group) if name.words]
        for words in {name.words for name in names}:
            known.setdefault(words, []).append(names)
    expander = _Expander(tidied(typed), known)
    return expander.expanded(tree), tuple(expander.said.values())


class _Expander:
    def __init__(self, typed, known):
        self._typed = typed
        self._known = known
        self.said: dict[tuple[str, ...], Expansion] = {}

    def expanded(self, node: Node) -> Node:
        if isinstance(node, Not):
            return Not(self.expanded(node.node))
        if isinstance(node, Any):
            return Any(tuple(map(self.expanded, node.nodes)))
        if isinstance(node, All):
            nodes = [each for part in _parted(node.nodes) for each in self._part(part)]
            return nodes[0] if len(nodes) == 1 else All(tuple(nodes))
        return self._run([node])[0] if _may_be_name(node) else node

    def _part(self, part: list[Node]) -> list[Node]:
        return self._run(part) if _may_be_name(part[0]) else [self.expanded(part[0])]

    def _run(self, run: list[Words]) -> list[Node]:
        """Expand the longest names of a run, from its beginning on."""
        nodes: list[Node] = []
        at = 0
        while at < len(run):
            lasts = [last for first, last in _stretches(run) if first == at]
            for last in reversed(lasts):
                others = self._others(_said(run[at:last]))
                if others:
                    asked = [each.asked(run[at].in_title) for each in others]
                    nodes.append(Any((_joined(run[at:last]), *asked)))
                    at = last
                    break
            else:
                nodes.append(run[at])
                at += 1
        return nodes

    def _others(self, words: tuple[str, ...]) -> list[_Name]:
        """Return the other names of who is called so; those that hold the name are found by it."""
        groups = self._known.get(words, ())
        others = {name.words: name for group in groups for name in group if not name.holds(words)}
        chosen = list(others.values())[:MOST_OTHERS]
        if chosen and words not in self.said:
            written = next(name.written for name in groups[0] if name.words == words)
            also = tuple(name.written for name in chosen)
            self.said[words] = Expansion(written, also, _quoted(self._typed, words))
        return chosen


def _may_be_name(node: Node) -> bool:
    return isinstance(node, Words) and node.form == STEM and not node.in_byline


def _said(run: Sequence[Words]) -> tuple[str, ...]:
    return tuple(word for each in run for word in each.exact)


def _joined(run: list[Words]) -> Node:
    return run[0] if len(run) == 1 else All(tuple(run))


def _parted(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """Part the nodes of an All into runs of what may be a name together, and the rest singly."""
    run: list[Node] = []
    for node in nodes:
        if run and not (
            _may_be_name(node) and _may_be_name(run[-1]) and node.in_title == run[-1].in_title
        ):
            yield run
            run = []
        run.append(node)
    if run:
        yield run


def _runs(node: Node | None) -> Iterator[list[Words]]:
    if isinstance(node, Not):
        yield from _runs(node.node)
    elif isinstance(node, All | Any):
        nodes = node.nodes
        for part in _parted(nodes) if isinstance(node, All) else ([each] for each in nodes):
            if _may_be_name(part[0]):
                yield part
            else:
                yield from _runs(part[0])
    elif node is not None and _may_be_name(node):
        yield [node]


def _stretches(run: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """Yield the places of what may be a name: from one leaf of a run to the end of another."""
    for first in range(len(run)):
        size = 0
        for last in range(first, len(run)):
            size += len(run[last].exact)
            if size > LONGEST:
                break
            yield first, last + 1


def _quoted(typed: str, words: tuple[str, ...]) -> str:
    """Put quotation marks around these words, wherever they were typed without."""
    tokens = [token for token in TOKEN.finditer(typed) if token.lastgroup and not token["and"]]
    pieces = []
    at = first = 0
    while first < len(tokens):
        last = _typed_until(tokens, first, words)
        if last is None:
            first += 1
            continue
        phrase = " ".join(token["bare"] for token in tokens[first:last])
        pieces += [typed[at : tokens[first].start("bare")], f'"{phrase}"']
        at = tokens[last - 1].end("bare")
        first = last
    return "".join([*pieces, typed[at:]])


def _typed_until(tokens: list, first: int, words: tuple[str, ...]) -> int | None:
    """Return where the tokens end that say these words from a token on; None: they do not."""
    said: tuple[str, ...] = ()
    for last in range(first, len(tokens)):
        token = tokens[last]
        is_alone = last == first or not (token["minus"] or token["field"])
        if not token["bare"] or token["star"] or not is_alone:
            return None
        said += tuple(sought(token["bare"])[0])
        if said == words:
            return last + 1
        if words[: len(said)] != said:
            return None
    return None
