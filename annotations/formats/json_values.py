"""Pure: JSON of other programs, read with limits, and fields of a known type."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from corpus.readers.limits import MAX_RECORD
from corpus.readers.lines import read_lines, whole_lines

# Tags, people, claims or pieces of one annotation; annotations of one document.
MAX_VALUES = 10_000


class ValueRefused(ValueError):
    """A field has no usable value; the message names it."""


def read_json_lines(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """(name of the line, its bytes) of each line that is not empty; b"" is one too long."""
    for line in whole_lines(read_lines(file, 0, 1, MAX_RECORD), MAX_RECORD):
        if not line.content or not line.content.isspace():
            yield f"line {line.number}", line.content


def parse_json(content: bytes) -> Any:
    """A JSON value in UTF-8. Raises ValueRefused."""
    if not content:
        raise ValueRefused(f"It is empty or longer than {MAX_RECORD / 1e6:g} MB.")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except RecursionError:
        raise ValueRefused("Its lists and objects are nested too deeply.") from None
    except UnicodeDecodeError as error:
        raise ValueRefused(f"It is not UTF-8 (byte {error.start}).") from None
    except json.JSONDecodeError as error:
        raise ValueRefused(f"This is not JSON (line {error.lineno}: {error.msg}).") from None
    except ValueError:
        # Python limits the digits of a number.
        raise ValueRefused("It holds a number that is too long.") from None


def as_object(value: Any, name: str) -> dict[str, Any]:
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
    return value


def as_offset(value: Any, name: str) -> int:
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
