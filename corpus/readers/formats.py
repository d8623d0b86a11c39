"""The formats of article files: detects the format of a file, and reads it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from corpus.readers import csv_files, feeds, html_pages, jsonl, plain_text
from corpus.readers.encodings import detect_bom
from corpus.readers.fields import FIELDS
from corpus.readers.imported_record import Items
from corpus.readers.jsonl import NO_COLUMNS, IsWanted


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its label, the suffixes of its files in lower case, and its reader."""

    label: str
    suffixes: tuple[str, ...]
    read: Callable[[BinaryIO, str, Mapping[str, str], int], Items]


FORMATS = {
    "jsonl": Format("JSON Lines", (".jsonl", ".ndjson", ".jsonlines"), jsonl.read),
    "csv": Format("CSV", (".csv", ".tsv", ".tab"), csv_files.read),
    "html": Format("web page", (".html", ".htm", ".xhtml", ".shtml"), html_pages.read),
    "text": Format("plain text", (".txt", ".text"), plain_text.read),
    "feed": Format("RSS or Atom", (".rss", ".atom"), feeds.read),
}

# Suffixes, or none, that files of several formats have.
_AMBIGUOUS_SUFFIXES = ("", ".xml", ".rdf", ".json", ".php", ".asp", ".aspx", ".cgi")

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
    """Return the format of a file by its suffix, else by its beginning, or None.

    `head` is its first HEAD_BYTES.

    >>> format_of("export.json", b'{"text": "One line."}')
    'jsonl'
    """
    lower = name.lower()
    for format, each in FORMATS.items():
        if lower.endswith(each.suffixes):
            return format
    if PurePath(lower).suffix not in _AMBIGUOUS_SUFFIXES:
        return None
    head = head[:HEAD_BYTES]
    encoding, mark = detect_bom(head)
    opening = head[mark:].decode(encoding or "latin-1", "replace")
    for format, pattern in _OPENINGS.items():
        if pattern.match(opening):
            return format
    return None


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
    return FORMATS[format].read(file, name, columns, start) if is_wanted(start) else iter(())
