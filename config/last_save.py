"""A cookie that tells pages whether something was saved since they were rendered.

On going back a browser shows its stored page, whatever Cache-Control says. Each page holds the
value of the cookie when it was rendered; static/js/ui/going_back.js compares the two.
"""

from secrets import token_urlsafe

from django.conf import settings

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class LastSaveMiddleware:
    """Gives the cookie a new value with each response to an accepted form.

    Signing in and out count: they change every page. A browser without a session has no such
    pages and gets no cookie.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if has_saved(request, response):
            response.set_cookie(
                settings.LAST_SAVE_COOKIE_NAME,
                token_urlsafe(6),
                secure=settings.SESSION_COOKIE_SECURE,
                samesite=settings.SESSION_COOKIE_SAMESITE,
            )
        return response


def has_saved(request, response):
    session_cookie = settings.SESSION_COOKIE_NAME
    return (
        request.method not in SAFE_METHODS
        and response.status_code < 400
        and not getattr(response, "saves_nothing", False)
        and (session_cookie in request.COOKIES or session_cookie in response.cookies)
    )


def last_save(request):
    """A context processor: the cookie's value, on pages that may be reloaded.

    Reloading the response to a form would send the form again: it gets no value.
    """
    if request.method not in SAFE_METHODS:
        return {}
    return {"last_save": request.COOKIES.get(settings.LAST_SAVE_COOKIE_NAME, "-")}
