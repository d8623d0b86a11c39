"""Finds the byte positions of a feed's entries without building elements.

feedparser reports no positions and loads a whole feed; with these positions it reads one entry at
a time, and the bytes of each entry can be kept.
"""

from array import array
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from corpus.readers.encoding_guess import UTF_8
from corpus.readers.encodings import detect_bom
from corpus.readers.feeds.addresses import EntryAddresses, StatedAddresses

CHUNK_BYTES = 256 * 1024

# RSS has items in its channel (RSS 1.0: next to it); Atom has entries in the feed.
_ENTRIES = frozenset(("item", "entry"))
_MAX_ENTRY_DEPTH = 3

# The maximum length of a closing tag, in bytes.
_MAX_CLOSING_TAG_BYTES = 1024

# The parser buffers a tag or comment until it ends, and the names of open elements.
_MAX_TAG_BYTES = 1_000_000
_MAX_DEPTH = 500

# The errors of expat at the end of a truncated file.
_CUT_OFF = frozenset(
    (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
)


class _Excessive(ValueError):
    """A feed would exhaust memory."""


class EntitiesDeclared(ValueError):
    """A feed declares entities, by which a small file can grow to gigabytes or include others."""


@dataclass(slots=True)
class SplitFeed:
    """The byte positions of a feed's entries.

    `starts` are those of the entries, `ends` those of their closing tags. `root` is the name of the
    outermost element, or ""; `closing` are the tags that close what is open around the first entry;
    `addresses` are those of the entries. `fault` says where the XML stops being well-formed, or is
    ""; `is_cut_off`: it is well-formed up to there; `is_foreign`: this parser cannot read its
    encoding (multi-byte or unknown).
    """

    root: str = ""
    starts: "array[int]" = field(default_factory=lambda: array("q"))
    ends: "array[int]" = field(default_factory=lambda: array("q"))
    closing: bytes = b""
    addresses: StatedAddresses = field(default_factory=StatedAddresses)
    encoding: str = UTF_8
    fault: str = ""
    is_cut_off: bool = False
    is_foreign: bool = False

    def content(self, file: BinaryIO, index: int) -> bytes:
        """Return the bytes of an entry from its opening tag to its closing one."""
        start, end = self.starts[index], self.ends[index] - self.starts[index]
        file.seek(start)
        content = file.read(end + _MAX_CLOSING_TAG_BYTES)
        # For a self-closing element, the end is reported after its only tag.
        if not content.startswith("</".encode(self.encoding), end):
            return content[:end]
        close = ">".encode(self.encoding)
        while end < len(content) and not content.startswith(close, end):
            end += len(close)
        return content[: end + len(close)]


class _Splitter:
    """Handles the events of a parser and records the positions of entries."""

    def __init__(self, parser: expat.XMLParserType, feed: SplitFeed):
        self.parser, self.feed = parser, feed
        self.addresses = EntryAddresses(parser, feed.addresses)
        self.open: list[str] = []
        self.depth = 0
        self.entry_depth = 0
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.EntityDeclHandler = self.declare

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise _Excessive(f"elements nested more than {_MAX_DEPTH:,} deep")
        if self.entry_depth:
            if self.depth == self.entry_depth + 1:
                self.addresses.start(_local(name), attributes)
            return
        if self.depth > _MAX_ENTRY_DEPTH:
            return
        local = _local(name)
        if self.depth == 1:
            self.feed.root = local
        elif local in _ENTRIES:
            if not self.feed.starts:
                tags = "".join(f"</{each}>" for each in reversed(self.open))
                self.feed.closing = tags.encode(self.feed.encoding)
            self.entry_depth = self.depth
            self.feed.starts.append(self.parser.CurrentByteIndex)
        self.open.append(name)

    def end(self, name: str) -> None:
        if self.depth == self.entry_depth:
            self.feed.ends.append(self.parser.CurrentByteIndex)
            self.addresses.end_entry()
            self.entry_depth = 0
        elif self.entry_depth and self.depth == self.entry_depth + 1:
            self.addresses.end()
        if self.depth == len(self.open):
            self.open.pop()
        self.depth -= 1

    def declare(self, *declared: object) -> None:
        raise EntitiesDeclared


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def split_feed(file: BinaryIO, start: int) -> SplitFeed:
    """Return the entries of the feed that begins at byte `start`, up to the first XML error.

    Positions count from the beginning of the file. Raises EntitiesDeclared.
    """
    file.seek(0)
    feed = SplitFeed(encoding=detect_bom(file.read(4))[0] or UTF_8)
    parser = expat.ParserCreate()
    _Splitter(parser, feed)
    file.seek(start)
    try:
        while chunk := file.read(CHUNK_BYTES):
            parser.Parse(chunk, False)
            if file.tell() - start - parser.CurrentByteIndex > _MAX_TAG_BYTES:
                raise _Excessive(f"a tag of more than {_MAX_TAG_BYTES:,} bytes")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        feed.fault = f"line {error.lineno}: {expat.ErrorString(error.code)}"
        feed.is_cut_off = expat.ErrorString(error.code) in _CUT_OFF
    except EntitiesDeclared:
        raise
    except _Excessive as error:
        feed.fault, feed.is_cut_off = str(error), True
    except (ValueError, LookupError):
        feed.is_foreign = True
    del feed.starts[len(feed.ends) :]
    for positions in (feed.starts, feed.ends):
        for index in range(len(positions) if start else 0):
            positions[index] += start
    return feed
