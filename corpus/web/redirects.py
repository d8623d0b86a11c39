from urllib.parse import unquote, urlsplit

from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme


class SeeOther(HttpResponseRedirect):
    """The response to an accepted form (RFC 9110, 303)."""

    status_code = 303


def see_other(to, *args, **kwargs):
    """A 303 to a row with `get_absolute_url`, a URL name or an address."""
    return SeeOther(resolve_url(to, *args, **kwargs))


def internal_address(address, except_for=()):
    """`address`, from a request, if it is an internal page; otherwise "".

    It must begin with "/" and resolve to a view whose name is not in `except_for`.
    """
    if not address or not address.startswith("/") or not address.isprintable():
        return ""
    if not url_has_allowed_host_and_scheme(address, None):
        return ""
    try:
        match = resolve(unquote(urlsplit(address).path))
    except (Resolver404, ValueError):
        return ""
    return "" if match.view_name in except_for else address


def with_query(address, request):
    """`address` with the query string of the request."""
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def mark_unsaved(response):
    """Mark a response to a form, such as a preview, as saving nothing (config/last_save.py)."""
    response.saves_nothing = True
    return response
