"""The Cache-Control header of every response: what browsers and shared caches may keep."""

from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers

SAFE_METHODS = ("GET", "HEAD")
# A public page, a missing one and a withdrawn one: the same for everybody.
SHARED_STATUSES = (200, 404, 410)


class CacheRulesMiddleware:
    """Sets Cache-Control on each response; one set by a view or WhiteNoise is kept.

    It must come before every middleware that may respond or set a cookie. A view that shows
    a secret uses `never_cache` itself.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        if response.status_code >= 500 or is_of_admin(request):
            # Errors are never cached; the admin's own pages set the same header.
            add_never_cache_headers(response)
        elif is_public_response(request, response):
            return shared_response(request, response)
        else:
            # The browser alone may keep it, and must revalidate before showing it again.
            patch_cache_control(response, private=True, no_cache=True)
        return response


def shared_response(request, response):
    """Let shared caches keep the response but revalidate it each time, so that a withdrawal holds.

    Returns a 304 where the client has it already. The ETag is a digest of the response: it
    changes with the record, the related claims and the templates. Last-Modified could not cover
    the last two.
    """
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    # A 304 names what its page varies by, and pages are compressed.
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    return ConditionalGetMiddleware(lambda _: response)(request)


def is_public_response(request, response):
    """Whether everybody without an account gets this very response.

    Views are for members unless marked otherwise, the rule of LoginRequiredMiddleware.
    """
    view = getattr(request.resolver_match, "func", None)
    return (
        request.method in SAFE_METHODS
        and response.status_code in SHARED_STATUSES
        and not getattr(view, "login_required", True)
        and not response.cookies
        and not request.user.is_authenticated
    )


def is_of_admin(request):
    return request.resolver_match is not None and "admin" in request.resolver_match.app_names
