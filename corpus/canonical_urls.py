"""The form of a web address by which two addresses of one article are the same."""

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import SplitResult, unquote, urlsplit

from corpus.article_addresses import is_of_an_article

# What is longer is kept by its beginning and its digest: an index takes no more.
LONGEST_KEY = 400
LONGEST_DOMAIN = 253
DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters of analytics, advertising and mail tools: they say how somebody came to a page, never
# which page it is.
_TRACKING = re.compile(
    r"(?:utm_|mtm_|pk_|piwik_|matomo_|hsa_|_hs|oly_|vero_|trk_|itm_|at_)\w*"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ymclid|twclid|ttclid|igshid|igsh"
    r"|li_fat_id|mc_[ce]id|mkt_tok|_ga|_gl|s_cid|cmpid|ocid|ncid|smid|smtyp|sr_share|rb_clickid"
    r"|wickedid|scid|epik|__twitter_impression|guccounter|guce_referrer(?:_sig)?|ref_src|ref_url"
    r"|xtor|ns_(?:campaign|mchannel|source|linkname|fee)|wt_?mc|soc_(?:src|trk)",
    re.IGNORECASE,
)
_WEB = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)
_DOMAIN = re.compile(r"(?!-)[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.[^\W\d_][\w-]+")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


def is_web(url: str) -> bool:
    """Whether something is an address of the web that a link may lead to."""
    return _split(url) is not None


# Asked for by what compares records, and once more by what saves them.
@lru_cache(maxsize=2048)
def address_key(url: str) -> str:
    """The key under which an address is known, the same for all ways to write it.

    Scheme, `www.`, user, default port, fragment, tracking parameters and a slash at the end are
    left out; the host is in lower case, escapes are written one way. Parameters keep their order:
    servers may read them so. Where the fragment is the way to a page (`#!/news/1`, `#/news/1`),
    it is a part of the key. "" for what is no address of the web, and for an address that cannot
    be one article's (see `corpus.article_addresses`): it tells nothing of what stands there.
    """
    parts = _split(url)
    if parts is None:
        return ""
    host = _host(parts)
    path, query = _path(parts.path), _query(parts.query)
    route_path, route_query = _route(parts.fragment)
    has_route = bool(route_path or route_query)
    if not (has_route and is_of_an_article(host, route_path, route_query)):
        # The way leads nowhere: what stands before it may be an article all the same.
        route_path, route_query = "", []
        if not is_of_an_article(host, path, query):
            return ""
    port = "" if parts.port in (None, DEFAULT_PORTS[parts.scheme.lower()]) else f":{parts.port}"
    key = f"{host}{port}{_joined(path, query)}"
    if route_path or route_query:
        key += f"#!{_joined(route_path, route_query)}"
    if len(key) <= LONGEST_KEY:
        return key
    # No way in a fragment begins otherwise than "#!": a digest cannot be mistaken for one.
    return f"{key[: LONGEST_KEY - 65]}#{sha256(key.encode()).hexdigest()}"


def host_of(url: str) -> str:
    """The host of an address without `www.`, in lower case; "" where there is none."""
    parts = _split(url)
    return _host(parts) if parts else ""


def domain_of(name: str) -> str:
    """What a source is called, as a domain; "" where it is a name: "Reuters", "The N.Y. Post"."""
    written = name.strip()
    if is_web(written):
        written = host_of(written)
    domain = written.lower().removeprefix("www.").rstrip("/")
    return domain if len(domain) <= LONGEST_DOMAIN and _DOMAIN.fullmatch(domain) else ""


def domains_above(domain: str) -> list[str]:
    """A domain and those that it is a part of, down to two labels: edition.cnn.com, cnn.com."""
    labels = domain.split(".")
    return [".".join(labels[first:]) for first in range(max(1, len(labels) - 1))]


def _split(url: str) -> SplitResult | None:
    written = url.strip()
    if not _WEB.match(written):
        return None
    try:
        parts = urlsplit(written)
        # Asking for the port is what checks it.
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.hostname else None


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    return host.removeprefix("www.") if host.count(".") > 1 else host


def _path(written: str) -> str:
    return _escaped(written).rstrip("/")


def _query(written: str) -> list[str]:
    """The parameters that say which page is meant."""
    return [_escaped(one) for one in written.split("&") if one and not _is_tracking(one)]


def _route(fragment: str) -> tuple[str, list[str]]:
    """The path and parameters of a way that a page's own script follows; of a mere place, none."""
    if not fragment.startswith(("!", "/")):
        return "", []
    path, _, query = fragment.removeprefix("!").partition("?")
    return _path(f"/{path.lstrip('/')}"), _query(query)


def _joined(path: str, query: list[str]) -> str:
    return f"{path}{'?' if query else ''}{'&'.join(query)}"


def _is_tracking(parameter: str) -> bool:
    return _TRACKING.fullmatch(unquote(parameter.partition("=")[0])) is not None


def _escaped(part: str) -> str:
    """A part of an address with each character written one way (RFC 3986, 6.2.2)."""

    def plain(escape: re.Match[str]) -> str:
        char = chr(int(escape.group()[1:], 16))
        return char if _UNRESERVED.fullmatch(char) else escape.group().upper()

    written = _ESCAPE.sub(plain, part)
    if written.isascii():
        return written
    return "".join(
        char
        if char.isascii()
        else "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))
        for char in written
    )
