"""What browsers and shared caches may keep of an answer: one rule for every address."""

from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers

SAFE_METHODS = ("GET", "HEAD")
# A page, one that is not there, and one that was withdrawn: what anybody may be told.
SHARED_STATUSES = (200, 404, 410)


class CacheRulesMiddleware:
    """Gives each answer its Cache-Control; one that a view or WhiteNoise has set is kept.

    Stands outside of all that may answer or set a cookie. A view that shows a secret says
    `never_cache` itself.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if answer.has_header("Cache-Control"):
            return answer
        if answer.status_code >= 500 or is_of_admin(request):
            # A failure is no page, and the admin's own pages say the same.
            add_never_cache_headers(answer)
        elif is_for_anybody(request, answer):
            return to_share(request, answer)
        else:
            # The browser may keep it, for itself alone, and asks before it is shown again.
            patch_cache_control(answer, private=True, no_cache=True)
        return answer


def to_share(request, answer):
    """Shared caches may keep it but ask each time, so that a withdrawal holds at once.

    Answers 304 where whoever asks has it already. The ETag is of the answer itself: it changes
    with the record, with what became of the related claims, and with the templates. A time of
    change could not know of the last two.
    """
    patch_cache_control(answer, public=True, max_age=0, must_revalidate=True)
    patch_vary_headers(answer, ["Cookie"])
    return ConditionalGetMiddleware(lambda _: answer)(request)


def is_for_anybody(request, answer):
    """Whether everybody without an account gets this very answer.

    Views are for members unless they say otherwise, as LoginRequiredMiddleware reads it.
    """
    view = getattr(request.resolver_match, "func", None)
    return (
        request.method in SAFE_METHODS
        and answer.status_code in SHARED_STATUSES
        and not getattr(view, "login_required", True)
        and not answer.cookies
        and not request.user.is_authenticated
    )


def is_of_admin(request):
    return request.resolver_match is not None and "admin" in request.resolver_match.app_names
