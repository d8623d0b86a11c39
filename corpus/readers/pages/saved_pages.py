"""Reads what programs that save pages add to them: a comment with the address, data: URIs."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape

from corpus.canonical_urls import is_web

# SingleFile, whose pages Zotero keeps as snapshots too, and Internet Explorer's form that Chromium
# and Firefox write; monolith, HTTrack, the Wayback Machine.
_SINGLE_FILE = re.compile(r"<!--\s*Page saved with SingleFile\b(.*?)-->", re.DOTALL)
_FIELD = re.compile(r"^\s*(url|saved date):\s*(\S.*?)\s*$", re.MULTILINE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=(?:\([0-9]*\))?(\S+?)\s*-->", re.IGNORECASE)
_MONOLITH = re.compile(r"<!--\s*Saved from (\S+) at (\S+) using monolith\b")
_HTTRACK = re.compile(
    r"<!--\s*Mirrored from (\S+) by HTTrack Website Copier\b[^>]*?\],?\s*"
    r"(\w{3}, [0-9]{2} \w{3} [0-9]{4} [0-9:]{8} GMT)?\s*-->",
    re.IGNORECASE,
)
_WAYBACK = re.compile(r"""__wm\.wombat\(\s*["'](\S+?)["']\s*,\s*["']([0-9]{14})["']""")
# Save Page WE, Evernote and WebScrapBook mark elements: names of their attributes may come in any
# order.
_META = re.compile(r"<meta\b[^>]{0,3000}>", re.IGNORECASE)
_HTML = re.compile(r"<html\b[^>]{0,9000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([\w:-]{1,60})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_META_NAMES = (("savepage-url", "savepage-date"), ("source-url", "created"))
_SINGLE_FILE_DATE = re.compile(r"\w{3} (\w{3} [0-9]{2} [0-9]{4} [0-9:]{8} GMT[+-][0-9]{4})")
# Evernote puts a space before the zone.
_ZONE = re.compile(r"(:[0-9]{2}) ([+-][0-9]{4})$")
_DATA_URI = re.compile(rb"data:[\w.+/-]*(?:;[\w.=+-]+)*,[^\s\"'<>()]*")

# The comment stands before the page or in its head; that of HTTrack also behind the page.
_HEAD_LENGTH = 100_000
_TAIL_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class Saving:
    """The address from which a page was saved, and when, in ISO format; "" if unknown."""

    url: str = ""
    retrieved: str = ""


def saving_of(markup: str) -> Saving:
    """Return what the program that saved a page tells, in a comment or an attribute."""
    head = markup[:_HEAD_LENGTH]
    for read in (_by_comment, _by_attributes):
        url, moment = read(head, markup[-_TAIL_LENGTH:])
        if url or moment:
            return Saving(url if is_web(url) else "", moment)
    return Saving()


def _by_comment(head: str, tail: str) -> tuple[str, str]:
    """Return (address, time) of the comment of a program, or of its script."""
    if comment := _SINGLE_FILE.search(head):
        fields = dict(_FIELD.findall(comment[1]))
        return fields.get("url", ""), _moment(fields.get("saved date", ""))
    if comment := _MONOLITH.search(head):
        return comment[1], _moment(comment[2])
    if comment := _HTTRACK.search(head) or _HTTRACK.search(tail):
        # It writes addresses without their scheme.
        url = comment[1] if is_web(comment[1]) else f"http://{comment[1]}"
        return unescape(url), _moment(comment[2] or "")
    if script := _WAYBACK.search(head):
        return script[1], _moment(script[2])
    if comment := _SAVED_FROM.search(head):
        return unescape(comment[1]), ""
    return "", ""


def _by_attributes(head: str, tail: str) -> tuple[str, str]:
    """Return (address, time) of an element that a program marked."""
    tag = _HTML.search(head)
    of_page = _attributes(tag[0]) if tag else {}
    if source := of_page.get("data-scrapbook-source", ""):
        # Milliseconds follow the seconds.
        return source, _moment(of_page.get("data-scrapbook-create", "")[:14])
    metas = [_attributes(meta) for meta in _META.findall(head)]
    values = {meta.get("name", "").lower(): meta.get("content", "") for meta in metas}
    for url, moment in _META_NAMES:
        if values.get(url):
            return values[url], _moment(values.get(moment, ""))
    return "", ""


def _attributes(tag: str) -> dict[str, str]:
    pairs = (
        (name.lower(), one or two or three) for name, one, two, three in _ATTRIBUTE.findall(tag)
    )
    return {name: unescape(value) for name, value in pairs}


def without_data_uris(content: bytes) -> bytes:
    """Return the bytes of a page without the images and fonts that it holds in its addresses."""
    return _DATA_URI.sub(b"data:,", content)


def _moment(written: str) -> str:
    """Return a time with its zone in ISO format, "" if it is none; digits alone are UTC."""
    match = _SINGLE_FILE_DATE.match(written)
    try:
        if match:
            return datetime.strptime(match[1], "%b %d %Y %H:%M:%S GMT%z").isoformat()
        if written.isdecimal():
            return datetime.strptime(f"{written}+0000", "%Y%m%d%H%M%S%z").isoformat()
        if written.endswith("GMT"):
            return parsedate_to_datetime(written).isoformat()
        moment = datetime.fromisoformat(_ZONE.sub(r"\1\2", written))
    except ValueError:
        return ""
    return moment.isoformat() if moment.tzinfo else ""
