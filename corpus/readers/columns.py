"""The columns of a file with a value of each, and what they are likely to be of our fields."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from types import MappingProxyType
from typing import BinaryIO

from corpus.readers.csv_rows import DELIMITERS, split_row, split_rows
from corpus.readers.encodings import Undecodable
from corpus.readers.json_values import split_objects
from corpus.readers.json_wrappers import article_values
from corpus.readers.jsonl import has_objects, wrapped
from corpus.readers.lines import Line, read_lines
from corpus.readers.text_stream import TextStream

# Limits: bytes of a line, lines of a file, column names offered.
_MAX_LINE_BYTES = 1_000_000
_MAX_LINES = 20
_MAX_NAMES = 200
# Rows that are looked at for values; code points of a value that are read, and shown.
_MAX_SAMPLES = 3
_MAX_VALUE = 1000
_VALUE_LENGTH = 40
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


def columns_in(file: BinaryIO, format: str) -> dict[str, str]:
    """Return the columns of a CSV file, or the keys of a JSON Lines file, in their order.

    Each name has the first value there, on one line and shortened, or "". Nothing is returned for
    other formats and for files that cannot be read.
    """
    if format not in ("csv", "jsonl"):
        return {}
    stream = TextStream(file)
    if stream.refusal:
        return {}
    values: dict[str, str] = {}
    within = wrapped(file, stream) if format == "jsonl" else None
    lines: Iterator[Line]
    if within:
        lines = chain.from_iterable(
            split_objects(file, part.start, 1, _MAX_LINE_BYTES, part.stop) for part in within.parts
        )
    elif format == "jsonl" and has_objects(stream):
        lines = split_objects(file, stream.mark, 1, _MAX_LINE_BYTES)
    else:
        lines = read_lines(file, stream.mark, 1, _MAX_LINE_BYTES, stream.newline)
    for line in islice(lines, _MAX_LINES):
        try:
            text = stream.decode(stream.strip_newline(line.content)).text
            if format == "jsonl":
                _add(values, _members(text))
            elif text.strip() and not text.lower().startswith("sep="):
                rows = read_lines(file, line.end, 2, _MAX_LINE_BYTES, stream.newline)
                values = _columns(text, rows, stream)
        except (Undecodable, ValueError, RecursionError, csv.Error):
            continue
        if format == "csv" and values:
            break
    return dict(
        islice(((name, value) for name, value in values.items() if name.strip()), _MAX_NAMES)
    )


def likely_columns(names: Iterable[str]) -> dict[str, str]:
    """Return the likely column of each of our fields: its own name, or another usual one.

    >>> likely_columns(["Headline", "publishedAt", "full text", "mood"])
    {'text': 'full text', 'title': 'Headline', 'published': 'publishedAt'}
    """
    by_folded_name = {_folded(name): name for name in reversed(list(names))}
    likely: dict[str, str] = {}
    for field, others in _OTHER_NAMES.items():
        for name in (field, *others.split()):
            if name in by_folded_name:
                likely[field] = by_folded_name[name]
                break
    return likely


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).casefold()


def _members(line: str) -> dict[str, object]:
    value = json.loads(line)
    return article_values(value) if isinstance(value, dict) else {}


def _columns(header: str, lines: Iterable[Line], stream: TextStream) -> dict[str, str]:
    """Return the columns of a row of names, with the first values of the rows below it."""
    rows = {each: split_row(header, each) for each in DELIMITERS}
    delimiter = max(rows, key=lambda each: len(rows[each]))
    names = [name.strip() for name in rows[delimiter]]
    values = dict.fromkeys(names, "")
    for row in islice(split_rows(lines, stream, delimiter), _MAX_SAMPLES):
        with suppress(Undecodable, csv.Error):
            text = stream.decode(stream.strip_newline(row.content or b"")).text
            _add(values, dict(zip(names, split_row(text, delimiter), strict=False)))
    return values


def _add(values: dict[str, str], record: Mapping[str, object]) -> None:
    """Add the names of a record, and its values where none was before."""
    for name, value in record.items():
        if not values.get(name):
            is_shown = isinstance(value, str | int | float)
            line = " ".join(str(value)[:_MAX_VALUE].split()) if is_shown else ""
            is_long = len(line) > _VALUE_LENGTH
            values[name] = line[: _VALUE_LENGTH - 1] + "…" if is_long else line
