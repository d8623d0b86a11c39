"""JSON in a script element; one of the three modules that produce safe HTML."""

import json

from django import template

register = template.Library()

# "</script" ends the element even inside a JSON string.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


class JsonLdBlock(str):
    """A JSON-LD block that templates do not escape again."""

    __slots__ = ()

    def __html__(self):
        return self


@register.simple_tag
def json_ld(data):
    """The script element with a dict of plain JSON values, on one line."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return JsonLdBlock(f'<script type="application/ld+json">{text}</script>')
