"""The answer where a statement took longer than the database may take (see config/database.py)."""

from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import get_template

# PostgreSQL's codes: a statement that was cancelled, a lock that did not come free in time.
CANCELLED = frozenset(["57014", "55P03"])
UNAVAILABLE = 503


class TimeLimitMiddleware:
    """Turns the end of the database's patience into a page that says so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        cause = getattr(exception, "__cause__", None)
        if isinstance(exception, OperationalError) and is_cancelled(cause):
            # Without the request: who asks would be looked up in the database.
            return HttpResponse(get_template("503.html").render(), status=UNAVAILABLE)
        return None


def is_cancelled(error):
    return getattr(error, "sqlstate", None) in CANCELLED
