"""A page for whoever opens an address that takes forms alone, where Django answers with nothing."""

from django.http import HttpResponseNotAllowed
from django.template.loader import render_to_string


class WrongMethodMiddleware:
    """Turns an empty 405 to a GET for HTML into a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_refused = isinstance(response, HttpResponseNotAllowed) and request.method == "GET"
        if not is_refused or not request.accepts("text/html"):
            return response
        # What says who may keep the answer stays.
        response.content = render_to_string("405.html", request=request)
        return response
