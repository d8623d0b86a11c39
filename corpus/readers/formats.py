"""The formats of article files: detects the format of a file, and reads it."""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import BinaryIO

from corpus.readers import csv_files, html_pages, jsonl, plain_text
from corpus.readers.columns import columns_in, likely_columns
from corpus.readers.encodings import detect_bom
from corpus.readers.feeds import feed_files
from corpus.readers.fields import FIELDS
from corpus.readers.file_types import document_format
from corpus.readers.foreign.files_in_files import read_foreign
from corpus.readers.imported_record import Items
from corpus.readers.jsonl import NO_COLUMNS, IsWanted
from corpus.readers.markdown import reading as markdown
from corpus.readers.references.reading import is_csl


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its label, the suffixes of its files in lower case, and its reader.

    Without a reader it is read in a process of its own (`corpus.readers.foreign`).
    """

    label: str
    suffixes: tuple[str, ...]
    read: Callable[[BinaryIO, str, Mapping[str, str], int], Items] | None = None


FORMATS = {
    "jsonl": Format("JSON Lines", (".jsonl", ".ndjson", ".jsonlines"), jsonl.read),
    "csv": Format("CSV", (".csv", ".tsv", ".tab"), csv_files.read),
    "html": Format(
        "web page", (".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht"), html_pages.read
    ),
    "text": Format("plain text", (".txt", ".text"), plain_text.read),
    "markdown": Format("Markdown", (".md", ".markdown"), markdown.read),
    "feed": Format("RSS or Atom", (".rss", ".atom"), feed_files.read),
    "pdf": Format("PDF", (".pdf",)),
    "docx": Format("Word (DOCX)", (".docx", ".docm", ".dotx")),
    "odt": Format("OpenDocument text (ODT)", (".odt", ".ott")),
    "rtf": Format("Rich Text (RTF)", (".rtf",)),
    "epub": Format("EPUB, the book as one article", (".epub",)),
    "chapters": Format("EPUB, each chapter as an article", ()),
    "eml": Format("mail (EML)", (".eml",)),
    "mbox": Format("mailbox (mbox)", (".mbox", ".mbx")),
    "warc": Format("web archive (WARC)", (".warc", ".warc.gz")),
    "references": Format("references (RIS, BibTeX, CSL-JSON)", (".ris", ".bib", ".bibtex")),
    "zip": Format("ZIP archive", (".zip", ".wacz")),
}

# Suffixes, or none, that files of several formats have.
_AMBIGUOUS_SUFFIXES = ("", ".xml", ".rdf", ".json", ".php", ".asp", ".aspx", ".cgi", ".doc")

# How a file of each format begins. Plain text is recognised only by its suffix.
_OPENINGS = {
    "jsonl": re.compile(r'\s*(?:\[\s*)?(?:\{\s*")'),
    "feed": re.compile(
        r"\s*(?:<\?xml[^>]*>|<\?xml-stylesheet[^>]*>|<!--.*?-->|<!DOCTYPE\s+(?:rss|rdf)[^>]*>|\s)*"
        r"<(?:rss|feed|\w+:RDF|\w+:feed)\b",
        re.IGNORECASE | re.DOTALL,
    ),
    "html": re.compile(
        r"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!DOCTYPE\s+html|html|head|body)\b",
        re.IGNORECASE | re.DOTALL,
    ),
}
# Bytes of a file from which its format is detected.
HEAD_BYTES = 4096


def format_of(name: str, head: bytes) -> str | None:
    """Return the format of a file, or None.

    Documents, mails and archives are told by their beginning, whatever they are called; texts by
    their suffix, else by their beginning. `head` is its first HEAD_BYTES.

    >>> format_of("export.json", b'{"text": "One line."}')
    'jsonl'
    """
    lower = name.lower()
    head = head[:HEAD_BYTES]
    by_name = next((key for key, each in FORMATS.items() if lower.endswith(each.suffixes)), None)
    document = document_format(head)
    if document or (by_name and FORMATS[by_name].read):
        return document or by_name
    if not by_name and PurePath(lower).suffix not in _AMBIGUOUS_SUFFIXES:
        return None
    encoding, mark = detect_bom(head)
    opening = head[mark:].decode(encoding or "latin-1", "replace")
    if is_csl(opening):
        return "references"
    for format, pattern in _OPENINGS.items():
        if pattern.match(opening):
            return format
    return by_name


def read_articles(
    file: BinaryIO,
    name: str,
    format: str,
    *,
    columns: Mapping[str, str] = NO_COLUMNS,
    start: int = 0,
    is_wanted: IsWanted = lambda position: True,
) -> Items:
    """Yield the articles of a file one at a time, and its problems.

    `file` must be seekable; `name` is its name in locations. `columns` maps our fields to the
    file's names: {"text": "body"}. `start` is the `position` of an item yielded before: reading
    continues after it.

    What `is_wanted` refuses, by the position at which it begins, is passed over: single records of
    JSON Lines, whose lines are cheap to find, otherwise the whole file. It is called directly
    before an item from that position is yielded.

    Raises ValueError for a column that is not one of our fields.
    """
    unknown = sorted(set(columns) - set(FIELDS))
    if unknown:
        raise ValueError(f"There is no column {unknown[0]!r}; the columns are {', '.join(FIELDS)}.")
    if format == "jsonl":
        return jsonl.read(file, name, columns, start, is_wanted)
    if not is_wanted(start):
        return iter(())
    return _read(file, name, format, columns, start, ())


def _read(
    file: BinaryIO,
    name: str,
    format: str,
    columns: Mapping[str, str],
    start: int,
    above: tuple[str, ...],
) -> Items:
    """Yield the articles of a file; `above` are the formats of the files in which it is."""
    read = FORMATS[format].read
    if read:
        return read(file, name, columns, start)
    return read_foreign(file, name, format, start, above, partial(_read_file_in, columns))


def _read_file_in(
    columns: Mapping[str, str], name: str, content: bytes, start: int, above: tuple[str, ...]
) -> Items | None:
    """Return the articles of a file that is in another one, None if it is of no known format.

    Nobody can match the columns of each file in an archive: the likely ones are taken.
    """
    format = format_of(name, content[:HEAD_BYTES])
    if not format:
        return None
    columns = columns or likely_columns(columns_in(io.BytesIO(content), format))
    return _read(io.BytesIO(content), name, format, columns, start, above) or None
