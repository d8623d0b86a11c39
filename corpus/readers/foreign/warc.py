"""Reads archives of the web: WARC by warcio (Apache licence), and by it those in WACZ.

Each response with a page or a PDF is an article, with its address and time. Source: ISO 28500.
"""

import zlib
from dataclasses import replace
from typing import Any, BinaryIO

from corpus.readers.documents import codec_named, decode_page
from corpus.readers.encodings import Undecodable
from corpus.readers.foreign.parts import MAX_DOCUMENT, NotReadable, Part, Parts
from corpus.readers.pages.saved_pages import without_data_uris

# Here, because the files of others are out of reach while a file is read.
try:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed
except ImportError:
    ArchiveIterator = None
try:
    import brotli
except ImportError:
    brotli = None

PAGE_TYPES = ("text/html", "application/xhtml+xml")
FILE_TYPES = ("application/pdf",)
_NOT_INSTALLED = "Archives of the web need the package warcio, the extra “warc”; it is missing."
_REVISIT = "The archive has no bytes of it: it is a revisit, the same as at an earlier time."
_CUT = "The archive holds only its beginning ({})."
_TOO_LARGE = "It is larger than {:g} MB."
_BROTLI = "It is compressed with brotli, and the package of that name is missing."
# What warcio says of a file that is one member of gzip.
_PACKED_AS_ONE = "non-chunked gzip"
# Bytes read at once.
_BLOCK = 65_536
# Code points of a page: with an escape for each they pass from this process to the other.
_MAX_PAGE = 3_500_000
# Of an address, in the name that an article is told by.
_MAX_NAME = 120


def read(file: BinaryIO, start: int) -> Parts:
    """Yield the pages and PDFs of an archive from byte `start` on. Raises NotReadable."""
    if ArchiveIterator is None:
        raise NotReadable(_NOT_INSTALLED)
    file.seek(start)
    records = ArchiveIterator(file)
    has_parts = bool(start)
    try:
        for record in records:
            part = _part(record)
            records.read_to_end()
            if part:
                has_parts = True
                # The next record begins there.
                yield replace(part, position=records.offset)
    except (ArchiveLoadFailed, zlib.error, EOFError, ValueError) as error:
        if _PACKED_AS_ONE in str(error):
            raise NotReadable("It is compressed as a whole, not by records: unpack it.") from None
        place = "behind what was read" if has_parts else "at its beginning"
        raise NotReadable(f"It is damaged {place}, or no web archive (WARC).") from None
    if not has_parts:
        raise NotReadable("There is no page and no PDF in it.")


def _part(record: Any) -> Part | None:
    """Return the part of a record, None if it is neither a page nor a PDF."""
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    if not url.startswith(("http://", "https://")):
        return None
    headers = record.http_headers
    is_response = record.rec_type in ("response", "revisit") and headers is not None
    written_type = (headers if is_response else record.rec_headers).get_header("Content-Type") or ""
    media_type = written_type.partition(";")[0].strip().lower()
    if record.rec_type not in ("response", "revisit", "resource"):
        return None
    if media_type not in PAGE_TYPES + FILE_TYPES:
        return None
    name = url.partition("://")[2][:_MAX_NAME]
    values = {"url": url, "retrieved": record.rec_headers.get_header("WARC-Date") or ""}
    if record.rec_type == "revisit":
        return Part(name=name, refusal=_REVISIT)
    if is_response and headers.get_statuscode() != "200":
        return None
    encoding = (headers.get_header("Content-Encoding") or "") if is_response else ""
    is_brotli = encoding.strip().lower() == "br"
    if is_brotli and brotli is None:
        return Part(name=name, refusal=_BROTLI)
    if is_brotli:
        # warcio knows another package of this name.
        headers.remove_header("Content-Encoding")
    try:
        content = _content(record.content_stream())
        if is_brotli:
            content = _without_brotli(content)
    except NotReadable as refused:
        return Part(name=name, refusal=str(refused))
    cut = record.rec_headers.get_header("WARC-Truncated")
    if not cut and record.raw_stream.limit > 0:
        cut = "the file ends within it"
    remarks = (_CUT.format(cut),) if cut else ()
    if media_type in FILE_TYPES:
        refusal = " ".join(remarks)
        return Part(
            values={} if refusal else values,
            name=name,
            content=b"" if refusal else content,
            is_file=not refusal,
            refusal=refusal,
        )
    return _page(name, values, remarks, content, written_type)


def _page(
    name: str, values: dict[str, str], remarks: tuple[str, ...], content: bytes, media_type: str
) -> Part:
    """Return a page, decoded as its response says."""
    markup = without_data_uris(content)
    codec = codec_named(media_type.partition("charset=")[2].split(";")[0].strip("\"' "))
    try:
        html = markup.decode(codec) if codec else decode_page(markup).text
    except (UnicodeDecodeError, Undecodable):
        html = markup.decode(codec or "utf-8", "replace")
        remarks = (*remarks, "Bytes are damaged; each became “\ufffd”.")
    if len(html) > _MAX_PAGE:
        return Part(name=name, refusal=f"The page has more than {_MAX_PAGE:,} characters.")
    return Part(
        values={**values, "html": html},
        remarks=remarks,
        name=name,
        content=content,
        media_type=media_type if len(media_type) < _MAX_NAME else "text/html",
    )


def _without_brotli(content: bytes) -> bytes:
    """Return unpacked bytes. Raises NotReadable if they are too many, or damaged."""
    try:
        unpacked: bytes = brotli.Decompressor().process(
            content, output_buffer_limit=MAX_DOCUMENT + 1
        )
    except brotli.error:
        raise NotReadable("It is damaged.") from None
    if len(unpacked) > MAX_DOCUMENT:
        raise NotReadable(_TOO_LARGE.format(MAX_DOCUMENT / 1e6))
    return unpacked


def _content(stream: Any) -> bytes:
    """Return what a response holds, unpacked. Raises NotReadable if it is too large."""
    blocks: list[bytes] = []
    size = 0
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > MAX_DOCUMENT:
            raise NotReadable(_TOO_LARGE.format(MAX_DOCUMENT / 1e6))
        blocks.append(block)
    return b"".join(blocks)
