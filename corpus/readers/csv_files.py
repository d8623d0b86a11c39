"""Reads CSV: a row of column names, then one article per row."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from corpus.readers.csv_rows import DELIMITERS, Row, split_row, split_rows
from corpus.readers.encodings import Undecodable
from corpus.readers.fields import FIELDS, Origin, assemble
from corpus.readers.imported_record import FileLocation, Items, Problem
from corpus.readers.limits import MAX_COLUMNS, MAX_RECORD
from corpus.readers.lines import line_number_at, read_lines
from corpus.readers.text_markup import with_markup
from corpus.readers.text_stream import TextStream

# Column names listed in a message.
_MAX_NAMES_SHOWN = 20

# Retries from the second line of a row, if its quotation mark is never closed.
_MAX_UNCLOSED = 10

# The line with the separator that Excel writes above the column names.
_SEPARATOR = re.compile(r"sep=([,;\t])\s*", re.IGNORECASE)


class _Unreadable(ValueError):
    """A file or a row cannot be read; the message is for an editor."""


class _BadQuotes(_Unreadable):
    """The quotation marks of a row are unbalanced, so its end is uncertain."""


@dataclass(frozen=True, slots=True)
class _Table:
    """The columns of a file: how many, the delimiter, and the index of each of our fields.

    `missing` are requested columns that do not exist, keyed by field; `repeated` are fields whose
    column name occurs more than once. The first row begins at byte `start`.
    """

    width: int
    delimiter: str
    indexes: Mapping[str, int]
    missing: Mapping[str, str]
    repeated: tuple[str, ...]
    start: int


def read(file: BinaryIO, name: str, columns: Mapping[str, str], start: int) -> Items:
    """Yield the articles of a file from the byte position `start` on, and its problems."""
    stream = TextStream(file)
    if 0 < stream.size <= start:
        return
    top = FileLocation(name, 1)
    try:
        table = _table(file, stream, columns)
    except (_Unreadable, Undecodable) as error:
        yield Problem(top, "", str(error), stream.size)
        return
    if start < table.start:
        yield from _table_problems(table, stream, top)
    yield from _rows(file, name, stream, table, max(start, table.start))


def _table_problems(table: _Table, stream: TextStream, top: FileLocation) -> Iterator[Problem]:
    """Yield the problems of the file as a whole: its encoding, missing and repeated columns."""
    reasons = [("", stream.remark)] if stream.remark else []
    reasons += [(field, f"There is no column “{name}”.") for field, name in table.missing.items()]
    reasons += [
        ("", f"More than one column is for “{field}”; the first is used.")
        for field in table.repeated
    ]
    for field, reason in reasons:
        yield Problem(top, field, reason, stream.mark, is_left_out=False)


def _table(file: BinaryIO, stream: TextStream, columns: Mapping[str, str]) -> _Table:
    """Return the _Table of the first rows. Raises _Unreadable and Undecodable."""
    if stream.refusal:
        raise _Unreadable(stream.refusal)
    start, delimiter = stream.mark, ""
    for line in read_lines(file, start, 1, MAX_RECORD, stream.newline):
        text = stream.decode_lossy(line.content)
        separator = _SEPARATOR.fullmatch(text)
        if separator and not delimiter:
            delimiter = separator[1]
        elif text.strip():
            delimiter = delimiter or _delimiter_of(text, columns)
            start = line.start
            break
    else:
        raise _Unreadable("The file is empty.")
    parts = read_lines(file, start, 1, MAX_RECORD, stream.newline)
    row = next(split_rows(parts, stream, delimiter))
    names = _names(row, stream, delimiter)
    indexes, missing, repeated = _match_columns(names, columns)
    return _Table(len(names), delimiter, indexes, missing, repeated, row.end)


def _delimiter_of(line: str, columns: Mapping[str, str]) -> str:
    """Return the delimiter that yields the most wanted columns, then the most columns."""
    wanted_names = {columns.get(field, field).strip().casefold() for field in FIELDS}

    def column_matches(delimiter: str) -> tuple[int, int]:
        names = [name.strip(' "\r\n').casefold() for name in line.split(delimiter, MAX_COLUMNS)]
        return len(wanted_names.intersection(names)), len(names)

    return max(DELIMITERS, key=column_matches)


def _names(row: Row, stream: TextStream, delimiter: str) -> list[str]:
    if row.content is None:
        raise _Unreadable(f"The header row is longer than {MAX_RECORD / 1e6:g} MB.")
    if row.columns > MAX_COLUMNS:
        raise _Unreadable(f"It has {row.columns:,} columns; the limit is {MAX_COLUMNS:,}.")
    text = stream.decode(stream.strip_newline(row.content)).text
    try:
        return [name.strip() for name in split_row(text, delimiter)]
    except csv.Error as error:
        raise _Unreadable(_message_of(error)) from None


def _match_columns(
    names: list[str], columns: Mapping[str, str]
) -> tuple[dict[str, int], dict[str, str], tuple[str, ...]]:
    """Return (index by field, missing names by field, repeated fields). Raises _Unreadable."""
    folded = [name.casefold() for name in names]
    indexes: dict[str, int] = {}
    missing: dict[str, str] = {}
    repeated: list[str] = []
    for field in FIELDS:
        name = columns.get(field, field)
        candidates = names if name in names else folded
        name = name if name in names else name.strip().casefold()
        if name in candidates:
            indexes[field] = candidates.index(name)
            if candidates.count(name) > 1:
                repeated.append(field)
        elif field in columns:
            missing[field] = columns[field]
    if "text" not in indexes and "html" not in indexes:
        shown = ", ".join(f"“{name[:40]}”" for name in names[:_MAX_NAMES_SHOWN])
        more = " and more" if len(names) > _MAX_NAMES_SHOWN else ""
        raise _Unreadable(
            f"No column is named text or html. There are {shown}{more}: "
            "choose the one that has the text."
        )
    return indexes, missing, tuple(repeated)


def _rows(file: BinaryIO, name: str, stream: TextStream, table: _Table, start: int) -> Items:
    number = line_number_at(file, stream.mark, start, stream.newline)
    unclosed, is_finished = 0, False
    while not is_finished:
        is_finished = True
        for row in split_rows(
            read_lines(file, start, number, MAX_RECORD, stream.newline), stream, table.delimiter
        ):
            end = row.end
            try:
                content, values, remark = _values(row, stream, table)
            except _BadQuotes as error:
                unclosed += row.is_open
                # The end of the row is uncertain, so its second line may be the next row.
                if row.second < row.end and unclosed <= _MAX_UNCLOSED:
                    start, number, is_finished = row.second, row.number + 1, False
                    end = row.second
                yield Problem(FileLocation(name, row.number), "", str(error), end)
                if not is_finished:
                    break
            except (_Unreadable, Undecodable) as error:
                yield Problem(FileLocation(name, row.number), "", str(error), end)
            else:
                if values:
                    place, media_type = FileLocation(name, row.number), f"text/csv{stream.charset}"
                    origin = Origin(place, content, media_type, row.start, row.end)
                    if remark:
                        yield origin.problem("", remark, is_left_out=False)
                    read_values, remark = with_markup(values)
                    if remark:
                        yield origin.problem("", remark, is_left_out=False)
                    yield from assemble(origin, read_values)


def _values(row: Row, stream: TextStream, table: _Table) -> tuple[bytes, dict[str, str], str]:
    """Return (bytes without the line end; values by field, {} for an empty row; a remark or "").

    The remark is about the encoding. Raises _Unreadable, _BadQuotes and Undecodable.
    """
    if row.is_open:
        raise _BadQuotes("A quotation mark in this row is never closed.")
    if row.content is None:
        raise _Unreadable(f"The row is longer than {MAX_RECORD / 1e6:g} MB.")
    if row.columns > MAX_COLUMNS:
        raise _Unreadable(f"The row has {row.columns:,} columns; the limit is {MAX_COLUMNS:,}.")
    content = stream.strip_newline(row.content)
    decoded = stream.decode(content)
    try:
        values = split_row(decoded.text, table.delimiter)
    except csv.Error as error:
        raise _BadQuotes(_message_of(error)) from None
    if not any(map(str.strip, values)):
        return content, {}, ""
    if len(values) != table.width:
        raise _Unreadable(
            f"The row has {len(values):,} columns; the header row has {table.width:,}."
        )
    values_by_field = {field: values[index] for field, index in table.indexes.items()}
    return content, values_by_field, decoded.remark


def _message_of(error: csv.Error) -> str:
    if "new-line" in str(error):
        return (
            "There is a lone carriage return outside quotation marks. End lines with LF or CR LF."
        )
    return "There is text between a closing quotation mark and the next separator."
