"""How the value of a column is written in an archive, and how it is read back.

Times are UTC with microseconds, bytes are base64, names of rows are lists of words.
"""

import binascii
import json
import math
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import models

# The largest number that both databases hold, by the type of the column.
LARGEST = {
    "SmallIntegerField": 2**15 - 1,
    "IntegerField": 2**31 - 1,
    "BigIntegerField": 2**63 - 1,
}


@dataclass(frozen=True)
class ValueKind:
    """`write` gives what JSON holds of a value; `read` takes it back, and raises ValueError."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def value_kind(field):
    """The ValueKind of a field; None stays None where the field may be empty."""
    kind = _kind_of(field)

    def write(value):
        return None if value is None else kind.write(value)

    def read(value):
        if value is None:
            if field.null:
                return None
            raise ValueError("must not be null")
        return kind.read(value)

    return ValueKind(write, read)


def _kind_of(field):
    target = field.target_field if field.remote_field else field
    for field_class, make in KINDS.items():
        if isinstance(target, field_class):
            return make(target)
    raise TypeError(f"{field} has a type that archives do not know yet: add it to KINDS.")


def _same(value):
    return value


def _moments(_):
    return ValueKind(lambda value: moment_text(value), _read_moment)


def moment_text(value):
    """A time as `2026-01-02T03:04:05.000006Z`."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _read_moment(value):
    moment = datetime.fromisoformat(_text(value))
    if moment_text(moment) != value:
        raise ValueError("must be a time in UTC with microseconds")
    return moment


def _days(_):
    return ValueKind(date.isoformat, lambda value: date.fromisoformat(_text(value)))


def _booleans(_):
    def read(value):
        if not isinstance(value, bool):
            raise ValueError("must be true or false")
        return value

    return ValueKind(_same, read)


def _numbers(field):
    if isinstance(field, models.AutoField):
        # Keys are what both databases hold of them; those of third parties are smaller.
        least, largest = 1, LARGEST["BigIntegerField"]
        if not isinstance(field, models.BigAutoField):
            largest = LARGEST["IntegerField"]
    else:
        words = field.get_internal_type()
        least = 0 if words.startswith("Positive") else -(2**63)
        largest = LARGEST[words.removeprefix("Positive")]

    def read(value):
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError("must be a whole number")
        if not least <= value <= largest:
            raise ValueError(f"must be from {least} to {largest}")
        return value

    return ValueKind(_same, read)


def _floats(_):
    def read(value):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError("must be a number")
        if not math.isfinite(value):
            raise ValueError("must be finite")
        return float(value)

    return ValueKind(_same, read)


def _texts(field):
    def read(value):
        text = _text(value)
        if field.max_length is not None and len(text) > field.max_length:
            raise ValueError(f"has {len(text):,} characters; the limit is {field.max_length:,}")
        return text

    return ValueKind(_same, read)


def _text(value):
    if not isinstance(value, str):
        raise ValueError("must be a text")
    if "\0" in value:
        raise ValueError("holds a null character")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("holds half a character (a lone surrogate)") from error
    return value


def _uuids(_):
    def read(value):
        if str(UUID(_text(value))) != value:
            raise ValueError("must be a UUID in lower case")
        return UUID(value)

    return ValueKind(str, read)


def _json_values(_):
    def read(value):
        # PostgreSQL refuses both in a document.
        _text(json.dumps(value, ensure_ascii=False))
        if "\\u0000" in json.dumps(value):
            raise ValueError("holds a null character")
        return value

    # PostgreSQL keeps no order of the keys.
    return ValueKind(lambda value: json.loads(json.dumps(value, sort_keys=True)), read)


def _bytes(_):
    def read(value):
        try:
            return b64decode(_text(value), validate=True)
        except binascii.Error as error:
            raise ValueError("must be base64") from error

    return ValueKind(lambda value: b64encode(bytes(value)).decode(), read)


# A class comes before those it is made of: a time is a day for Django.
KINDS = {
    models.DateTimeField: _moments,
    models.DateField: _days,
    models.BooleanField: _booleans,
    models.IntegerField: _numbers,
    models.FloatField: _floats,
    models.CharField: _texts,
    models.TextField: _texts,
    models.UUIDField: _uuids,
    models.JSONField: _json_values,
    models.BinaryField: _bytes,
}
