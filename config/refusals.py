"""The responses to malformed (400) or too large requests (413), and to a missing token (403)."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.shortcuts import render
from django.views import defaults

from corpus.web.kept_form import form_carried_by, form_to_keep


def bad_request(request, exception):
    """Django's handler400; names the limit if a form exceeded one and was not parsed."""
    if isinstance(exception, TooManyFieldsSent):
        limit = f"more than {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,} values"
    elif isinstance(exception, TooManyFilesSent):
        number = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        limit = f"more than {number:,} files (a ZIP archive of them is one)"
    elif isinstance(exception, RequestDataTooBig):
        limit = f"more than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,} bytes"
    else:
        return defaults.bad_request(request, exception)
    return render(request, "413.html", {"limit": limit}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def csrf_failure(request, reason=""):
    """Django's CSRF_FAILURE_VIEW: what was typed is shown, to be copied.

    It may come from a foreign site, so no button sends it again. A script without a session, whose
    cookies were cleared, gets to know that there is none.
    """
    if request.headers.get("HX-Request") and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    context = {"kept_form": form_to_keep(request)}
    if context["kept_form"]:
        context["kept_form"] = form_carried_by(request) or context["kept_form"]
    return render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)
