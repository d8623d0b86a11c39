"""The formats of articles: which one a file has, and its reader."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO

from corpus.readers import csv_table, html_pages, jsonl, plain_text
from corpus.readers.fields import FIELDS
from corpus.readers.record import Problem, Record


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what people call it, how its files are named, and how they are read."""

    label: str
    suffixes: tuple[str, ...]
    read: Callable[[BinaryIO, str, Mapping[str, str], int], Iterator[Record | Problem]]


FORMATS = {
    "jsonl": Format("JSON Lines", (".jsonl", ".ndjson", ".jsonlines"), jsonl.read),
    "csv": Format("CSV", (".csv", ".tsv", ".tab"), csv_table.read),
    "html": Format("HTML page", (".html", ".htm", ".xhtml", ".shtml"), html_pages.read),
    "text": Format("plain text", (".txt", ".text"), plain_text.read),
}

NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


def format_of(name: str, head: bytes) -> str | None:
    """The format of a file by its suffix, else by how it begins; None where neither tells."""
    lower = name.lower()
    for format, each in FORMATS.items():
        if lower.endswith(each.suffixes):
            return format
    return None


def read(
    file: BinaryIO,
    name: str,
    format: str,
    *,
    columns: Mapping[str, str] = NO_COLUMNS,
    start: int = 0,
) -> Iterator[Record | Problem]:
    """The articles of a file, one at a time, and the problems met on the way.

    `file` can seek; `name` is what places call it. `columns` gives for a field of ours what the
    file calls it: {"text": "body"}; a field that is not ours raises ValueError. `start` is the
    `position` of something yielded before: reading goes on right after it.
    """
    unknown = sorted(set(columns) - set(FIELDS))
    if unknown:
        raise ValueError(f"There is no column {unknown[0]!r}; the columns are {', '.join(FIELDS)}.")
    return FORMATS[format].read(file, name, columns, start)
