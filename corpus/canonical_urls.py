"""Pure: canonical web addresses; all spellings of an article's address have the same one."""

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import SplitResult, unquote, urlsplit

from corpus.article_addresses import is_article_address

# Longer keys are truncated and end with their digest, to fit into an index.
MAX_KEY_LENGTH = 400
MAX_DOMAIN_LENGTH = 253
DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters of analytics, advertising and mail tools: they say where a reader came from, not
# which page is meant.
_TRACKING = re.compile(
    r"(?:utm_|mtm_|pk_|piwik_|matomo_|hsa_|_hs|oly_|vero_|trk_|itm_|at_)\w*"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ymclid|twclid|ttclid|igshid|igsh"
    r"|li_fat_id|mc_[ce]id|mkt_tok|_ga|_gl|s_cid|cmpid|ocid|ncid|smid|smtyp|sr_share|rb_clickid"
    r"|wickedid|scid|epik|__twitter_impression|guccounter|guce_referrer(?:_sig)?|ref_src|ref_url"
    r"|xtor|ns_(?:campaign|mchannel|source|linkname|fee)|wt_?mc|soc_(?:src|trk)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"^(?:(?:https?:)?//)?(?:www\.)?", re.IGNORECASE)
# Of these a search is made, not an address.
_OPERATOR = re.compile(r"[\s\"*()]|^-|^[A-Za-z]+:(?!\d)")
# A word with three hyphens, or with letters and a long number, as in the last part of an address.
_SLUG = re.compile(r"\w+(?:[-_]\w+){3,}|(?=.*[A-Za-z])(?=.*\d{5})[\w-]+")
_PARAMETER = re.compile(r"[^/?]\?[\w.-]+=")
# Signs around a pasted address. Of a parenthesis both are, because one may end an address.
_AROUND, _QUOTES = "<>.,; ", "\"'`“”„‟‘’‚‛«»‹›「」『』"
_BRACKETS = ("()", "[]", "{}")
_WHOLE = re.compile(r"https?://[^/?#\s]|www\.\w", re.IGNORECASE)
MIN_PART_LENGTH = 8
_WEB = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)
_DOMAIN = re.compile(r"(?!-)[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.[^\W\d_][\w-]+")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


def is_web(url: str) -> bool:
    """Whether a string is an http(s) address that a link may lead to."""
    return _split(url) is not None


# Called once to compare records and once more to save them.
@lru_cache(maxsize=2048)
def address_key(url: str) -> str:
    """The key of an address, the same for all ways to write it.

    `address_key("https://www.bbc.com/news/world-1/?utm_source=x")` gives
    `bbc.com/news/world-1`. Scheme, `www.`, user, default port, fragment, tracking parameters and
    trailing slash are removed; the host is in lower case, escapes are normalised. Parameters keep
    their order, which servers may depend on. A fragment that is a route (`#!/news/1`,
    `#/news/1`) is part of the key. Returns "" if `url` is not a web address, or not that of a
    single article (see `corpus.article_addresses`).
    """
    parts = _split(url)
    if parts is None:
        return ""
    host = _host(parts)
    path, query = _path(parts.path), _query(parts.query)
    route_path, route_query = _route(parts.fragment)
    has_route = bool(route_path or route_query)
    if not (has_route and is_article_address(host, route_path, route_query)):
        # The route is not an article's; the address without it may be.
        route_path, route_query = "", []
        if not is_article_address(host, path, query):
            return ""
    port = "" if parts.port in (None, DEFAULT_PORTS[parts.scheme.lower()]) else f":{parts.port}"
    key = f"{host}{port}{_path_and_query(path, query)}"
    if route_path or route_query:
        key += f"#!{_path_and_query(route_path, route_query)}"
    if len(key) <= MAX_KEY_LENGTH:
        return key
    # Routes begin with "#!": a digest after "#" cannot be mistaken for one.
    return f"{key[: MAX_KEY_LENGTH - 65]}#{sha256(key.encode()).hexdigest()}"


def address_part(typed: str) -> str:
    """What to look for in keys if `typed` is an address or a part of one; "" if it is none.

    Scheme, `www.`, fragment, tracking parameters and trailing slash are removed:
    `address_part("//www.bbc.com/news/?utm_source=x")` gives `bbc.com/news`, so does
    `address_part("bbc.com/news")`; `address_part("9/11")` gives "".
    """
    rest = without_scheme(typed)
    is_stated = not bare_address(typed).startswith(rest)
    if _OPERATOR.search(rest) or not (is_stated or _is_part(rest)):
        return ""
    rest = rest.partition("#")[0]
    path, _, query = rest.partition("?")
    return _path_and_query(_path(path), _query(query))


def without_scheme(typed: str) -> str:
    """An address as typed or pasted, without scheme, `www.` and the signs around it.

    `without_scheme("<https://www.bbc.com/news>")` gives `bbc.com/news`.
    """
    return _SCHEME.sub("", bare_address(typed), count=1)


def bare_address(typed: str) -> str:
    """An address as typed or pasted, without the signs around it.

    `bare_address("(<https://www.bbc.com/news>).")` gives `https://www.bbc.com/news`. Quotation
    marks stay around anything but a whole address, with its scheme or `www.`: they make a phrase.
    """
    bare = typed.strip(_AROUND)
    while bare[:1] + bare[-1:] in _BRACKETS:
        bare = bare[1:-1].strip(_AROUND)
    inside = bare.strip(_AROUND + _QUOTES)
    return inside if _WHOLE.match(inside) else bare


def _is_part(text: str) -> bool:
    """Whether a text without spaces is a host, or a path that is no ordinary word."""
    host = text.lower().partition("/")[0]
    is_path = "/" in text and len(text) >= MIN_PART_LENGTH and not text.isupper()
    is_end = _SLUG.fullmatch(text) or _PARAMETER.search(text)
    return bool(_DOMAIN.fullmatch(host) or is_path or is_end)


def host_of(url: str) -> str:
    """The host of an address without `www.`, in lower case; "" if there is none."""
    parts = _split(url)
    return _host(parts) if parts else ""


def domain_of(name: str) -> str:
    """The domain in the name of a source; "" if it contains none.

    `domain_of("https://www.reuters.com/")` and `domain_of("Reuters.com")` give `reuters.com`,
    `domain_of("The N.Y. Post")` gives "".
    """
    text = name.strip()
    if is_web(text):
        text = host_of(text)
    domain = text.lower().removeprefix("www.").rstrip("/")
    return domain if len(domain) <= MAX_DOMAIN_LENGTH and _DOMAIN.fullmatch(domain) else ""


def domains_above(domain: str) -> list[str]:
    """A domain and its parent domains of at least two labels: edition.cnn.com, cnn.com."""
    labels = domain.split(".")
    return [".".join(labels[first:]) for first in range(max(1, len(labels) - 1))]


def _split(url: str) -> SplitResult | None:
    stripped = url.strip()
    if not _WEB.match(stripped):
        return None
    try:
        parts = urlsplit(stripped)
        # Reading the port validates it.
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.hostname else None


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    return host.removeprefix("www.") if host.count(".") > 1 else host


def _path(path: str) -> str:
    return _normalise_escapes(path).rstrip("/")


def _query(query: str) -> list[str]:
    """The parameters of a query string, without tracking parameters."""
    return [
        _normalise_escapes(parameter)
        for parameter in query.split("&")
        if parameter and not _is_tracking(parameter)
    ]


def _route(fragment: str) -> tuple[str, list[str]]:
    """The path and parameters of a route in a fragment; ("", []) for an anchor."""
    if not fragment.startswith(("!", "/")):
        return "", []
    path, _, query = fragment.removeprefix("!").partition("?")
    return _path(f"/{path.lstrip('/')}"), _query(query)


def _path_and_query(path: str, query: list[str]) -> str:
    return f"{path}{'?' if query else ''}{'&'.join(query)}"


def _is_tracking(parameter: str) -> bool:
    return _TRACKING.fullmatch(unquote(parameter.partition("=")[0])) is not None


def _normalise_escapes(part: str) -> str:
    """A part of an address with normalised percent-encoding (RFC 3986, 6.2.2)."""

    def plain(escape: re.Match[str]) -> str:
        char = chr(int(escape.group()[1:], 16))
        return char if _UNRESERVED.fullmatch(char) else escape.group().upper()

    escaped = _ESCAPE.sub(plain, part)
    if escaped.isascii():
        return escaped
    return "".join(
        char
        if char.isascii()
        else "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))
        for char in escaped
    )
