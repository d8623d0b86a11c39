"""The registry of search fields; `annotations` adds its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from corpus.search.parser import ParsedQuery, parse
from corpus.search.query_tree import Field


@dataclass(frozen=True, slots=True)
class SearchField:
    """A field of the search box, such as `source:`.

    `condition(value, member)`, of a field that `takes_words` `condition(value, member, words)`
    with a tree of words or None, returns the Q of the rows with the value that the member may
    see. `complete(typed)` returns proposed values. `check(value)` and `condition` raise
    ValueError, with a message for the reader, for a value that cannot be parsed.
    """

    name: str
    help: str
    condition: Callable[..., Any]
    complete: Callable[[str], list[str]] | None = None
    check: Callable[[str], object] | None = None
    takes_words: bool = False

    def condition_of(self, node: Field, member: Any) -> Any:
        """Return the condition of a leaf of this field."""
        words = (node.words,) if self.takes_words else ()
        return self.condition(node.value, member, *words)


ARTICLE = "article"

_fields: dict[str, dict[str, SearchField]] = {}


def register(field: SearchField, of: str = ARTICLE) -> None:
    """Register a field; `of` names the kind of rows that its condition filters."""
    _fields.setdefault(of, {})[field.name] = field


def fields(of: str = ARTICLE) -> dict[str, SearchField]:
    return dict(_fields.get(of, {}))


def parse_query(typed: str) -> ParsedQuery:
    """Parse a query with all registered fields; a value that a field refuses becomes a problem."""
    return parse(typed, frozenset(fields()), _check_value)


def _check_value(name: str, value: str) -> None:
    check = fields()[name].check
    if check:
        check(value)
