"""What the columns of a file are called, for whoever says which of them is which of ours."""

import csv
import json
from itertools import islice
from typing import BinaryIO

from corpus.readers.csv_rows import cells
from corpus.readers.encodings import Undecodable
from corpus.readers.lines import lines
from corpus.readers.text_stream import Stream

# Bytes of a line that are looked at, lines that are, and columns that are worth offering.
_LONGEST = 1_000_000
_LINES = 20
_MOST = 200
_DELIMITERS = (",", ";", "\t")


def columns_in(file: BinaryIO, format: str) -> list[str]:
    """The names of a file's columns in their order; none for formats without, and unreadable."""
    if format not in ("csv", "jsonl"):
        return []
    stream = Stream(file)
    if stream.refusal:
        return []
    names: dict[str, None] = {}
    for line in islice(lines(file, stream.mark, 1, _LONGEST, stream.newline), _LINES):
        try:
            written = stream.decoded(stream.without_end(line.content)).text
            names |= dict.fromkeys(_keys(written) if format == "jsonl" else _cells(written))
        except (Undecodable, ValueError, RecursionError, csv.Error):
            continue
        if format == "csv" and names:
            break
    return [name for name in names if name.strip()][:_MOST]


def _keys(written):
    value = json.loads(written)
    return list(value) if isinstance(value, dict) else []


def _cells(written):
    if not written.strip() or written.lower().startswith("sep="):
        return []
    return [name.strip() for name in max((cells(written, each) for each in _DELIMITERS), key=len)]
