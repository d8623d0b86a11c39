"""The response if the database fails: a page that reports it and shows the submitted form.

Nothing here uses the database: no session, no member, no context processor.
"""

import logging
import sys

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.utils.cache import add_never_cache_headers
from django.views.defaults import server_error as default_server_error

from config.failures import failure_of
from corpus.web.kept_form import submitted_form

log = logging.getLogger("config.unavailable")


class UnavailableMiddleware:
    """Handles database failures in views; earlier failures reach server_error."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            request.commits_before = _commits()
        return self.get_response(request)

    def process_exception(self, request, exception):
        failure = failure_of(exception)
        return failure and unavailable(request, failure, exception)


def server_error(request):
    """Django's handler500: the same response if the database failed, otherwise 500.html."""
    error = sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1]
    failure = failure_of(error)
    return unavailable(request, failure, error) if failure else default_server_error(request)


def unavailable(request, failure, error):
    """The page, fragment or JSON that reports how the database failed."""
    log.error("%s: %s %s: %s", failure.title, request.method, request.path, error)
    response = _response(request, failure)
    response.status_code = failure.status
    response.headers["Retry-After"] = str(failure.retry_after)
    add_never_cache_headers(response)
    return response


def _response(request, failure):
    if request.headers.get("HX-Request"):
        context = {"failure": failure, "outcome": outcome(request, failure)}
        return HttpResponse(get_template("_unavailable.html").render(context))
    if request.path.endswith((".json", ".jsonld")):
        return JsonResponse({"error": failure.title, "detail": failure.words})
    context = {
        "failure": failure,
        "outcome": outcome(request, failure),
        "address": request.get_full_path(),
        "typed": None if request.method in ("GET", "HEAD") else submitted_form(request),
    }
    # Offer to resend only forms that came from our own pages, with a valid token.
    is_ours = getattr(request, "csrf_processing_done", False)
    if is_ours and context["typed"] and context["typed"].may_be_sent_again:
        context["token"] = get_token(request)
    return HttpResponse(get_template("503.html").render(context))


def outcome(request, failure):
    """Whether the submitted form was saved, as a sentence; "" if no form was sent."""
    if request.method in ("GET", "HEAD"):
        return ""
    # An import saves in several transactions.
    if _commits() > getattr(request, "commits_before", _commits()):
        return "It may have been saved in part."
    if failure.is_certain:
        return "Nothing was saved."
    return "It may not have been saved. Check before you send it again."


def _commits():
    """The transactions that this thread saved; 0 where the backend is none of ours."""
    return getattr(connection, "commits", 0)
