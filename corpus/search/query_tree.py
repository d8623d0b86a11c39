"""What was searched for, as a tree that both databases are asked with.

Nothing typed reaches a query language: the leaves hold folded words, and the values of fields.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

EXACT, STEM, PREFIX = "exact", "stem", "prefix"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand one after the other.

    `form` is EXACT (as written), STEM (any of their forms) or PREFIX (as written, the last one
    begun). `in_title` asks for them in the title alone, `in_byline` in the byline, which is
    searched no other way, and has no stems. `exact` are the words of which `words` are the stems.
    """

    words: tuple[str, ...]
    form: str = STEM
    in_title: bool = False
    in_byline: bool = False
    exact: tuple[str, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A row's own value, such as its source; `value` is as typed."""

    name: str
    value: str


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


def wanted(node: Node | None) -> Iterator[Words]:
    """Yield the words that a hit may be found by: those that are not asked to be absent."""
    if isinstance(node, Words):
        yield node
    elif isinstance(node, All | Any):
        for each in node.nodes:
            yield from wanted(each)


def mapped(node: Node, change: Callable[[Words], Node]) -> Node:
    """Return the tree with its words changed."""
    if isinstance(node, Words):
        return change(node)
    if isinstance(node, Not):
        return Not(mapped(node.node, change))
    if isinstance(node, All | Any):
        return type(node)(tuple(mapped(each, change) for each in node.nodes))
    return node


def loosened(node: Node) -> Node:
    """Return a tree that holds wherever this one does: no words absent, none in order.

    It is for trees that an index is asked at once, in which something is wanted everywhere.
    """
    if isinstance(node, Words):
        *words, last = node.words
        form = EXACT if node.form == PREFIX else node.form
        single = [replace(node, words=(word,), form=form, exact=()) for word in words]
        return _all((*single, replace(node, words=(last,), exact=())))
    if isinstance(node, Any):
        return Any(tuple(map(loosened, node.nodes)))
    if isinstance(node, All):
        return _all(tuple(loosened(each) for each in node.nodes if not isinstance(each, Not)))
    raise TypeError(f"{node!r} is nothing that an index is asked alone.")


def _all(nodes: tuple[Node, ...]) -> Node:
    return All(nodes) if len(nodes) > 1 else nodes[0]
