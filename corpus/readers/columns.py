"""The column names of a file, and what they are likely to be of our fields."""

import csv
import json
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import BinaryIO

from corpus.readers.csv_rows import DELIMITERS, split_row
from corpus.readers.encodings import Undecodable
from corpus.readers.json_values import split_objects
from corpus.readers.jsonl import has_objects, with_source, wrapped
from corpus.readers.lines import read_lines
from corpus.readers.text_stream import TextStream

# Limits: bytes of a line, lines of a file, column names offered.
_MAX_LINE_BYTES = 1_000_000
_MAX_LINES = 20
_MAX_NAMES = 200
# Other names of our columns, the likeliest first, folded as by `_folded`.
_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "text": "body content article maintext articletext fulltext",
        "html": "rawhtml contenthtml",
        "title": "headline heading",
        "url": "link uri href canonicalurl address sourceurl",
        "source": "publisher site outlet publication sourcename domain sourcedomain",
        "published": "date publishedat publishdate datepublish datepublished pubdate"
        " publicationdate",
        "byline": "author authors by writer",
        "language": "lang",
        "retrieved": "retrievedat datedownload crawled scrapedat fetchedat",
    }
)


def columns_in(file: BinaryIO, format: str) -> list[str]:
    """Return the column names of a CSV file, or the keys of a JSON Lines file, in their order.

    The list is empty for other formats and for files that cannot be read.
    """
    if format not in ("csv", "jsonl"):
        return []
    stream = TextStream(file)
    if stream.refusal:
        return []
    names: dict[str, None] = {}
    within = wrapped(file, stream) if format == "jsonl" else None
    if within:
        lines = split_objects(file, within.start, 1, _MAX_LINE_BYTES, within.stop)
    elif format == "jsonl" and has_objects(stream):
        lines = split_objects(file, stream.mark, 1, _MAX_LINE_BYTES)
    else:
        lines = read_lines(file, stream.mark, 1, _MAX_LINE_BYTES, stream.newline)
    for line in islice(lines, _MAX_LINES):
        try:
            text = stream.decode(stream.strip_newline(line.content)).text
            names |= dict.fromkeys(_keys(text) if format == "jsonl" else _cells(text))
        except (Undecodable, ValueError, RecursionError, csv.Error):
            continue
        if format == "csv" and names:
            break
    return [name for name in names if name.strip()][:_MAX_NAMES]


def likely_columns(names: Sequence[str]) -> dict[str, str]:
    """Return the likely column of each of our fields: its own name, or another usual one.

    >>> likely_columns(["Headline", "publishedAt", "full text", "mood"])
    {'text': 'full text', 'title': 'Headline', 'published': 'publishedAt'}
    """
    by_folded_name = {_folded(name): name for name in reversed(names)}
    likely: dict[str, str] = {}
    for field, others in _OTHER_NAMES.items():
        for name in (field, *others.split()):
            if name in by_folded_name:
                likely[field] = by_folded_name[name]
                break
    return likely


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).casefold()


def _keys(line: str) -> list[str]:
    value = json.loads(line)
    return list(with_source(value)) if isinstance(value, dict) else []


def _cells(line: str) -> list[str]:
    if not line.strip() or line.lower().startswith("sep="):
        return []
    return [name.strip() for name in max((split_row(line, each) for each in DELIMITERS), key=len)]
