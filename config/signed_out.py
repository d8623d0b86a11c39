"""The responses to visitors without a session where members alone may go."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render, resolve_url

from config.last_save import SAFE_METHODS
from corpus.web.kept_form import form_to_keep
from corpus.web.redirects import internal_address
from corpus.web.sign_in import ENDED, NOTHING_DONE


class SignedOutMiddleware(LoginRequiredMiddleware):
    """Leads to the sign-in page, which leads back; the page for a submitted form keeps its fields.

    A form of our pages has a CSRF token, which was checked before.
    """

    def handle_no_permission(self, request, view_func):
        if request.method in SAFE_METHODS or request.headers.get("HX-Request"):
            had_session = settings.SESSION_COOKIE_NAME in request.COOKIES
            return self._to_sign_in(view_func, request.get_full_path(), ENDED * had_session)
        page = page_before(request)
        is_form = "csrfmiddlewaretoken" in request.POST
        kept_form = form_to_keep(request) if is_form else None
        if kept_form:
            context = {"form": AuthenticationForm(request), "next": page, "kept_form": kept_form}
            return render(request, "sign_in.html", context, status=HTTPStatus.FORBIDDEN)
        return self._to_sign_in(view_func, page, NOTHING_DONE * is_form)

    def _to_sign_in(self, view_func, page, reason):
        """Lead to the sign-in page, which says the reason and leads to `page`."""
        address = resolve_url(self.get_login_url(view_func))
        address = f"{address}?why={reason}" if reason else address
        return redirect_to_login(page, address, self.get_redirect_field_name(view_func))


def page_before(request):
    """The address of the page that a form was on: not every address of a form is a page."""
    parts = urlsplit(request.headers.get("Referer", ""))
    if parts.netloc != request.get_host():
        return request.get_full_path()
    query = f"?{parts.query}" if parts.query else ""
    return internal_address(parts.path + query) or request.get_full_path()
