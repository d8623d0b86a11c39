"""Names the type of a file that holds no articles, by its first bytes, and what to do with it."""

import re

# Source of the signatures: https://en.wikipedia.org/wiki/List_of_file_signatures
_ARCHIVE = rb"PK\x03\x04"
_BINARY = [
    (rb"%PDF", "a PDF document; save it as text, or paste its text"),
    (_ARCHIVE + rb".{26}mimetypeapplication/epub", "an EPUB book; save its chapters as HTML"),
    (_ARCHIVE + rb".{26}mimetypeapplication/vnd\.oasis\.opendocument\.text",
     "an OpenDocument text (ODT); save it as plain text or HTML"),
    (_ARCHIVE + rb".{26}mimetypeapplication/vnd\.oasis\.opendocument\.spreadsheet",
     "an OpenDocument spreadsheet (ODS); save it as CSV"),
    (_ARCHIVE + rb".*?word/", "a Word document (DOCX); save it as plain text or HTML"),
    (_ARCHIVE + rb".*?xl/", "an Excel workbook (XLSX); save it as CSV in UTF-8"),
    (_ARCHIVE + rb".*?ppt/", "a PowerPoint presentation (PPTX); save it as text"),
    (_ARCHIVE + rb".*?\.qde", "a REFI-QDA project; import its codebook on the page of tags"),
    (_ARCHIVE, "a ZIP archive or an Office document; unpack it, or save it as text"),
    (rb"\x1f\x8b", "compressed with gzip; unpack it first"),
    (rb"BZh[1-9]1AY&SY", "compressed with bzip2; unpack it first"),
    (rb"\xfd7zXZ\x00", "compressed with xz; unpack it first"),
    (rb"\x28\xb5\x2f\xfd", "compressed with zstd; unpack it first"),
    (rb"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (rb"Rar!\x1a\x07", "a RAR archive; unpack it first"),
    (rb".{257}ustar", "a TAR archive; unpack it first"),
    (rb"\xd0\xcf\x11\xe0", "an old Office document; save it as text"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\x00{4}|II\*\x00|MM\x00\*|RIFF.{4}WEBP|.{4}ftyp(?:heic|avif)",
     "an image; only text can be imported"),
    (rb"ID3|OggS|fLaC|RIFF.{4}(?:WAVE|AVI )|.{4}ftyp|\x1aE\xdf\xa3",
     "a recording; import its transcript as text"),
    (rb"SQLite format 3", "a database (SQLite); export its rows as CSV or JSON Lines"),
    (rb"PAR1", "a Parquet file; export its rows as CSV or JSON Lines"),
]  # fmt: skip
_TEXT = [
    (rb"\{\\rtf", "a document in Rich Text Format (RTF); save it as plain text or HTML"),
    (rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?Content-Type:\s*multipart/related",
     "a web archive (MHTML); save the page as HTML"),
    (rb"(?:From |(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?"
     rb"(?:Received|Return-Path|Message-ID|MIME-Version|Delivered-To):)",
     "an e-mail (EML); save or paste its text"),
    (rb"WARC/1\.", "a web archive (WARC); save its pages as HTML"),
]  # fmt: skip
_FLAGS = re.DOTALL | re.IGNORECASE
_BINARY_PATTERNS = [(re.compile(pattern, re.DOTALL), kind) for pattern, kind in _BINARY]
_TEXT_PATTERNS = [(re.compile(pattern, _FLAGS), kind) for pattern, kind in _TEXT]


def binary_type(head: bytes) -> str:
    """Return what a file with these first bytes is and what to do, "" if it may be text.

    >>> binary_type(b"%PDF-1.7")
    'a PDF document; save it as text, or paste its text'
    """
    return next((kind for pattern, kind in _BINARY_PATTERNS if pattern.match(head)), "")


def foreign_type(head: bytes) -> str:
    """Return the same for files that are text too, such as an e-mail."""
    texts = (kind for pattern, kind in _TEXT_PATTERNS if pattern.match(head.lstrip()))
    return binary_type(head) or next(texts, "")
