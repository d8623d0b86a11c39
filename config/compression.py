"""Compressed responses: about a fifth of the bytes of a page."""

from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

from config.gzip_parts import deflated, gzip_stream, gzip_with_parts
from corpus.sized_cache import SizedCache

COMPRESSIBLE_TYPES = ("text/", "application/json", "application/ld+json", "application/xml")
HTML = "text/html"
# Compressed bytes of kept parts that one process caches; their texts take seven times as much.
CACHE_BYTES = 2**20


class CompressionMiddleware(GZipMiddleware):
    """Compresses pages and data with gzip, where the client accepts it.

    A compressed page could reveal a secret by its length, if a stranger chose some of its words
    (BREACH). Django's middleware adds up to 100 random bytes to each response, and masks the
    CSRF token anew each time.

    Two kinds of responses stay as they are. Images and archives are compressed already. What
    programs read with an ETag, static files included, keeps a strong ETag: compression would
    weaken it, and If-Match compares strong ones only.

    A page in pieces (corpus/web/kept_parts.py) has long parts that are the same in many responses.
    Each is compressed once after the part before it, apart from the rest of the page. With 1,000
    passages compressing took a third of the time of a page.

    A response with `is_live` grows while it is read: compression would hold its parts back.
    """

    def process_response(self, request, response):
        media_type = response.headers.get("Content-Type", "")
        is_for_program = response.has_header("ETag") and not media_type.startswith(HTML)
        is_live = getattr(response, "is_live", False)
        if is_live or is_for_program or not media_type.startswith(COMPRESSIBLE_TYPES):
            return response
        pieces = getattr(response, "pieces", ())
        accepts = re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        is_ours = (pieces or response.streaming) and not response.has_header("Content-Encoding")
        if not accepts or not is_ours:
            return super().process_response(request, response)
        if response.streaming:
            parts = response.streaming_content
            response.streaming_content = gzip_stream(parts, self.max_random_bytes)
            # It is that of the uncompressed file.
            del response.headers["Content-Length"]
        else:
            content = gzip_with_parts(pieces, self.max_random_bytes, _deflated)
            response.content = content
            response.headers["Content-Length"] = str(len(content))
        response.headers["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


_deflated = SizedCache(deflated, len, CACHE_BYTES)
