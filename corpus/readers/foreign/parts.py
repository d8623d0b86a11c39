"""What readers of foreign files yield, and how it is sent from one process to another."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import BinaryIO

from corpus.page_numbers import MAX_LABEL_LENGTH, Pages
from corpus.readers.extraction import LeftOut

# Bytes of a document that is read at once: it is kept as a snapshot, so it must fit into memory.
MAX_DOCUMENT = 64_000_000
# Bytes of the text and facts of one part as JSON.
_MAX_HEADER = 24_000_000
# Of parts that stand in each other more often than a parser can follow.
TOO_DEEP = "It is nested too deeply to be read."


class NotReadable(ValueError):
    """A file, or the rest of it, cannot be read; the message is for an editor."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a file holds: an article or, if `is_file`, a file.

    `values` are those of an article by the names of our fields; `remarks` are sentences about it
    for an editor, `left_out` and `pages` are as in ImportedRecord. `name` is that of the file, or
    of a part that has one; `number` counts parts of one kind from 1. `content` are its bytes and
    `media_type` says what they are; an article without is the whole file. A part that cannot be
    read has a `refusal` and nothing else. Reading goes on behind it at `position`; parts of one
    position belong together, as a mail and its attachments do.
    """

    position: int = 1
    values: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    pages: Pages = ()
    name: str = ""
    number: int | None = None
    content: bytes = b""
    media_type: str = ""
    is_file: bool = False
    refusal: str = ""


Parts = Iterator[Part]


def send(output: BinaryIO, part: Part) -> None:
    """Write a part: a line of JSON, then the bytes of its content."""
    header = {each.name: getattr(part, each.name) for each in fields(part)}
    header["left_out"] = [each.stored for each in part.left_out]
    header["size"] = len(header.pop("content"))
    # Half a surrogate pair passes as an escape; `corpus.text.normalise` refuses it later.
    output.write(json.dumps(header).encode("ascii") + b"\n" + part.content)
    output.flush()


def receive(stream: BinaryIO) -> Part | None:
    """Return the next part that was sent, None at the end.

    Raises ValueError for what is no part: it was cut off, or its sender writes something else.
    """
    line = stream.readline(_MAX_HEADER)
    if not line:
        return None
    try:
        header = json.loads(line)
        size = int(header.pop("size"))
        part = Part(
            position=int(header["position"]),
            values={str(key): str(value) for key, value in header["values"].items()},
            remarks=tuple(map(str, header["remarks"])),
            left_out=tuple(_left_out(block) for block in header["left_out"]),
            pages=_pages(header["pages"]),
            name=str(header["name"]),
            number=header["number"] and int(header["number"]),
            media_type=str(header["media_type"]),
            is_file=bool(header["is_file"]),
            refusal=str(header["refusal"]),
        )
    except (AttributeError, LookupError, RecursionError, TypeError) as error:
        raise ValueError("It is not a part.") from error
    if not 0 <= size <= MAX_DOCUMENT:
        raise ValueError(f"It has {size} bytes.")
    content = stream.read(size)
    if len(content) < size:
        raise ValueError("Its bytes were cut off.")
    return replace(part, content=content)


def _left_out(values: list[object]) -> LeftOut:
    before, text, after, *is_struck = values
    return LeftOut(str(before), str(text), str(after), bool(is_struck))


def _pages(pairs: list[list[object]]) -> Pages:
    """Return pages that were sent; those that do not ascend are none."""
    pages = tuple((int(str(start)), str(label)[:MAX_LABEL_LENGTH]) for start, label in pairs)
    starts = [start for start, _ in pages]
    return pages if starts == sorted(set(starts)) and min(starts, default=0) >= 0 else ()
