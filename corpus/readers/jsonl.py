"""Reads JSON Lines, one object, an article, per line; also JSON with a list of such objects."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from types import MappingProxyType
from typing import Any, BinaryIO

from corpus.readers.encodings import Undecodable
from corpus.readers.fields import FIELDS, Origin, assemble
from corpus.readers.imported_record import FileLocation, Items, Problem
from corpus.readers.json_names import stated_name
from corpus.readers.json_values import split_objects
from corpus.readers.json_wrappers import (
    Wrapper,
    address_before,
    article_values,
    is_bulk_action,
    wrapped_articles,
)
from corpus.readers.limits import MAX_RECORD, MAX_VALUES
from corpus.readers.lines import Line, line_number_at, read_lines, whole_lines
from corpus.readers.text_markup import with_markup
from corpus.readers.text_stream import TextStream

# A JSON string, or one left open by a truncated line.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)

# The beginning of a file that is one JSON list of objects, or whose objects have several lines.
_OBJECTS_START = re.compile(r"\s*(?:\[\s*(?:\{|\Z|\])|\{\s*\n)")
# A letter in these has bytes that look like brackets or quotation marks.
_AMBIGUOUS = ("gb18030", "big5", "cp932", "iso2022_jp")
_ENCODING_REFUSAL = "This is JSON over several lines or in a list. Save it as UTF-8."

# Separators to join a list of strings where a single string is expected.
_JOINERS = {"text": "\n\n", "html": "\n", "byline": ", "}
_NUMERIC = ("published", "retrieved")
# The keys of an object that stands for an author or a source, if it has no name.
_OTHER_NAME_KEYS = ("title", "domain", "url", "href")
_TYPE_NAMES = {bool: "true or false", dict: "an object", list: "a list"}


NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


class _Number(str):
    """A number as written, since Python refuses to convert very long ones."""

    __slots__ = ()


class _Refused(ValueError):
    """A line is not a JSON object; the message is for an editor."""


class _Unparsable(_Refused):
    """A line is not JSON, perhaps because the file ends within it."""


IsWanted = Callable[[int], bool]


def read(
    file: BinaryIO,
    name: str,
    columns: Mapping[str, str],
    start: int,
    is_wanted: IsWanted = lambda position: True,
) -> Items:
    """Yield the articles of a file from the byte position `start` on, and its problems.

    Lines for whose position `is_wanted` is false are passed over; problems with the whole file
    belong to `start`.
    """
    stream = TextStream(file)
    begin = max(start, stream.mark)
    if begin >= stream.size:
        if not start and is_wanted(start):
            yield Problem(FileLocation(name, 1), "", "The file is empty.", stream.size)
        return
    within = wrapped(file, stream, columns)
    are_objects = within is not None or has_objects(stream)
    is_ambiguous = len(stream.newline) > 1 or stream.guess in _AMBIGUOUS
    refusal = stream.refusal or (are_objects and is_ambiguous and _ENCODING_REFUSAL)
    if refusal:
        if is_wanted(start):
            yield Problem(FileLocation(name, 1), "", refusal, stream.size)
        return
    if stream.remark and begin == stream.mark and is_wanted(start):
        yield Problem(FileLocation(name, 1), "", stream.remark, begin, is_left_out=False)
    if within:
        yield from _read_wrapped(file, name, columns, begin, is_wanted, within, stream)
        return
    number = line_number_at(file, stream.mark, begin, stream.newline)
    if are_objects:
        lines = split_objects(file, begin, number, MAX_RECORD)
    else:
        parts = read_lines(file, begin, number, MAX_RECORD, stream.newline)
        lines = whole_lines(parts, MAX_RECORD)
    for line in lines:
        if is_wanted(line.start):
            yield from _read_line(line, name, columns, stream)


def _read_wrapped(
    file: BinaryIO,
    name: str,
    columns: Mapping[str, str],
    begin: int,
    is_wanted: IsWanted,
    within: Wrapper,
    stream: TextStream,
) -> Items:
    """Yield the articles of each part of a wrapper from the byte position `begin` on."""
    last = within.parts[-1].stop
    for part in within.parts:
        if begin > part.stop:
            continue
        at = max(begin, part.start)
        number = line_number_at(file, stream.mark, at, stream.newline)
        for line in split_objects(file, at, number, MAX_RECORD, part.stop):
            if part.have_keys and line.content[:1] not in (b"", b"{"):
                continue
            if is_wanted(line.start):
                address = address_before(file, line.start) if part.have_keys else ""
                yield from _read_line(line, name, columns, stream, address)
    if within.remark and begin <= last and is_wanted(last):
        yield Problem(FileLocation(name, 1), "", within.remark, last + 1)


def _read_inner(
    wrapper: Wrapper,
    content: bytes,
    line: Line,
    name: str,
    columns: Mapping[str, str],
    stream: TextStream,
) -> Items:
    """Yield the articles that a line wraps; reading cannot go on between them."""
    file = BytesIO(content)
    inner = [
        (replace(each, number=line.number, start=line.start, end=line.end), address)
        for part in wrapper.parts
        for each in split_objects(file, part.start, line.number, MAX_RECORD, part.stop)
        if each.content[:1] == b"{"
        for address in [address_before(file, each.start) if part.have_keys else ""]
    ]
    if wrapper.remark:
        place = FileLocation(name, line.number)
        yield Problem(place, "", wrapper.remark, line.start, is_left_out=False)
    for number, (each, address) in enumerate(inner, 1):
        for item in _read_line(each, name, columns, stream, address, number):
            yield replace(item, is_followed=number < len(inner))


def wrapped(
    file: BinaryIO, stream: TextStream, columns: Mapping[str, str] = NO_COLUMNS
) -> Wrapper | None:
    """Return where a file has its articles, if it has something around them."""
    if stream.newline != b"\n":
        return None
    return wrapped_articles(file, stream.mark, _text_keys(columns))


def _text_keys(columns: Mapping[str, str]) -> set[str]:
    return {columns.get(field, field).partition(".")[0] for field in ("text", "html")}


def has_objects(stream: TextStream) -> bool:
    """Return whether the objects of a file are in a list, or have several lines each."""
    return bool(_OBJECTS_START.match(stream.top))


def _read_line(
    line: Line,
    name: str,
    columns: Mapping[str, str],
    stream: TextStream,
    address: str = "",
    item: int | None = None,
) -> Items:
    """Yield the article of a line, with the `address` that is its key unless it states one.

    `item` is its number in a line that wraps several; there are none in it.
    """
    place = FileLocation(name, line.number, item)
    content = stream.strip_newline(line.content)
    origin = Origin(place, content, f"application/json{stream.charset}", line.start, line.end)
    if not line.content:
        reason = f"The line is longer than {MAX_RECORD / 1e6:g} MB."
        yield origin.problem("", reason)
        return
    try:
        decoded = stream.decode(content)
        if not decoded.text.strip():
            return
        values_by_key, repeated = _object(content, decoded.text)
    except Undecodable as error:
        yield origin.problem("", str(error))
        return
    except _Refused as error:
        is_cut = isinstance(error, _Unparsable) and not line.is_ended
        cut = "The file ends in the middle of this record. " if is_cut else ""
        yield origin.problem("", cut + str(error))
        return
    if is_bulk_action(values_by_key):
        return
    if item is None and "text" not in values_by_key and "html" not in values_by_key:
        keys = _text_keys(columns)
        wrapper = wrapped_articles(BytesIO(content), 0, keys)
        if wrapper and wrapper.have_texts and keys.isdisjoint(values_by_key):
            yield from _read_inner(wrapper, content, line, name, columns, stream)
            return
    if decoded.remark:
        yield origin.problem("", decoded.remark, is_left_out=False)
    values, refused = {}, {}
    for field in FIELDS:
        key = columns.get(field, field)
        if key in repeated:
            reason = f"The key “{key}” occurs more than once; the last value is used."
            yield origin.problem("", reason, is_left_out=False)
        try:
            value = _value(values_by_key, key)
            values[field] = value if type(value) is str else _text(field, value)
        except ValueError as error:
            refused[field] = str(error)
    if address and not values.get("url"):
        values["url"] = address
    read_values, remark = with_markup(values)
    if remark:
        yield origin.problem("", remark, is_left_out=False)
    yield from assemble(origin, read_values, refused)


def _object(content: bytes, text: str) -> tuple[dict[str, Any], set[str]]:
    """Return (the JSON object of a line, its repeated keys). Raises _Refused."""
    if _has_too_many_values(content):
        raise _Refused(f"It has more than {MAX_VALUES:,} values.")
    repeated: set[str] = set()

    def merge_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        merged = dict(pairs)
        repeated.clear()
        # The outermost object comes last.
        if len(merged) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            repeated.update(key for key, count in counts.items() if count > 1)
        return merged

    try:
        parsed = json.loads(
            text,
            object_pairs_hook=merge_pairs,
            parse_int=_Number,
            parse_float=_Number,
        )
    except json.JSONDecodeError as error:
        raise _Unparsable(f"It is not JSON: {error.msg}, character {error.pos + 1:,}.") from None
    except RecursionError:
        raise _Refused("It is nested too deeply.") from None
    if not isinstance(parsed, dict):
        raise _Refused("It is not a JSON object: { … }.")
    return article_values(parsed), repeated


def _has_too_many_values(content: bytes) -> bool:
    """Return whether a line has about MAX_VALUES values and more, without parsing it."""
    # Few lines are so long, and counting takes as long as parsing.
    if len(content) <= MAX_VALUES or _sign_count(content) <= MAX_VALUES:
        return False
    # Ignore commas inside strings.
    return _sign_count(_STRING.sub(b"", content)) > MAX_VALUES


def _sign_count(content: bytes) -> int:
    return sum(map(content.count, (b",", b":", b"[", b"{")))


def _value(value: Any, key: str) -> Any:
    """Return the value of a key, or of a path of keys joined by full stops; None without one."""
    if key in value or "." not in key:
        return value.get(key)
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _named(value: Any) -> Any:
    """Return the names of objects that have one: {"name": "A. Writer"}, or a list of them."""
    if isinstance(value, list):
        return [_named(each) for each in value]
    if isinstance(value, dict):
        others = (value.get(key) for key in _OTHER_NAME_KEYS)
        names = (stated_name(value), *others)
        return next((name for name in names if type(name) is str and name.strip()), value)
    return value


def _text(field: str, value: Any) -> str:
    """Return a value as a string, "" for null. Raises ValueError."""
    if value is None:
        return ""
    if field in ("byline", "source"):
        value = _named(value)
    while type(value) is dict and len(value) == 1 and next(iter(value)).startswith("$"):
        # MongoDB writes {"$date": {"$numberLong": "1628150400000"}}.
        (value,) = value.values()
    if isinstance(value, list) and all(type(each) is str for each in value):
        if field in _JOINERS:
            return _JOINERS[field].join(value)
        if len(value) == 1:
            return str(value[0])
    if isinstance(value, _Number) and field not in _NUMERIC:
        raise ValueError("It is a number, not text.")
    if not isinstance(value, str):
        raise ValueError(f"It is {_TYPE_NAMES.get(type(value), 'a number')}, not text.")
    return str(value)
