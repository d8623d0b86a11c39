"""Reads texts of JSON and CSV that a program escaped for HTML."""

import html
import re
from collections.abc import Mapping

_REFERENCE = re.compile(r"&(?:#[0-9]{2,7}|#x[0-9a-f]{2,6}|[a-z]{2,8}[1-4]?);", re.IGNORECASE)
# A text about markup is meant to show it.
_IS_ABOUT_MARKUP = re.compile(
    r"<|&(?:lt|gt|#0*6[02]);|\b(?:html|xml|entity|entities|ampersand|escap)", re.IGNORECASE
)
_MIN_REFERENCES = 2
_FIELDS = ("title", "byline", "source", "text")


def with_references_read(values: Mapping[str, str]) -> tuple[Mapping[str, str], str]:
    """Return the values of a record with its references to characters read, and a remark or "".

    They are read in all fields if the text has several, or none and no other “&”, so that each
    “&” is that of one, and nothing says that the text is about markup. Others keep theirs.

    >>> with_references_read({"text": "It isn&#39;t &quot;over&quot;."})[0]
    {'text': 'It isn\\'t "over".'}
    """
    first = ""
    escaped: dict[str, str] = {}
    for field in _FIELDS:
        written = values.get(field, "")
        if "&" in written and (references := _references(written)):
            first = first or references[0]
            escaped[field] = html.unescape(written)
    if not escaped:
        return values, ""
    text = values.get("text", "")
    references = _references(text)
    shown = [text, *(values[field] for field in escaped)]
    is_certain = (
        text.count("&") == len(references)
        and ("text" not in escaped or len(references) >= _MIN_REFERENCES)
        and not any(map(_IS_ABOUT_MARKUP.search, shown))
    )
    if not is_certain:
        return values, f"It has {first} as HTML writes it, which is kept as it is."
    return {**values, **escaped}, f"It was escaped for HTML ({first}) and was read as such."


def _references(text: str) -> list[str]:
    return [each for each in _REFERENCE.findall(text) if html.unescape(each) != each]
