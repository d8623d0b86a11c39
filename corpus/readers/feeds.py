"""RSS and Atom: one article an entry, its bytes as they stand in the feed."""

import re
from collections.abc import Iterator, Mapping
from io import SEEK_END
from typing import BinaryIO

from corpus.readers.encodings import marked
from corpus.readers.feed_addresses import address_of, stated_by
from corpus.readers.feed_entries import parsed, values
from corpus.readers.feed_splitting import EntitiesDeclared, cut
from corpus.readers.fields import Origin, assembled
from corpus.readers.html_limits import excess
from corpus.readers.imported_record import Place, Problem, Record
from corpus.readers.limits import MAX_ENTRY, MAX_LOOSE_FEED
from corpus.readers.text_stream import binary

_RSS, _ATOM = "application/rss+xml", "application/atom+xml"
_ROOTS = {"rss": _RSS, "rdf": _RSS, "feed": _ATOM}
_TAG = re.compile(rb"<(/?)(?:item|entry)\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_HEAD = 4096


class _Refused(ValueError):
    """A feed cannot be read; the message is for an editor."""


def read(
    file: BinaryIO, name: str, columns: Mapping[str, str], start: int
) -> Iterator[Record | Problem]:
    """The entries of a feed after the first `start` of them."""
    try:
        yield from _read(file, name, start)
    except EntitiesDeclared:
        reason = "The feed declares entities of its own (<!ENTITY …>), and was refused unread."
    except _Refused as error:
        reason = str(error)
    else:
        return
    if not start:
        yield Problem(Place(name), "", reason, 1)


def _read(file, name, start):
    begin = _beginning(file)
    size = file.seek(0, SEEK_END)
    found = cut(file, begin)
    if found.is_foreign or (found.fault and not found.is_cut_off):
        if size <= MAX_LOOSE_FEED:
            yield from _read_loosely(file, name, start, found.fault)
            return
        found.fault = found.fault or "an encoding in which only small feeds are read"
    if found.root not in _ROOTS and not found.fault:
        raise _Refused(f"This is no feed: its outermost element is <{found.root[:40]}>.")
    if not found.ends:
        fault = f"It is broken before an entry ends ({found.fault})."
        raise _Refused(fault if found.fault else "The feed has no entries.")
    head = _before(file, begin, found.starts[0])
    for index in range(start, len(found.ends)):
        yield from _entry(file, name, index, found, head)
    if found.fault:
        place = Place(name, item=len(found.ends) + 1)
        reason = f"The feed is broken here, and what follows was not read ({found.fault})."
        yield Problem(place, "", reason, len(found.ends))


def _beginning(file):
    """Where the XML begins: many feeds have white space before it, which XML forbids."""
    file.seek(0)
    head = file.read(_HEAD)
    refusal = binary(head)
    if refusal:
        raise _Refused(refusal)
    if not head.strip():
        raise _Refused("The file is empty.")
    encoding, mark = marked(head)
    if mark == 2 or encoding.startswith("utf-32"):
        return 0
    return mark + len(head[mark:]) - len(head[mark:].lstrip())


def _before(file, begin, end):
    """What stands before the first entry: the feed's own title, address and language."""
    if end - begin > MAX_ENTRY:
        raise _Refused("The feed's own data, before its first entry, is too long.")
    file.seek(begin)
    return file.read(end - begin)


def _entry(file, name, index, found, head):
    place = Place(name, item=index + 1)
    size = found.ends[index] - found.starts[index]
    if size > MAX_ENTRY:
        reason = f"The entry has {size:,} bytes; at most {MAX_ENTRY:,} are read."
        yield Problem(place, "", reason, index + 1)
        return
    content = found.content(file, index)
    origin = Origin(place, content, _ROOTS[found.root], index, index + 1)
    too_much = excess(content.decode("latin-1").replace("\x00", ""))
    if too_much:
        yield origin.problem("", too_much)
        return
    read = _parsed(head + content + found.closing)
    if read is None or len(read.entries) != 1:
        yield origin.problem("", "The entry cannot be read.")
        return
    yield from _assembled(origin, read.entries[0], read.feed, found.addresses)


def _read_loosely(file, name, start, fault):
    """The entries of a feed that is not well-formed, as well as they can be told apart.

    The bytes of each are its own where its tags are found, else the whole feed's.
    """
    file.seek(0)
    content = file.read()
    text = content.decode(marked(content)[0] or "latin-1", "replace")
    if _ENTITY.search(text):
        raise EntitiesDeclared
    too_much = excess(text)
    if too_much:
        raise _Refused(too_much)
    read = _parsed(content)
    if read is None or not read.entries:
        raise _Refused(f"No feed can be read in it ({fault or 'unknown encoding'}).")
    if fault and not start:
        reason = f"It is not well-formed XML ({fault}); it was read as well as could be."
        yield Problem(Place(name), "", reason, 0, is_left_out=False)
    media_type = _ATOM if read.version.startswith("atom") else _RSS
    own = _elements(content)
    addresses = stated_by(read.entries)
    for index in range(start, len(read.entries)):
        kept = own[index] if len(own) == len(read.entries) else content
        origin = Origin(Place(name, item=index + 1), kept, media_type, index, index + 1)
        yield from _assembled(origin, read.entries[index], read.feed, addresses)


def _assembled(origin, entry, feed, addresses):
    read, refused = values(entry, feed)
    url, is_own = address_of(entry, feed, addresses)
    return assembled(origin, read | {"url": url}, refused, has_own_address=is_own)


def _elements(content):
    """The bytes of the entries in a feed of any kind, as far as their tags are plain to see."""
    found, begin = [], None
    for tag in _TAG.finditer(content):
        if tag[1] and begin is not None:
            found.append(content[begin : tag.end()])
            begin = None
        elif not tag[1] and begin is None:
            if tag[0].endswith(b"/>"):
                found.append(tag[0])
            else:
                begin = tag.start()
    return found


def _parsed(document):
    # Nobody lists what a feed made to break the parser makes it raise; then it cannot be read.
    try:
        return parsed(document)
    except Exception:
        return None
