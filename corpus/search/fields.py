"""The fields of the search box; annotations registers those that are about annotations."""

from collections.abc import Callable
from dataclasses import dataclass

from corpus.search.parser import Parsed, parse


@dataclass(frozen=True, slots=True)
class SearchField:
    """A field of the search box.

    `condition(value, member)` is the Q of articles that have the value for the member who asks.
    `complete(typed)` proposes values. `check(value)` raises ValueError, with a sentence, for a
    value that cannot be read; so does `condition`.
    """

    name: str
    help: str
    condition: Callable
    complete: Callable | None = None
    check: Callable | None = None


ARTICLE = "article"

_fields: dict[str, dict[str, SearchField]] = {}


def register(field: SearchField, of: str = ARTICLE) -> None:
    """Register a field; `of` names the rows that its condition is about, articles or others."""
    _fields.setdefault(of, {})[field.name] = field


def fields(of: str = ARTICLE) -> dict[str, SearchField]:
    return dict(_fields.get(of, {}))


def read(typed: str) -> Parsed:
    """Read what was typed, with every field there is; a value that a field refuses is a problem."""
    return parse(typed, frozenset(fields()), _check)


def _check(name: str, value: str):
    check = fields()[name].check
    if check:
        check(value)
