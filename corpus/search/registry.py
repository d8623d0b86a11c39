"""The fields of the search box; annotations registers those that are about annotations."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchField:
    """A field of the search box.

    `condition(value, member)` is the Q of articles that have the value for the member who asks;
    it raises ValueError with a sentence for a value that cannot be read. `complete(typed)`
    proposes values.
    """

    name: str
    help: str
    condition: Callable
    complete: Callable | None = None


ARTICLE = "article"

_fields: dict[str, dict[str, SearchField]] = {}


def register(field: SearchField, of: str = ARTICLE) -> None:
    """Register a field; `of` names the rows that its condition is about, articles or others."""
    _fields.setdefault(of, {})[field.name] = field


def fields(of: str = ARTICLE) -> dict[str, SearchField]:
    return dict(_fields.get(of, {}))
