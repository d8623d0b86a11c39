"""The address of a page that an archive or a cache keeps: what it keeps is published by others."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote

from corpus.canonical_urls import host_of, is_web

# The Wayback Machine and other archives made with its program write the moment and the address of
# a page into that of their copy, and so does archive.today in its long form.
_COPY = re.compile(
    r"https?://[^/?#]+/(?:[\w.-]+/){0,3}?([0-9]{4})\.?([0-9]{2})\.?([0-9]{2})-?([0-9]{6})?"
    r"(?:[a-z]{2}_)?/((?:https?:/{1,2}|www\.).+)",
    re.IGNORECASE,
)
_NEWEST_COPY = re.compile(
    r"https?://[^/?#]+/(?:web|o/\w+|newest|oldest)/(?:[0-9*]+/)?(https?:/{1,2}.+)", re.IGNORECASE
)
_GOOGLE_CACHE = re.compile(r"https?://[^/?#]+/search\?(?:[^#]*&)?q=cache:(?:[\w-]+:)?([^&+ ]+)")
# In the address of an AMP cache `s/` stands before a host that is reached by TLS.
_AMP = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/(?:c|v|wp/\w+)|(?:www\.)?google\.[\w.]+/amp|"
    r"[\w-]+\.bing-amp\.com/c)/(s/)?(.+)",
    re.IGNORECASE,
)
_TRANSLATED = re.compile(r"https?://([\w-]+)\.translate\.goog(/[^?#]*)?", re.IGNORECASE)

# Sites that keep or translate the pages of others publish nothing of them.
_KEEPERS = (
    "archive.org", "archive.is", "archive.ph", "archive.today", "archive.fo", "archive.li",
    "archive.md", "archive.vn", "ghostarchive.org", "perma.cc", "webcitation.org",
    "arquivo.pt", "webarchive.org.uk", "webarchive.nationalarchives.gov.uk", "archive-it.org",
    "ampproject.org", "bing-amp.com", "googleusercontent.com", "translate.goog",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeptPage:
    """The address of the page that a copy shows, and when the copy was made, in ISO format; "" if
    the address of the copy does not tell."""

    url: str
    retrieved: str = ""


def is_kept(url: str) -> bool:
    """Return whether an address is that of an archive's or a cache's copy."""
    host = host_of(url)
    is_keeper = any(host == keeper or host.endswith(f".{keeper}") for keeper in _KEEPERS)
    return is_keeper or bool(_AMP.match(url))


def kept_page(url: str) -> KeptPage:
    """Return what the address of a copy tells of the page; `url` itself if it is no copy's.

    >>> kept_page("https://web.archive.org/web/20210805103000/https://paper.example/road")
    KeptPage(url='https://paper.example/road', retrieved='2021-08-05T10:30:00+00:00')
    """
    if not is_kept(url):
        return KeptPage(url)
    if match := _COPY.match(url):
        year, month, day, clock, original = match.groups()
        return KeptPage(_whole(original), _moment(f"{year}{month}{day}{clock or ''}"))
    if match := _NEWEST_COPY.match(url) or _GOOGLE_CACHE.match(url):
        return KeptPage(_whole(unquote(match[1]) if "cache:" in url else match[1]))
    if match := _AMP.match(url):
        return KeptPage(_whole(f"{'https' if match[1] else 'http'}://{match[2]}"))
    if match := _TRANSLATED.match(url):
        # A hyphen stands for a dot, two for a hyphen.
        host = match[1].replace("--", "\0").replace("-", ".").replace("\0", "-")
        return KeptPage(_whole(f"https://{host}{match[2] or '/'}"))
    return KeptPage("")


def _whole(original: str) -> str:
    """Return an address as it is written alone, "" if it is none."""
    url = re.sub(r"^(https?):/{1,2}", r"\1://", original, count=1, flags=re.IGNORECASE)
    url = url if is_web(url) else f"https://{url}"
    return "" if "." not in host_of(url) or is_kept(url) else url


def _moment(digits: str) -> str:
    pattern = "%Y%m%d%H%M%S" if len(digits) > len("20210805") else "%Y%m%d"
    try:
        moment = datetime.strptime(digits, pattern).replace(tzinfo=UTC)
    except ValueError:
        return ""
    return moment.isoformat() if len(digits) > len("20210805") else ""
