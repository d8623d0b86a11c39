"""Reads a web page that Chromium or Internet Explorer saved as one file (MHTML, RFC 2557)."""

import base64
import binascii
import quopri
import re
from dataclasses import dataclass
from datetime import UTC
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

from corpus.readers.file_types import is_mhtml
from corpus.readers.pages.saved_pages import Saving

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
# A saved page has a part for each of its files, and the page itself is the first with HTML.
MAX_PARTS = 5_000
_HTML_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class KeptMarkup:
    """The bytes of a page's HTML, and what its file tells of its saving."""

    content: bytes
    saving: Saving


def markup_of(content: bytes) -> KeptMarkup | None:
    """Return the page in an MHTML file, None if the bytes are no such file or hold no page.

    Only its own parts are looked at, not what may be nested in them.
    """
    if not is_mhtml(content):
        return None
    headers, body = _split(content)
    boundary = headers.get_boundary()
    if not boundary:
        return None
    mark = b"--" + boundary.encode("ascii", "replace")
    for part in body.split(mark, MAX_PARTS)[1:]:
        part_headers, payload = _split(part.lstrip(b"\r\n"))
        if part_headers.get_content_type() in _HTML_TYPES:
            url = headers["Snapshot-Content-Location"] or part_headers["Content-Location"] or ""
            return KeptMarkup(
                _decoded(part_headers, payload), Saving("".join(url.split()), _moment(headers))
            )
    return None


def _split(content: bytes) -> tuple[Message, bytes]:
    """Return (headers, what follows them)."""
    end = _BLANK_LINE.search(content)
    head, body = (content[: end.start()], content[end.end() :]) if end else (content, b"")
    return BytesHeaderParser().parsebytes(head + b"\n\n"), body


def _decoded(headers: Message, payload: bytes) -> bytes:
    encoding = str(headers.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(payload)
    if encoding == "base64":
        try:
            return base64.b64decode(payload)
        except binascii.Error:
            return b""
    return payload


def _moment(headers: Message) -> str:
    """Return the time of saving in ISO format, "" if there is none; “-0000” is UTC."""
    try:
        moment = parsedate_to_datetime(headers["Date"])
    except (TypeError, ValueError):
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
