"""What stands in the search box, changed by one field: the box is the whole state of a search."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.search.parser import parse
from corpus.search.query_tree import Any

_FIELD = re.compile(r'(?<![^\s(])(-?)([A-Za-z]+):("[^"]*"|[^\s()"]+)')


_BEGUN = re.compile(r'(?<![^\s(])-?([A-Za-z]+):("?)([^"]*)\Z')


@dataclass(frozen=True, slots=True)
class TypedField:
    """A field as it was typed, and what stands in the box without it."""

    name: str
    value: str
    is_unwanted: bool
    rest: str


def typed_fields(typed: str, names: Iterable[str]) -> list[TypedField]:
    """Return the fields of these names in the order they were typed."""
    known = set(names)
    return [
        TypedField(name.lower(), value.strip('"'), bool(minus), _cut(typed, match.span()))
        for match in _FIELD.finditer(typed)
        for minus, name, value in [match.groups()]
        if name.lower() in known
    ]


def without_fields(typed: str, names: Iterable[str]) -> str:
    """Return what was typed without any field of these names."""
    known = set(names)
    while found := next(iter(typed_fields(typed, known)), None):
        typed = found.rest
    return typed


def with_field(typed: str, name: str, value: str) -> str:
    """Return what was typed, narrowed to a value of a field; `value` holds no quotation mark."""
    tree = parse(typed, frozenset([name])).tree
    # Beside an OR the field would be a part of what stands after it.
    before = f"({typed})" if isinstance(tree, Any) else typed
    return f"{before} {name}:{_quoted(value)}".strip()


def _quoted(value: str) -> str:
    return value if re.fullmatch(r"[\w./-]+", value) else f'"{value}"'


def _cut(typed: str, span: tuple[int, int]) -> str:
    before, after = typed[: span[0]].rstrip(), typed[span[1] :].lstrip()
    return f"{before} {after}".strip()


@dataclass(frozen=True, slots=True)
class BegunField:
    """A field whose value is being typed: what it has so far, and what stands around it."""

    name: str
    begun: str
    before: str
    after: str

    def finished(self, value: str) -> str:
        """Return what stands in the box once the value is chosen."""
        return f"{self.before}{self.name}:{_quoted(value)} {self.after.lstrip()}"


def begun_field(typed: str, at: int, names: Iterable[str]) -> BegunField | None:
    """Return the field that is typed at a code point of the box, None where there is none."""
    match = _BEGUN.search(typed[:at])
    # Without quotation marks a value ends at the first space.
    if match is None or match[1].lower() not in names or (not match[2] and " " in match[3]):
        return None
    minus = "-" if match[0].startswith("-") else ""
    before = typed[: match.start()] + minus
    return BegunField(match[1].lower(), match[3], before, typed[at:].lstrip('"'))
