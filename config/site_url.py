"""Pure: parses SITE_URL, and refuses weak settings in production."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

# Django's own deployment check (security.W009) asks for the same three.
MIN_SECRET_KEY_LENGTH = 50
MIN_DISTINCT_CHARACTERS = 5
INSECURE_PREFIX = "django-insecure-"
DEFAULT_PORTS = {"http": 80, "https": 443}


class WeakSettings(ValueError):
    """A setting that is refused in production; the message says what to do."""


@dataclass(frozen=True)
class SiteURL:
    """The address at which people reach the desk, without a slash at its end.

    `host` is spelled as in a Host header without a port: an IPv6 address has brackets.
    """

    address: str
    host: str
    is_production: bool


def parse(value):
    """Parse SITE_URL: `https://…` is production, `http://` is allowed on loopback alone.

    Raises WeakSettings for anything else. `parse("https://desk.example/")` gives the address
    `https://desk.example`, the host `desk.example` and `is_production` True.
    """
    parts = urlsplit(value.strip())
    try:
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise WeakSettings(f"SITE_URL {value!r} cannot be read: {error}.") from error
    if parts.scheme not in DEFAULT_PORTS or not host:
        raise WeakSettings(
            f"SITE_URL {value!r} is not a web address. Set it to the address people open, "
            "such as https://desk.example."
        )
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise WeakSettings(
            f"SITE_URL {value!r} may contain only scheme, host and port, as in https://desk.example."
        )
    if parts.scheme == "http" and not is_loopback(host):
        raise WeakSettings(
            f"SITE_URL {value!r} would send passwords over the network unencrypted. "
            "Use https://, or http:// with 127.0.0.1 or localhost for a desk of your own."
        )
    host = f"[{host}]" if ":" in host else host
    # Browsers omit the default port from Origin, which CSRF protection compares with the address.
    authority = host if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    return SiteURL(f"{parts.scheme}://{authority}", host, parts.scheme == "https")


def is_loopback(host):
    """Whether a host, a name or an address without brackets, is the local machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def refuse_weak(*, debug, secret_key, allowed_hosts):
    """Raise WeakSettings if these settings are too weak for production."""
    if debug:
        raise WeakSettings(
            "DEBUG is on under an https SITE_URL: error pages would show settings and source. "
            "Unset DEBUG, or use http://127.0.0.1:8000 as SITE_URL while developing."
        )
    if not secret_key:
        raise WeakSettings(
            "SECRET_KEY is missing under an https SITE_URL. Set it to a random text of at least "
            f"{MIN_SECRET_KEY_LENGTH} characters, such as the output of: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(64))"'
        )
    if (
        len(secret_key) < MIN_SECRET_KEY_LENGTH
        or len(set(secret_key)) < MIN_DISTINCT_CHARACTERS
        or secret_key.startswith(INSECURE_PREFIX)
    ):
        raise WeakSettings(
            "SECRET_KEY is weak: sessions could be forged. Set it to a random text of at least "
            f"{MIN_SECRET_KEY_LENGTH} characters that does not start with {INSECURE_PREFIX!r}."
        )
    for host in allowed_hosts:
        if host == "*" or host.startswith("."):
            raise WeakSettings(
                f"ALLOWED_HOSTS contains {host!r}, which matches many hosts. "
                "Name each host, separated by commas."
            )
