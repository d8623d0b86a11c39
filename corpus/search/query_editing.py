"""Writes the tree of a query as text, and edits its fields."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from operator import is_

from corpus.search.parser import ParsedQuery, canonical_field, quoted, unescaped
from corpus.search.query_tree import All, Any, Field, Node, Not, joined

_PLAIN_VALUE = re.compile(r"[\w./-]+")
_PARTIAL_FIELD = re.compile(r'(?<![^\s(])-?([A-Za-z]+):("?)((?:[^"\\]|\\.)*\\?)\Z')


def unparse(node: Node | None) -> str:
    """Return a query that `parse` reads as this tree, its words as they were typed.

    >>> from corpus.search.parser import parse
    >>> unparse(parse("NATO OR NOT (Kabul fell*)").tree)
    'NATO OR -(Kabul fell*)'
    """
    if node is None:
        return ""
    if isinstance(node, Any):
        return " OR ".join(map(_alternative, node.nodes))
    if isinstance(node, All):
        return " ".join(map(_grouped, node.nodes))
    if isinstance(node, Not):
        return f"{'NOT ' if isinstance(node.node, Not) else '-'}{_grouped(node.node)}"
    if isinstance(node, Field):
        return f"{node.name}:{_quoted(node.value)}"
    return f"{'title:' if node.in_title else ''}{node.typed}"


def _grouped(node: Node) -> str:
    return f"({unparse(node)})" if isinstance(node, All | Any) else unparse(node)


def _alternative(node: Node) -> str:
    # These parentheses aid readability; around other nodes they could exceed the maximum depth.
    has_groups = isinstance(node, All) and any(isinstance(each, All | Any) for each in node.nodes)
    return unparse(node) if has_groups else _grouped(node)


def _quoted(value: str) -> str:
    return value if _PLAIN_VALUE.fullmatch(value) else quoted(value)


@dataclass(frozen=True, slots=True)
class TypedField:
    """A field of a query, whether it is negated, and the query without it."""

    name: str
    value: str
    is_unwanted: bool
    rest: str


def typed_fields(tree: Node | None) -> list[TypedField]:
    """Return the fields of a query in the order they were typed."""
    fields = []
    for field, is_unwanted in fields_in(tree):
        rest = _without(tree, partial(is_, field))
        fields.append(TypedField(field.name, field.value, is_unwanted, unparse(rest)))
    return fields


def fields_in(node: Node | None, is_unwanted: bool = False) -> Iterator[tuple[Field, bool]]:
    """Yield the fields of a tree, each with whether it is negated."""
    if isinstance(node, Field):
        yield node, is_unwanted
    elif isinstance(node, Not):
        yield from fields_in(node.node, not is_unwanted)
    elif isinstance(node, All | Any):
        for each in node.nodes:
            yield from fields_in(each, is_unwanted)


def with_fields(typed: str, parsed: ParsedQuery, values: Mapping[str, str]) -> str:
    """Return the query in which these fields have these values and no others.

    `parsed` is what was typed.

    >>> from corpus.search.parser import parse
    >>> with_fields("trade OR tariffs", parse("trade OR tariffs"), {"source": "Matrix Mag"})
    '(trade OR tariffs) source:"Matrix Mag"'
    """
    rest = _without(parsed.tree, lambda field: field.name in values)
    is_as_typed = rest == parsed.tree and not parsed.problems
    before = typed.strip() if is_as_typed else unparse(rest)
    if isinstance(rest, Any):
        before = f"({before})"
    return " ".join([before, *(unparse(Field(*pair)) for pair in values.items())]).strip()


def _without(node: Node | None, is_dropped: Callable[[Field], bool]) -> Node | None:
    if isinstance(node, Field):
        return None if is_dropped(node) else node
    if isinstance(node, Not):
        negated = _without(node.node, is_dropped)
        return Not(negated) if negated else None
    if isinstance(node, All | Any):
        nodes = [rest for each in node.nodes if (rest := _without(each, is_dropped))]
        return joined(type(node), nodes)
    return node


@dataclass(frozen=True, slots=True)
class PartialField:
    """A field whose value is being typed: the value so far, and the query around it."""

    name: str
    prefix: str
    before: str
    after: str

    def completed(self, value: str) -> str:
        """Return the query after the value is chosen."""
        return f"{self.before}{self.name}:{_quoted(value)} {self.after.lstrip()}"


def partial_field(typed: str, at: int, names: Collection[str]) -> PartialField | None:
    """Return the field being typed at the code point `at` of the query, or None."""
    match = _PARTIAL_FIELD.search(typed[:at])
    # Without quotation marks a value ends at the first space.
    name = canonical_field(match[1].lower()) if match else ""
    if match is None or name not in names or (not match[2] and " " in match[3]):
        return None
    minus = "-" if match[0].startswith("-") else ""
    before = typed[: match.start()] + minus
    return PartialField(name, unescaped(match[3]), before, typed[at:].lstrip('"'))
