"""Edits the fields of a typed query: the search box holds the whole state of a search."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.search.parser import parse
from corpus.search.query_tree import Any

_FIELD = re.compile(r'(?<![^\s(])(-?)([A-Za-z]+):("[^"]*"|[^\s()"]+)')


_PARTIAL_FIELD = re.compile(r'(?<![^\s(])-?([A-Za-z]+):("?)([^"]*)\Z')


@dataclass(frozen=True, slots=True)
class TypedField:
    """A field of a query as typed; `rest` is the query without it."""

    name: str
    value: str
    is_unwanted: bool
    rest: str


def typed_fields(typed: str, names: Iterable[str]) -> list[TypedField]:
    """Return the fields of these names in the order they were typed."""
    wanted_names = set(names)
    return [
        TypedField(name.lower(), value.strip('"'), bool(minus), _cut(typed, match.span()))
        for match in _FIELD.finditer(typed)
        for minus, name, value in [match.groups()]
        if name.lower() in wanted_names
    ]


def without_fields(typed: str, names: Iterable[str]) -> str:
    """Return the query without the fields of these names."""
    unwanted_names = set(names)
    while field := next(iter(typed_fields(typed, unwanted_names)), None):
        typed = field.rest
    return typed


def with_field(typed: str, name: str, value: str) -> str:
    """Return the query with one more field; `value` holds no quotation mark.

    >>> with_field("trade OR tariffs", "source", "Matrix Mag")
    '(trade OR tariffs) source:"Matrix Mag"'
    """
    tree = parse(typed, frozenset([name])).tree
    # Without parentheses the field would apply to the last alternative alone.
    before = f"({typed})" if isinstance(tree, Any) else typed
    return f"{before} {name}:{_quoted(value)}".strip()


def _quoted(value: str) -> str:
    return value if re.fullmatch(r"[\w./-]+", value) else f'"{value}"'


def _cut(typed: str, span: tuple[int, int]) -> str:
    before, after = typed[: span[0]].rstrip(), typed[span[1] :].lstrip()
    return f"{before} {after}".strip()


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


def partial_field(typed: str, at: int, names: Iterable[str]) -> PartialField | None:
    """Return the field being typed at the code point `at` of the query, or None."""
    match = _PARTIAL_FIELD.search(typed[:at])
    # Without quotation marks a value ends at the first space.
    if match is None or match[1].lower() not in names or (not match[2] and " " in match[3]):
        return None
    minus = "-" if match[0].startswith("-") else ""
    before = typed[: match.start()] + minus
    return PartialField(match[1].lower(), match[3], before, typed[at:].lstrip('"'))
