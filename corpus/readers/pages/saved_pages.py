"""Reads what programs that save pages add to them: a comment with the address, data: URIs."""

import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from corpus.canonical_urls import is_web

# SingleFile, and Internet Explorer's form that Chromium and Firefox write too; monolith, Save Page
# WE and WebScrapBook.
_SINGLE_FILE = re.compile(r"<!--\s*Page saved with SingleFile\b(.*?)-->", re.DOTALL)
_FIELD = re.compile(r"^\s*(url|saved date):\s*(\S.*?)\s*$", re.MULTILINE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=(?:\([0-9]*\))?(\S+?)\s*-->", re.IGNORECASE)
_MONOLITH = re.compile(r"<!--\s*Saved from (\S+) at (\S+) using monolith\b")
_SAVE_PAGE_WE = re.compile(r'<meta name="savepage-(url|date)" content="([^"]+)"', re.IGNORECASE)
_WEB_SCRAP_BOOK = re.compile(r'<html\b[^>]* data-scrapbook-source="([^"]+)"', re.IGNORECASE)
_SINGLE_FILE_DATE = re.compile(r"\w{3} (\w{3} [0-9]{2} [0-9]{4} [0-9:]{8} GMT[+-][0-9]{4})")
_DATA_URI = re.compile(rb"data:[\w.+/-]*(?:;[\w.=+-]+)*,[^\s\"'<>()]*")

# The comment stands before the page or in its head.
_HEAD_LENGTH = 100_000


@dataclass(frozen=True, slots=True)
class Saving:
    """The address from which a page was saved, and when, in ISO format; "" if unknown."""

    url: str = ""
    retrieved: str = ""


def saving_of(markup: str) -> Saving:
    """Return what the program that saved a page tells, in a comment or an attribute."""
    head = markup[:_HEAD_LENGTH]
    if comment := _SINGLE_FILE.search(head):
        fields = dict(_FIELD.findall(comment[1]))
        url, moment = fields.get("url", ""), _moment(fields.get("saved date", ""))
    elif comment := _MONOLITH.search(head):
        url, moment = comment[1], _iso_moment(comment[2])
    elif metas := dict(_SAVE_PAGE_WE.findall(head)):
        url, moment = unescape(metas.get("url", "")), _moment(metas.get("date", ""))
    else:
        tag = _WEB_SCRAP_BOOK.search(head)
        comment = _SAVED_FROM.search(head)
        url, moment = unescape(tag[1]) if tag else comment[1] if comment else "", ""
    return Saving(url if is_web(url) else "", moment)


def without_data_uris(content: bytes) -> bytes:
    """Return the bytes of a page without the images and fonts that it holds in its addresses."""
    return _DATA_URI.sub(b"data:,", content)


def _moment(written: str) -> str:
    match = _SINGLE_FILE_DATE.match(written)
    try:
        return datetime.strptime(match[1], "%b %d %Y %H:%M:%S GMT%z").isoformat() if match else ""
    except ValueError:
        return ""


def _iso_moment(written: str) -> str:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return ""
    return moment.isoformat() if moment.tzinfo else ""
