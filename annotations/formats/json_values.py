"""Pure: JSON of other programs, read with limits, and fields of a known type.

A function `as_…` returns a value as that type, and raises ValueRefused for any other; the `name` it
takes is that of the field, for the message.
"""

import itertools
import json
import math
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, BinaryIO

from annotations.formats.record import Refusal
from corpus.readers.json_values import split_objects
from corpus.readers.limits import MAX_RECORD
from corpus.readers.lines import read_lines, whole_lines

# Tags, people, claims or pieces of one annotation; annotations of one document.
MAX_VALUES = 10_000
# Lists and objects within each other in what is kept as it is.
MAX_DEPTH = 50
# Bytes in which the list of records begins, and lists before it.
HEAD_BYTES = 65_536
MAX_LISTS = 20

_BOM = b"\xef\xbb\xbf"
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_STRING = rb'"(?:[^"\\]|\\.)*"'
# A name with its value, if that is neither a list nor an object.
_FIELD = re.compile(rb"(%b)\s*:\s*(%b|[\w.+-]+|)" % (_STRING, _STRING), re.DOTALL)
_BRACE = re.compile(rb"%b|\}" % _STRING, re.DOTALL)
# No database holds NUL in a text, and no UTF-8 half a surrogate pair.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class ValueRefused(ValueError):
    """A field has no usable value; the message names it."""


