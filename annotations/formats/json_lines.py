"""Pure: our own format of annotations, JSON Lines in UTF-8, without loss.

The first line is `{"twosource": "annotations", "version": 1}`. Each further line is an object:

- `{"article": {…}, "tags": […]}` is an Entry: its Document, and the Codes that are new in it.
- `{"passage": {…}}` is an Annotation of the article above it.

The names of fields are those of `record`; a field with its default value is left out. Dates are
ISO 8601 as precise as they are known (`2021-08`), times ISO 8601, UTC if they name no zone.
A line with an unknown field is refused, so that nothing is dropped silently.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, BinaryIO, cast

from annotations.formats.json_values import ValueRefused, as_extra, as_moment, parse_json
from annotations.formats.record import (
    Annotation,
    Code,
    Document,
    Entry,
    FormatError,
    LinkedClaim,
    LinkedPerson,
    OffsetRule,
    Piece,
    Refusal,
    Unit,
)
from corpus.dates import ImpreciseDate, parse
from corpus.readers.limits import MAX_RECORD
from corpus.readers.lines import Line, read_lines, whole_lines

VERSION = 1
HEADER = {"twosource": "annotations", "version": VERSION}
# Annotations of one Entry: an article with more of them is read as several.
MAX_ANNOTATIONS = 1_000

Read = Callable[[Any], Any]


def dumps(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the lines of the file, one for each Entry and one for each Annotation."""
    yield _line_of(HEADER)
    for entry in entries:
        tags = {"tags": [_plain(code) for code in entry.codes]} if entry.codes else {}
        yield _line_of({"article": _plain(entry.document), **tags})
        for annotation in entry.annotations:
            yield _line_of({"passage": _plain(annotation)})


def loads(file: BinaryIO) -> Iterator[Entry | Refusal]:
    """Yield the Entries, and a Refusal for each line that cannot be read.

    Passages of a refused article are refused. Raises FormatError without our first line, and
    for a file of a newer version.
    """
    lines = whole_lines(read_lines(file, 0, 1, MAX_RECORD), MAX_RECORD)
    _check_header(next(lines, None))
    entry: Entry | None = None
    annotations: list[Annotation] = []
    for line in lines:
        if line.content.isspace():
            continue
        try:
            record = _record(line)
            if isinstance(record, Annotation) and entry is None:
                raise ValueRefused("There is no article above this passage, or it was refused.")
        except ValueRefused as refused:
            yield Refusal(f"line {line.number}", str(refused))
            if b'"passage"' in line.content[:20]:
                continue
            record = None
        if isinstance(record, Annotation) and len(annotations) < MAX_ANNOTATIONS:
            annotations.append(record)
            continue
        if entry:
            yield replace(entry, annotations=tuple(annotations))
        if isinstance(record, Annotation) and entry:
            entry, annotations = Entry(replace(entry.document, text=None)), [record]
        else:
            entry, annotations = cast("Entry | None", record), []
    if entry:
        yield replace(entry, annotations=tuple(annotations))


def _check_header(line: Line | None) -> None:
    try:
        header = _object(line) if line else {}
    except ValueRefused:
        header = {}
    if header.get("twosource") != HEADER["twosource"]:
        raise FormatError("line 1: this is not a file of annotations by Twosource.")
    if type(header.get("version")) is not int or header["version"] < 1:
        raise FormatError("line 1: the version is not a number.")
    if header["version"] > VERSION:
        raise FormatError(
            f"line 1: a newer release wrote this file (version {header['version']}; this release "
            f"reads version {VERSION})."
        )


def _record(line: Line) -> Entry | Annotation:
    values = _object(line)
    if values.keys() == {"passage"}:
        return cast(Annotation, _read(Annotation)(values["passage"]))
    if values.keys() in ({"article"}, {"article", "tags"}):
        return Entry(
            _read(Document)(values["article"]), codes=_many(_read(Code))(values.get("tags", []))
        )
    raise ValueRefused("This is neither an article nor a passage.")


