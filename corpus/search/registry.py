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


_fields: dict[str, SearchField] = {}


def register(field: SearchField) -> None:
    _fields[field.name] = field


def fields() -> dict[str, SearchField]:
    return dict(_fields)
