"""One of the three modules that make safe HTML: JSON inside a script element."""

import json

from django import template

register = template.Library()

# The element ends at "</script", whatever JSON says; escaped so, its content is text throughout.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


class JsonLdBlock(str):
    """A JSON-LD block; templates do not escape it again."""

    __slots__ = ()

    def __html__(self):
        return self


@register.simple_tag
def json_ld(data):
    """The block of a dict of plain JSON values, as one line."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return JsonLdBlock(f'<script type="application/ld+json">{text}</script>')
