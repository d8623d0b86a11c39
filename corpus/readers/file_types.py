"""Tells the type of a file by its first bytes, and what to do with it if it holds no articles."""

import re
import zlib
from contextlib import suppress
from mimetypes import guess_extension

# Source of the signatures: https://en.wikipedia.org/wiki/List_of_file_signatures
_ARCHIVE = rb"PK\x03\x04"
_UNKNOWN_ARCHIVE = "a ZIP archive or an Office document; import it as one"
_PDF = rb"(?:\xef\xbb\xbf)?\s*%PDF-"
_EPUB = _ARCHIVE + rb".{26}mimetypeapplication/epub"
_ODT = _ARCHIVE + rb".{26}mimetypeapplication/vnd\.oasis\.opendocument\.text"
# Packages of Office begin with one of these; the files of an archive may have them in them.
_OFFICE = _ARCHIVE + rb".{26}(?=\[Content_Types\]\.xml|_rels/|docProps/|customXml/|word/|xl/|ppt/)"
_DOCX = _OFFICE + rb".*?word/"
_RTF = rb"\{\\rtf"
# A line of headers with those that continue it.
_HEADER = rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)"
_SENT = _HEADER + rb"*?(?:Received|Return-Path|Message-ID|Delivered-To):"
_MHTML = _HEADER + rb"*?Content-Type:\s*multipart/related"
_MAIL = rb"(?:" + _SENT + rb"|(?!" + _MHTML + rb")" + _HEADER + rb"*?MIME-Version:)"
_MAILBOX = rb"From [^\n]*\d\d:\d\d[^\n]*\n" + _HEADER
_WARC, _GZIP = rb"WARC/1\.", b"\x1f\x8b"
_BINARY = [
    (_PDF, "a PDF document; import it as one"),
    (_EPUB, "an EPUB book; import it as one"),
    (_ODT, "an OpenDocument text (ODT); import it as one"),
    (_ARCHIVE + rb".{26}mimetypeapplication/vnd\.oasis\.opendocument\.spreadsheet",
     "an OpenDocument spreadsheet (ODS); save it as CSV"),
    (_DOCX, "a Word document (DOCX); import it as one"),
    (_OFFICE + rb".*?xl/", "an Excel workbook (XLSX); save it as CSV in UTF-8"),
    (_OFFICE + rb".*?ppt/", "a PowerPoint presentation (PPTX); save it as text"),
    (_ARCHIVE + rb".*?\.qde", "a REFI-QDA project; import its codebook on the page of tags"),
    (_ARCHIVE, _UNKNOWN_ARCHIVE),
    (rb"\x1f\x8b", "compressed with gzip; unpack it first"),
    (rb"BZh[1-9]1AY&SY", "compressed with bzip2; unpack it first"),
    (rb"\xfd7zXZ\x00", "compressed with xz; unpack it first"),
    (rb"\x28\xb5\x2f\xfd", "compressed with zstd; unpack it first"),
    (rb"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (rb"Rar!\x1a\x07", "a RAR archive; unpack it first"),
    (rb"\x04\x22\x4d\x18", "compressed with LZ4; unpack it first"),
    (rb"\x1f[\x9d\xa0]", "compressed (Z); unpack it first"),
    (rb"MSCF\x00", "a cabinet (CAB); unpack it first"),
    (rb"AT&TFORM.{4}DJV", "a DjVu document; save it as PDF with its text"),
    (rb".{60}(?:BOOKMOBI|TEXtREAd)", "a Kindle or Palm book (MOBI); save it as EPUB"),
    (rb"ITSF[\x00-\x04]\x00", "a compiled help file (CHM); save it as web pages"),
    (rb"!BDN", "an Outlook mailbox (PST); export it as mbox or EML"),
    (rb"bplist00", "a property list, as web archives of Safari are; save the page as HTML"),
    (rb".{257}ustar", "a TAR archive; unpack it first"),
    (rb"\xd0\xcf\x11\xe0", "an old Office document; save it as text"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\x00{4}|II\*\x00|MM\x00\*|RIFF.{4}WEBP|"
     rb".{4}ftyp(?:heic|heix|mif1|avif)|\x00\x00\x00\x0cjP  |8BPS\x00\x01|\x00\x00\x01\x00.\x00",
     "an image; only text can be imported"),
    (rb"ID3|OggS|fLaC|RIFF.{4}(?:WAVE|AVI )|.{4}ftyp|\x00.{3}(?:moov|mdat)|\x1aE\xdf\xa3|"
     # A frame of MP3 or AAC; in windows-1251 a small letter or a space would follow.
     rb"\xff[\xf1-\xf3\xf9-\xfb][\x10-\x1f\x30-\xdf]|"
     rb"#!AMR|FLV\x01|\x30\x26\xb2\x75|\x00\x00\x01[\xb3\xba]|FORM.{4}AIF|MThd\x00",
     "a recording; import its transcript as text"),
    (rb"SQLite format 3", "a database (SQLite); export its rows as CSV or JSON Lines"),
    (rb"PAR1", "a Parquet file; export its rows as CSV or JSON Lines"),
]  # fmt: skip
_TEXT = [
    (_RTF, "a document in Rich Text Format (RTF); import it as one"),
    (_MAILBOX, "a mailbox (mbox); import it as one"),
    (rb"From |" + _MAIL, "an e-mail (EML); import it as one"),
    (rb"(?:\xef\xbb\xbf)?(?:[0-9]+\s+[0-9:]{8},[0-9]{3} --> |WEBVTT\s)",
     "subtitles (SRT or VTT); save their words without the times as text"),
    (_MHTML, "a web archive (MHTML); import it as a web page"),
    (_WARC, "a web archive (WARC); import it as one"),
]  # fmt: skip
# How files begin that other programs write and `corpus.readers.foreign` reads.
_DOCUMENTS = {
    "pdf": _PDF, "epub": _EPUB, "odt": _ODT, "docx": _DOCX, "rtf": _RTF,
    "mbox": _MAILBOX, "eml": _MAIL, "warc": _WARC,
}  # fmt: skip
# Suffixes of documents by their media types, where Python does not know them everywhere.
_SUFFIXES = {
    "application/epub+zip": ".epub",
    "application/rtf": ".rtf",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/xhtml+xml": ".xhtml",
    "multipart/related": ".mhtml",
}
# Formats whose positions are byte offsets, so that they tell how much of a file is read.
BYTE_POSITION_FORMATS = ("jsonl", "csv", "mbox", "warc")
_FLAGS = re.DOTALL | re.IGNORECASE
_MHTML_PATTERN, _MHTML_HEAD = re.compile(_MHTML, _FLAGS), 8_192
_BINARY_PATTERNS = [(re.compile(pattern, re.DOTALL), kind) for pattern, kind in _BINARY]
_TEXT_PATTERNS = [(re.compile(pattern, _FLAGS), kind) for pattern, kind in _TEXT]
_DOCUMENT_PATTERNS = {name: re.compile(pattern, _FLAGS) for name, pattern in _DOCUMENTS.items()}


def binary_type(head: bytes) -> str:
    """Return what a file with these first bytes is and what to do, "" if it may be text.

    >>> binary_type(b"%PDF-1.7")
    'a PDF document; import it as one'
    """
    return next((kind for pattern, kind in _BINARY_PATTERNS if pattern.match(head)), "")


def foreign_type(head: bytes) -> str:
    """Return the same for files that are text too, such as an e-mail."""
    texts = (kind for pattern, kind in _TEXT_PATTERNS if pattern.match(head.lstrip()))
    return binary_type(head) or next(texts, "")


def is_mhtml(head: bytes) -> bool:
    """Return whether a file with these first bytes is a page that a browser saved as MHTML."""
    return bool(_MHTML_PATTERN.match(head[:_MHTML_HEAD]))


def document_format(head: bytes) -> str:
    """Return the format of a document, a mail or an archive that is read as such, or "".

    >>> document_format(b"%PDF-1.7")
    'pdf'
    """
    if head.startswith(_GZIP):
        # Archives of the web are compressed record by record.
        with suppress(zlib.error):
            head = zlib.decompressobj(wbits=31).decompress(head, 100)
    for name, pattern in _DOCUMENT_PATTERNS.items():
        if pattern.match(head):
            return name
    return "zip" if binary_type(head) == _UNKNOWN_ARCHIVE else ""


def suffix_of(media_type: str) -> str:
    """Return the suffix of a file with bytes of this type.

    >>> suffix_of("application/pdf")
    '.pdf'
    """
    return _SUFFIXES.get(media_type) or guess_extension(media_type) or ".bin"
