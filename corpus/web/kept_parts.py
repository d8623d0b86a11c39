"""Pages with long parts that are the same in many responses."""

from secrets import token_urlsafe

from django.http import HttpResponse
from django.template.loader import render_to_string

# Stands for a part while the page is drawn. It is random, so that no content can hold it.
PART_MARK = token_urlsafe(16)


def render_with_parts(request, template, context, **parts):
    """Like `render`; `parts` are HTML that the template shows under these names, in this order.

    Templates copy what they hold several times, and with 1,000 passages the text alone has half a
    megabyte. So parts join the page when it is drawn, and each is compressed once
    (config/compression.py). Raises ValueError unless the template shows each of them once.
    """
    marks = {name: f"{PART_MARK}{name}" for name in parts}
    rest = render_to_string(template, {**context, **marks}, request)
    pieces = []
    for name, part in parts.items():
        before, rest = rest.split(marks[name])
        pieces += [before, part]
    return response_of([*pieces, rest])


def response_of(pieces):
    """The HttpResponse of a page in pieces; every second one is the same in many responses."""
    response = HttpResponse()
    response.pieces = [(piece, piece.encode()) for piece in pieces]
    for _, piece_bytes in response.pieces:
        response.write(piece_bytes)
    # Else Django would join the pieces to measure them.
    length = sum(len(piece_bytes) for _, piece_bytes in response.pieces)
    response.headers["Content-Length"] = str(length)
    return response
