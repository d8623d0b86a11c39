"""The name of a person, or of a publisher, that an object of JSON states whole or in parts."""

import re
from collections.abc import Mapping
from typing import Any

# Keys without the signs between their words, in small letters.
_WHOLE = ("name", "fullname", "displayname", "literal")
# The parts of a name, in their order.
_PARTS = (
    ("given", "givenname", "givennames", "first", "firstname", "forename"),
    ("middle", "middlename", "additionalname"),
    ("droppingparticle",),
    ("nondroppingparticle",),
    ("family", "familyname", "last", "lastname", "surname"),
    ("suffix",),
)
_BETWEEN_WORDS = re.compile(r"[\s_-]")


def stated_name(values: Mapping[str, Any]) -> str:
    """Return the name that these values state, "" for none.

    >>> stated_name({"firstName": "Ada", "lastName": "Cole"})
    'Ada Cole'
    """
    by_key = {_BETWEEN_WORDS.sub("", key).lower(): value for key, value in values.items()}
    for key in _WHOLE:
        whole = by_key.get(key)
        name = stated_name(whole) if isinstance(whole, dict) else _text(whole)
        if name:
            return name
    if not any(_text(by_key.get(key)) for keys in (_PARTS[0], _PARTS[-2]) for key in keys):
        return ""
    parts = (next(filter(None, (_text(by_key.get(key)) for key in keys)), "") for keys in _PARTS)
    return " ".join(filter(None, parts))


def _text(value: Any) -> str:
    return value.strip() if type(value) is str else ""
