"""Security headers of every response, static files and errors included."""

from django.conf import settings


class SecurityHeadersMiddleware:
    """The outermost middleware: adds the headers to every response.

    A header that a view has set itself is kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in settings.SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response
