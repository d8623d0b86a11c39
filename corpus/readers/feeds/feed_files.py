"""Reads RSS and Atom: one article per entry, with its original bytes."""

import re
from collections.abc import Mapping
from io import SEEK_END, BytesIO
from typing import Any, BinaryIO

from corpus.readers.c1_markup import read_c1_markup
from corpus.readers.documents import decode_page
from corpus.readers.encoding_guess import UTF_8
from corpus.readers.encodings import Undecodable, detect_bom, encoding_label
from corpus.readers.feeds.addresses import Parsed, StatedAddresses, address_of, stated_addresses
from corpus.readers.feeds.blog_exports import why_left_out
from corpus.readers.feeds.entries import entry_values, parse_feed
from corpus.readers.feeds.splitting import EntitiesDeclared, SplitFeed, split_feed
from corpus.readers.fields import Origin, assemble
from corpus.readers.html_limits import excess
from corpus.readers.imported_record import FileLocation, Items, Problem
from corpus.readers.limits import MAX_ENTRY, MAX_LOOSE_FEED
from corpus.readers.remarks.cut_texts import without_feed_lines
from corpus.readers.text_stream import binary_reason

_RSS, _ATOM = "application/rss+xml", "application/atom+xml"
_ROOTS = {"rss": _RSS, "rdf": _RSS, "feed": _ATOM}
_TAG = re.compile(rb"<(/?)(?:item|entry)\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_DECLARED = re.compile(r"""(?<=<\?xml )([^>]*?\s)?encoding\s*=\s*["'][^"'>]*["']""", re.IGNORECASE)
_HEAD_BYTES = 4096


class _Refused(ValueError):
    """A feed cannot be read; the message is for an editor."""


def read(file: BinaryIO, name: str, columns: Mapping[str, str], start: int) -> Items:
    """Yield the articles and problems of a feed after its first `start` entries."""
    try:
        yield from _read(file, name, start)
    except EntitiesDeclared:
        reason = "The feed declares XML entities (<!ENTITY …>) and was not read."
    except _Refused as error:
        reason = str(error)
    else:
        return
    if not start:
        yield Problem(FileLocation(name), "", reason, 1)


def _read(file: BinaryIO, name: str, start: int) -> Items:
    begin = _xml_start(file)
    size = file.seek(0, SEEK_END)
    feed = split_feed(file, begin)
    if feed.is_foreign or (feed.fault and not feed.is_cut_off):
        if size <= MAX_LOOSE_FEED:
            yield from _read_loosely(file, name, start, feed.fault)
            return
        feed.fault = feed.fault or "an encoding that is supported for small feeds only"
    if feed.root not in _ROOTS and not feed.fault:
        raise _Refused(f"This is not a feed: its outermost element is <{feed.root[:40]}>.")
    if not feed.ends:
        fault = f"The feed is damaged before its first entry ends ({feed.fault})."
        raise _Refused(fault if feed.fault else "The feed has no entries.")
    head = _feed_head(file, begin, feed.starts[0])
    for index in range(start, len(feed.ends)):
        yield from _entry(file, name, index, feed, head)
    if feed.fault:
        place = FileLocation(name, item=len(feed.ends) + 1)
        reason = f"The feed is damaged here; the rest was not read ({feed.fault})."
        yield Problem(place, "", reason, len(feed.ends))


def _xml_start(file: BinaryIO) -> int:
    """Return the byte position of the XML: many feeds have invalid white space before it.

    Raises _Refused.
    """
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    refusal = binary_reason(head)
    if refusal:
        raise _Refused(refusal)
    if not head.strip():
        raise _Refused("The file is empty.")
    encoding, mark = detect_bom(head)
    if mark == 2 or encoding.startswith("utf-32"):
        return 0
    return mark + len(head[mark:]) - len(head[mark:].lstrip())


def _feed_head(file: BinaryIO, begin: int, end: int) -> bytes:
    """Return the bytes before the first entry: the feed's title, address and language."""
    if end - begin > MAX_ENTRY:
        raise _Refused("The feed's own data, before its first entry, is too long.")
    file.seek(begin)
    return file.read(end - begin)


def _entry(file: BinaryIO, name: str, index: int, feed: SplitFeed, head: bytes) -> Items:
    place = FileLocation(name, item=index + 1)
    size = feed.ends[index] - feed.starts[index]
    if size > MAX_ENTRY:
        reason = f"The entry has {size:,} bytes; the limit is {MAX_ENTRY:,}."
        yield Problem(place, "", reason, index + 1)
        return
    content = feed.content(file, index)
    origin = Origin(place, content, _ROOTS[feed.root], index, index + 1)
    limit_problem = excess(content.decode("latin-1").replace("\x00", ""))
    if limit_problem:
        yield origin.problem("", limit_problem)
        return
    document = decode_page(head + content + feed.closing)
    parsed_feed = _parsed(document.text)
    if parsed_feed is None or len(parsed_feed.entries) != 1:
        yield origin.problem("", "The entry cannot be read.")
        return
    yield from _assembled(origin, parsed_feed.entries[0], parsed_feed.feed, feed.addresses)


def _read_loosely(file: BinaryIO, name: str, start: int, fault: str) -> Items:
    """Yield the articles that feedparser finds in a feed that is not well-formed.

    The content of each is its own bytes if its tags are found, otherwise the whole feed.
    """
    file.seek(0)
    content = file.read()
    try:
        document = decode_page(content)
    except Undecodable as error:
        raise _Refused(str(error)) from None
    if _ENTITY.search(document.text):
        raise EntitiesDeclared
    limit_problem = excess(document.text)
    if limit_problem:
        raise _Refused(limit_problem)
    parsed_feed = _parsed(document.text)
    if parsed_feed is None or not parsed_feed.entries:
        raise _Refused(f"The feed cannot be read ({fault or 'unknown encoding'}).")
    if document.encoding != UTF_8:
        # What the parser takes for a fault may be the encoding alone.
        fault = split_feed(BytesIO(_as_utf8(document.text)), 0).fault
    damage = f"It is not well-formed XML ({fault}); it was read as far as possible."
    for reason in filter(None, (document.remark, fault and damage)):
        if not start:
            yield Problem(FileLocation(name), "", reason, 0, is_left_out=False)
    media_type = _ATOM if parsed_feed.version.startswith("atom") else _RSS
    if document.encoding != UTF_8:
        media_type += f"; charset={encoding_label(document.encoding)}"
    elements = _entry_elements(content)
    addresses = stated_addresses(parsed_feed.entries)
    for index in range(start, len(parsed_feed.entries)):
        entry_content = elements[index] if len(elements) == len(parsed_feed.entries) else content
        origin = Origin(
            FileLocation(name, item=index + 1), entry_content, media_type, index, index + 1
        )
        yield from _assembled(origin, parsed_feed.entries[index], parsed_feed.feed, addresses)


def _assembled(origin: Origin, entry: Parsed, feed: Parsed, addresses: StatedAddresses) -> Items:
    if reason := why_left_out(entry):
        yield origin.problem("", reason)
        return
    entry_fields, refused, struck, remarks = entry_values(entry, feed)
    for remark in remarks:
        yield origin.problem("", remark, is_left_out=False)
    url, has_own_address = address_of(entry, feed, addresses)
    text, left_out = without_feed_lines(
        entry_fields.get("text", ""), entry_fields.get("title", ""), feed.get("title") or ""
    )
    values = entry_fields | {"url": url, "text": text}
    yield from assemble(origin, values, refused, has_own_address, struck + left_out)


def _entry_elements(content: bytes) -> list[bytes]:
    """Return the bytes of the entries of any feed, found by their tags alone."""
    elements: list[bytes] = []
    begin = None
    for tag in _TAG.finditer(content):
        if tag[1] and begin is not None:
            elements.append(content[begin : tag.end()])
            begin = None
        elif not tag[1] and begin is None:
            if tag[0].endswith(b"/>"):
                elements.append(tag[0])
            else:
                begin = tag.start()
    return elements


def _as_utf8(text: str) -> bytes:
    """Return a feed in UTF-8, without the encoding that it declared."""
    return read_c1_markup(_DECLARED.sub("", text, count=1).strip("\ufeff")).encode()


def _parsed(text: str) -> Any:
    # A malicious feed may make the parser raise anything; it is refused.
    try:
        return parse_feed(_as_utf8(text))
    except Exception:
        return None
