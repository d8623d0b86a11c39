import sys
from dataclasses import is_dataclass
from datetime import date, datetime
from secrets import token_urlsafe

from django import template
from django.conf import settings
from django.template.loader import get_template

from annotations.highlighting.html import Html
from corpus.sized_cache import SizedCache

register = template.Library()

# Bytes of markup cached per process. A card takes about 2,000.
CACHE_BYTES = 12 * 2**20
PLAIN = frozenset([str, int, bool, float, type(None), date, datetime])


# Stands for the token of forms in cached markup. It is random, so that no content can hold it.
TOKEN_MARK = token_urlsafe(16)


@register.simple_tag(takes_context=True)
def remembered(context, name, **content):
    """Like `{% include name with … only %}`, but rendered once for equal content.

    `{% csrf_token %}` in the template gives the token of this very request. For the content see
    `drawn_once`.
    """
    html = drawn_once(name, **content)
    if TOKEN_MARK not in html:
        return html
    return Html(html.replace(TOKEN_MARK, str(context["csrf_token"])))


@register.simple_tag
def remembered_rows(name, rows, **content):
    """`remembered` for each of `rows`, as `row`, with other content, for a template without forms.

    A loop in a template costs several times as much as the rows, which are drawn already.
    """
    return Html("".join([drawn_once(name, row=row, **content) for row in rows]))


def drawn_once(name, **content):
    """The template `name` as HTML, rendered once for equal content.

    The content is the whole cache key: anything else in the template would go stale and leak to
    other members. So content must be plain values, without request, user or rows; otherwise raises
    TypeError.
    """
    if settings.DEBUG:
        return _draw(name, tuple(content.items()))
    return _drawn(name, tuple(content.items()))


def _draw(name, content):
    refuse_what_may_change(content)
    return get_template(name).render({**dict(content), "csrf_token": TOKEN_MARK})


def refuse_what_may_change(content):
    """Raise TypeError unless this is a tree of tuples and frozen dataclasses of plain values.

    Rows are refused because they compare equal when their values change, markup because it
    compares equal to the same unsafe text.
    """
    if type(content) in PLAIN:
        return
    if type(content) is tuple:
        parts = content
    elif is_dataclass(content) and content.__dataclass_params__.frozen:
        parts = tuple([getattr(content, name) for name in content.__dataclass_fields__])
    else:
        raise TypeError(f"{content!r} is no plain value, by which a drawing could be remembered.")
    for part in parts:
        # Most parts are: a call for each took a tenth of the time of a drawing.
        if type(part) not in PLAIN:
            refuse_what_may_change(part)


_drawn = SizedCache(_draw, sys.getsizeof, CACHE_BYTES)
