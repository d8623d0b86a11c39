from urllib.parse import unquote, urlsplit

from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme


class SeeOther(HttpResponseRedirect):
    """The answer to a form that was taken: look there now (RFC 9110, 303)."""

    status_code = 303


def see_other(to, *args, **kwargs):
    """A 303 to a row with an address of its own, the name of an address, or an address."""
    return SeeOther(resolve_url(to, *args, **kwargs))


def own_address(address, except_for=()):
    """An address that came with a request, to go on to; "" where it is no page of this desk.

    It begins with "/" and leads to a view, but for those whose names are in `except_for`.
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
    """An address with the query of the request that asked for another."""
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def saving_nothing(answer):
    """The answer to a form that only showed what saving would do; see config/last_save.py."""
    answer.saves_nothing = True
    return answer
