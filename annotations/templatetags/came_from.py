"""Where Cancel leads."""

from urllib.parse import urlsplit

from django import template

from corpus.web.redirects import internal_address

register = template.Library()


@register.simple_tag(takes_context=True)
def came_from(context, default):
    """The address of the page from which this one was opened; `default` where none is known.

    None is known if the browser names none, if it is a page of another site or the sign-in page,
    or if it is this one: a form that was refused.
    """
    request = context["request"]
    came = urlsplit(request.META.get("HTTP_REFERER", ""))
    if came.netloc != request.get_host():
        return default
    address = f"{came.path}?{came.query}" if came.query else came.path
    return internal_address(address, ("sign_in", request.resolver_match.view_name)) or default
