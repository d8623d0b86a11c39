"""Tells the pages of a browser that something was saved since they were drawn.

A browser that goes back shows a page as it kept it, whatever Cache-Control says. Each page holds
the value that the cookie had when it was drawn; static/js/ui/going_back.js compares the two.
"""

from secrets import token_urlsafe

from django.conf import settings

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class LastSaveMiddleware:
    """Gives the cookie a new value with each answer to a form that was taken.

    Signing in and out count: behind them every page is another. Whoever has no session has no
    such pages, and gets no cookie.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if has_saved(request, answer):
            answer.set_cookie(
                settings.LAST_SAVE_COOKIE_NAME,
                token_urlsafe(6),
                secure=settings.SESSION_COOKIE_SECURE,
                samesite=settings.SESSION_COOKIE_SAMESITE,
            )
        return answer


def has_saved(request, answer):
    session = settings.SESSION_COOKIE_NAME
    return (
        request.method not in SAFE_METHODS
        and answer.status_code < 400
        and not getattr(answer, "saves_nothing", False)
        and (session in request.COOKIES or session in answer.cookies)
    )


def last_save(request):
    """For templates: what the cookie says now, on pages that may be loaded again.

    Loading the answer to a form again would send the form again: it has no value.
    """
    if request.method not in SAFE_METHODS:
        return {}
    return {"last_save": request.COOKIES.get(settings.LAST_SAVE_COOKIE_NAME, "-")}
