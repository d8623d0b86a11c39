import sys
from dataclasses import fields, is_dataclass
from datetime import date, datetime

from django import template
from django.conf import settings
from django.template.loader import get_template

from annotations.content_cache import SizedCache

register = template.Library()

# Bytes of markup that one process keeps. A card takes about two thousand.
CACHE_BYTES = 12 * 2**20
PLAIN = (str, int, bool, float, type(None), date, datetime)


@register.simple_tag
def remembered(name, **content):
    """Like `{% include name with … only %}`, but drawn only once for the same content.

    The content is the whole key: whatever else a template shows would stay as it was, and be
    shown to others. So it is made of plain values, and no request, user or row reaches it.
    """
    if settings.DEBUG:
        return _draw(name, tuple(content.items()))
    return _drawn(name, tuple(content.items()))


def _draw(name, content):
    refuse_what_may_change(content)
    return get_template(name).render(dict(content))


def refuse_what_may_change(content):
    """Raise TypeError unless this is a tree of tuples and frozen dataclasses of plain values.

    A row is equal to the same row as it was, and markup to the same words that are none.
    """
    if type(content) is tuple:
        parts = content
    elif is_dataclass(content) and content.__dataclass_params__.frozen:
        parts = tuple(getattr(content, field.name) for field in fields(content))
    elif type(content) in PLAIN:
        return
    else:
        raise TypeError(f"{content!r} is no plain value, by which a drawing could be remembered.")
    for part in parts:
        refuse_what_may_change(part)


_drawn = SizedCache(_draw, sys.getsizeof, CACHE_BYTES)
