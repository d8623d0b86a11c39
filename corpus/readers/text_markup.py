"""Tells texts in fields that are HTML from texts that have tags in them."""

import re
from collections.abc import Mapping

from corpus.readers.remarks.escaped_text import with_references_read

_BLOCK = "(?:article|blockquote|body|div|figure|h[1-6]|html|ol|p|section|table|ul)"
_OPENING = re.compile(rf"\s*<(?:!doctype\b|{_BLOCK}\b)[^<>]*>", re.IGNORECASE)
_CLOSING = re.compile(rf"</{_BLOCK}\s*>\Z", re.IGNORECASE)
_TAG = re.compile(
    r"</(?:a|b|blockquote|div|em|font|h[1-6]|i|li|p|span|strong)\s*>|<br\s*/?>", re.IGNORECASE
)
# Code points at the end of a text in which its last tag closes.
_END_LENGTH = 40


def with_markup(values: Mapping[str, str]) -> tuple[Mapping[str, str], str]:
    """Return the values of a record, with a text that is HTML as `html`, and a remark or "".

    A text is HTML if it begins and ends with elements that are paragraphs or hold them. Of other
    tags nothing tells whether they are meant to be read; they stay.

    >>> with_markup({"text": "<p>Kabul fell.</p>"})
    ({'text': '', 'html': '<p>Kabul fell.</p>'}, 'The text is HTML and was read as such.')
    """
    text = values.get("text", "")
    if "<" not in text:
        is_escaped = "&" in text or "&" in values.get("title", "")
        return with_references_read(values) if is_escaped else (values, "")
    if _OPENING.match(text) and _CLOSING.search(text.rstrip()[-_END_LENGTH:]):
        if values.get("html", "").strip():
            return {**values, "text": ""}, "The text is HTML; the field html was read instead."
        return {**values, "text": "", "html": text}, "The text is HTML and was read as such."
    tag = _TAG.search(text)
    if tag is None:
        return values, ""
    remark = f"The text has HTML tags such as {tag[0]}, which are kept as they are."
    return values, f"{remark} If it is HTML, import this field as html."
