"""Compressed responses: about a fifth of the bytes of a page."""

from django.middleware.gzip import GZipMiddleware

COMPRESSIBLE_TYPES = ("text/", "application/json", "application/ld+json", "application/xml")
HTML = "text/html"


class CompressionMiddleware(GZipMiddleware):
    """Compresses pages and data with gzip, where the client accepts it.

    A compressed page could reveal a secret by its length, if a stranger chose some of its words
    (BREACH). Django's middleware adds up to 100 random bytes to each response, and masks the
    CSRF token anew each time.

    Two kinds of responses stay as they are. Images and archives are compressed already. What
    programs read with an ETag, static files included, keeps a strong ETag: compression would
    weaken it, and If-Match compares strong ones only.
    """

    def process_response(self, request, response):
        media_type = response.headers.get("Content-Type", "")
        is_for_program = response.has_header("ETag") and not media_type.startswith(HTML)
        if is_for_program or not media_type.startswith(COMPRESSIBLE_TYPES):
            return response
        return super().process_response(request, response)
