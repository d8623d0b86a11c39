"""The column names of a file, for the form that maps them to our fields."""

import csv
import json
from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO

from corpus.readers.csv_rows import DELIMITERS, split_row
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
            names |= dict.fromkeys(_keys(text) if format == "jsonl" else _cells(text))
        except (Undecodable, ValueError, RecursionError, csv.Error):
            continue
        if format == "csv" and names:
            break
    return [name for name in names if name.strip()][:_MAX_NAMES]


def _keys(line: str) -> list[str]:
    value = json.loads(line)
    return list(article_values(value)) if isinstance(value, dict) else []


def _cells(line: str) -> list[str]:
    if not line.strip() or line.lower().startswith("sep="):
        return []
    return [name.strip() for name in max((split_row(line, each) for each in DELIMITERS), key=len)]
