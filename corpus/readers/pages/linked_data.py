"""The JSON-LD of a page: the objects that it describes itself with."""

import json
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

_SCRIPTS_PATH = "//script[@type='application/ld+json']"


def scripts_of(tree: HtmlElement) -> list[str]:
    """Return the scripts with JSON-LD, as they are written."""
    return [element.text or "" for element in tree.xpath(_SCRIPTS_PATH)]


def linked_items(script: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a script, not what they contain. Raises ValueError if it is no JSON."""
    try:
        waiting = [json.loads(script, strict=False)]
    except RecursionError:
        raise ValueError("The script is nested too deeply.") from None
    for item in waiting:
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            waiting += [item.get("@graph"), item.get("mainEntity")]
            yield item


def strings(value: Any) -> list[str]:
    """Return the texts of a value of JSON-LD, which may be one or a list of some."""
    return [each for each in listed(value) if isinstance(each, str)]


def listed(value: Any) -> list[Any]:
    """Return the values of a property of JSON-LD, which may be one or a list of some."""
    return value if isinstance(value, list) else [value]
