"""The address of a client, for counting wrong passwords."""

from django.conf import settings


def client_address(request):
    """Return the visitor's address as text.

    Behind the proxy of a production desk it is the last entry of X-Forwarded-For, added by the
    proxy itself: earlier entries are sent by the visitor and cannot be trusted.
    """
    if settings.PROXY_SSL_HEADER:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return request.META.get("REMOTE_ADDR", "")