def _object(line: Line) -> dict[str, Any]:
    if not line.content:
        raise ValueRefused(f"The line is longer than {MAX_RECORD / 1e6:g} MB.")
    values = parse_json(line.content)
    if not isinstance(values, dict):
        raise ValueRefused("This is not an object.")
    return values


def _line_of(values: dict[str, Any]) -> bytes:
    line = json.dumps(values, ensure_ascii=False) + "\n"
    try:
        return line.encode()
    except UnicodeEncodeError:
        # Half a surrogate pair, which UTF-8 cannot hold, is escaped.
        return (json.dumps(values) + "\n").encode()


def _plain(value: object) -> Any:
    """A value of `record` as JSON; fields with their defaults are left out."""
    if isinstance(value, (ImpreciseDate, datetime)):
        return value.isoformat()
    if is_dataclass(value):
        values = {each: getattr(value, each.name) for each in fields(value)}
        return {
            each.name: _plain(its_value)
            for each, its_value in values.items()
            if its_value != _default(each)
        }
    return list(map(_plain, value)) if isinstance(value, tuple) else value


def _default(each: "Field[Any]") -> object:
    return each.default_factory() if each.default_factory is not MISSING else each.default


def _read(cls: Hashable) -> Read:
    """The function that makes a `cls` of a JSON object."""

    def read(values: object) -> object:
        if not isinstance(values, dict):
            raise ValueRefused("This is not an object.")
        readers, required = _fields_of(cls)
        if unknown := values.keys() - readers.keys():
            raise ValueRefused(f"It has the unknown field “{min(unknown)[:60]}”.")
        if missing := required - values.keys():
            raise ValueRefused(f"It has no “{min(missing)}”.")
        arguments = {}
        for name, value in values.items():
            try:
                arguments[name] = readers[name](value)
            except ValueRefused as refused:
                raise ValueRefused(f"{name}: {refused}") from None
        return cast("Callable[..., object]", cls)(**arguments)

    return read


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueRefused("This is not text.")
    return value


def _number(value: object) -> int:
    # A bool is an int as well.
    if type(value) is not int:
        raise ValueRefused("This is not a whole number.")
    return value


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueRefused("This is not true or false.")
    return value


def _date(value: object) -> ImpreciseDate:
    try:
        return parse(_text(value))
    except ValueError as error:
        raise ValueRefused(str(error)) from None


def _unit(value: object) -> Unit:
    try:
        return Unit(_text(value))
    except ValueError:
        raise ValueRefused(f"This is none of: {', '.join(Unit)}.") from None


def _extra(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueRefused("This is not an object.")
    return as_extra(value)


def _optional(read: Read) -> Read:
    return lambda value: None if value is None else read(value)


def _many(read: Read) -> Read:
    def read_all(values: object) -> tuple[Any, ...]:
        if not isinstance(values, list):
            raise ValueRefused("This is not a list.")
        return tuple(map(read, values))

    return read_all


_FIELDS: dict[type, dict[str, Read]] = {
    Document: {"text": _optional(_text), "published": _optional(_date), "extra": _extra},
    Code: {"hue": _optional(_number)},
    Piece: {"start": _optional(_number), "end": _optional(_number)},
    LinkedPerson: {},
    LinkedClaim: {"said": _optional(_date)},
    OffsetRule: {"unit": _unit, "counts_crlf": _boolean, "counts_bom": _boolean},
    Annotation: {
        "pieces": _many(_read(Piece)),
        "rule": _read(OffsetRule),
        "revision": _optional(_number),
        "tags": _many(_text),
        "people": _many(_read(LinkedPerson)),
        "claims": _many(_read(LinkedClaim)),
        "created_at": _optional(as_moment),
        "edited_at": _optional(as_moment),
        "extra": _extra,
    },
}


@cache
def _fields_of(cls: Hashable) -> tuple[dict[str, Read], frozenset[str]]:
    """The reader of each field of a class of `record`, and the names that must be there."""
    readers = {
        each.name: _FIELDS[cast(type, cls)].get(each.name, _text) for each in fields(cast(Any, cls))
    }
    required = (each.name for each in fields(cast(Any, cls)) if _default(each) is MISSING)
    return readers, frozenset(required)
