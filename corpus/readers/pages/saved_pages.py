"""Reads what programs that save pages add to them: a comment with the address, data: URIs."""

import re
from dataclasses import dataclass
from datetime import datetime

from corpus.canonical_urls import is_web

# SingleFile, and Internet Explorer's form that Chromium and Firefox write too.
_SINGLE_FILE = re.compile(r"<!--\s*Page saved with SingleFile\b(.*?)-->", re.DOTALL)
_FIELD = re.compile(r"^\s*(url|saved date):\s*(\S.*?)\s*$", re.MULTILINE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=(?:\([0-9]*\))?(\S+?)\s*-->", re.IGNORECASE)
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
    """Return what the comment of the program that saved a page tells."""
    head = markup[:_HEAD_LENGTH]
    comment = _SINGLE_FILE.search(head)
    if comment:
        fields = dict(_FIELD.findall(comment[1]))
        url = fields.get("url", "")
        return Saving(url if is_web(url) else "", _moment(fields.get("saved date", "")))
    comment = _SAVED_FROM.search(head)
    return Saving(comment[1]) if comment and is_web(comment[1]) else Saving()


def without_data_uris(content: bytes) -> bytes:
    """Return the bytes of a page without the images and fonts that it holds in its addresses."""
    return _DATA_URI.sub(b"data:,", content)


def _moment(written: str) -> str:
    match = _SINGLE_FILE_DATE.match(written)
    try:
        return datetime.strptime(match[1], "%b %d %Y %H:%M:%S GMT%z").isoformat() if match else ""
    except ValueError:
        return ""
