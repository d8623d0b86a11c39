from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url


class SeeOther(HttpResponseRedirect):
    """The answer to a form that was taken: look there now (RFC 9110, 303)."""

    status_code = 303


def see_other(to, *args, **kwargs):
    """A 303 to a row with an address of its own, the name of an address, or an address."""
    return SeeOther(resolve_url(to, *args, **kwargs))


def with_query(address, request):
    """An address with the query of the request that asked for another."""
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def saving_nothing(answer):
    """The answer to a form that only showed what saving would do; see config/last_save.py."""
    answer.saves_nothing = True
    return answer