def read_json_lines(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """(name of the line, its bytes) of each line that is not empty; b"" is one too long."""
    for line in whole_lines(read_lines(file, 0, 1, MAX_RECORD), MAX_RECORD):
        if not line.content or not line.content.isspace():
            yield f"line {line.number}", line.content


def json_records(
    file: BinaryIO, *lists: tuple[str, ...], following: tuple[str, ...] = ()
) -> tuple[dict[str, Any], Iterator[tuple[str, dict[str, Any]] | Refusal]]:
    """Give what stands before the records of a file, and an iterator of (place, record).

    The records are the objects of the file, one after the other or in a list; or those of a list
    in its one object, at one of the paths `lists`, and behind it those of fields with the name of
    a list or one of `following`. Plain fields behind it join what stands before. What cannot be
    parsed is a Refusal.
    """
    names = {path[-1] for path in lists}.union(following)
    head = file.read(HEAD_BYTES)
    start = len(_BOM) if head.startswith(_BOM) else 0
    text = head[start:].decode("latin-1")
    for match in itertools.islice(re.finditer(r'"(\w+)"\s*:\s*\[', text), MAX_LISTS):
        if any(path[-1] == match[1] for path in lists):
            container, depth = _container(text[: match.end()], lists)
            if depth:
                before = head[: start + match.end()]
                parts = _parts(file, len(before), before.count(b"\n") + 1)
                return container, _listed(parts, container, names, depth)
    return {}, itertools.starmap(_parsed, _parts(file, start, 1))


def _container(text: str, lists: Iterable[tuple[str, ...]]) -> tuple[dict[str, Any], int]:
    """The object that these letters begin, and how many objects are open where they end.

    0 objects unless they end at the beginning of one of the lists.
    """
    closing: list[str] = []
    for match in _STRING_OR_BRACKET.finditer(text):
        if match[0] in "{[":
            closing.append("}" if match[0] == "{" else "]")
        elif match[0] in "}]" and closing:
            closing.pop()
    try:
        container = json.loads(f"{text}{''.join(reversed(closing))}".encode("latin-1"))
    except (ValueError, RecursionError):
        return {}, 0
    for path in lists:
        value = container
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        if value == []:
            return container, closing.count("}")
    return {}, 0


def _parts(file: BinaryIO, start: int, line: int) -> Iterator[tuple[str, bytes]]:
    """(place, content) of the objects from a byte position on, and of what is between them."""
    for number, part in enumerate(split_objects(file, start, line, MAX_RECORD), 1):
        yield f"record {number:,}, line {part.number:,}", part.content


def _parsed(where: str, content: bytes) -> tuple[str, dict[str, Any]] | Refusal:
    try:
        return where, as_object(parse_json(content), "record")
    except ValueRefused as refused:
        return Refusal(where, str(refused))


def _listed(
    parts: Iterator[tuple[str, bytes]], container: dict[str, Any], names: set[str], depth: int
) -> Iterator[tuple[str, dict[str, Any]] | Refusal]:
    """The records of a list within `depth` objects, and of later fields with one of the names."""
    is_record = True
    for where, content in parts:
        is_object = content.startswith(b"{")
        fields = [] if is_object else _FIELD.findall(content)
        ends = 0 if is_object else _BRACE.findall(content).count(b"}")
        for name, value in fields:
            is_record = name[1:-1].decode(errors="replace") in names
            with suppress(ValueRefused):
                container.setdefault(str(parse_json(name)), parse_json(value))
        if is_record and not fields and not ends:
            yield _parsed(where, content)
        depth = max(0, depth - ends)
    if depth:
        yield Refusal("the end of the file", "The file is not whole.")


def parse_json(content: bytes) -> Any:
    """A JSON value in UTF-8. Raises ValueRefused."""
    if not content:
        raise ValueRefused(f"It is empty or longer than {MAX_RECORD / 1e6:g} MB.")
    try:
        return _DECODER.decode(content.decode("utf-8-sig"))
    except ValueRefused:
        raise
    except RecursionError:
        raise ValueRefused("Its lists and objects are nested too deeply.") from None
    except UnicodeDecodeError as error:
        raise ValueRefused(f"It is not UTF-8 (byte {error.start}).") from None
    except json.JSONDecodeError as error:
        raise ValueRefused(f"This is not JSON (line {error.lineno}: {error.msg}).") from None
    except ValueError:
        # Python limits the digits of a number.
        raise ValueRefused("It holds a number that is too long.") from None


def _refuse_constant(name: str) -> None:
    raise ValueRefused(f"It holds {name}, which is no number of JSON.")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def as_object(value: Any, name: str) -> dict[str, Any]:
    """An object of JSON."""
    if not isinstance(value, dict):
        raise ValueRefused(f"{name}: this is not an object.")
    return value


def as_list(value: Any, name: str) -> list[Any]:
    """A list; a value alone is a list of one, null and what is missing an empty one."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    if len(values) > MAX_VALUES:
        raise ValueRefused(f"{name}: more than {MAX_VALUES:,} values.")
    return values


def as_text(value: Any, name: str) -> str:
    """Text; null and what is missing are ""."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueRefused(f"{name}: this is not text.")
    if "\0" in value:
        raise ValueRefused(f"{name}: the text holds the character NUL.")
    if not value.isprintable() and _UNSTORABLE.search(value):
        raise ValueRefused(f"{name}: the text holds half a surrogate pair.")
    return value


def as_moment(value: Any) -> datetime:
    """A time in ISO 8601; one that names no zone is in UTC."""
    try:
        moment = datetime.fromisoformat(as_text(value, "time"))
    except ValueError:
        raise ValueRefused("This is not a time as in 2021-08-05T12:00:00+00:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def as_extra(value: dict[str, Any]) -> dict[str, Any]:
    """An object that is kept as it is; one that is nested too deeply is refused."""
    level: list[object] = [value]
    for _ in range(MAX_DEPTH):
        level = [child for each in level for child in _children(each)]
        if not level:
            return value
        if any(isinstance(each, float) and not math.isfinite(each) for each in level):
            raise ValueRefused("It holds a number that is too large.")
    raise ValueRefused(f"More than {MAX_DEPTH} lists and objects are within each other.")


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def as_offset(value: Any, name: str) -> int:
    """A number of characters, as the format counts them, that the databases can hold."""
    # A bool is an int as well.
    if type(value) is not int or not 0 <= value < 2**31:
        raise ValueRefused(f"{name}: this is not an offset.")
    return value


def as_span(start: Any, end: Any, name: str) -> tuple[int, int]:
    """Half-open offsets; an empty span is refused."""
    span = as_offset(start, f"{name}, start"), as_offset(end, f"{name}, end")
    if span[0] >= span[1]:
        raise ValueRefused(f"{name}: it ends before it starts.")
    return span
