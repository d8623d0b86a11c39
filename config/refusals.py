"""The response to a malformed request (400) or one that is too large (413)."""

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.shortcuts import render
from django.views import defaults


def bad_request(request, exception):
    """Django's handler400; names the limit if a form exceeded one and was not parsed."""
    if isinstance(exception, TooManyFieldsSent):
        limit = f"more than {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,} values"
    elif isinstance(exception, RequestDataTooBig):
        limit = f"more than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,} bytes"
    else:
        return defaults.bad_request(request, exception)
    return render(request, "413.html", {"limit": limit}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
