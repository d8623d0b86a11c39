"""The lines of a file as bytes, with their positions, however long they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its line end, or one part of a line that is longer than the limit.

    `number` counts from 1, `end` is the position behind it. The parts of a long line have one
    number; all but the last are not `is_ended`, and neither is a file's last line that lacks its
    line end.
    """

    content: bytes
    number: int
    start: int
    end: int
    is_ended: bool


def read_lines(
    file: BinaryIO, start: int, number: int, limit: int, newline: bytes = b"\n"
) -> Iterator[Line]:
    """The lines from the position `start` on, the first of which has that number.

    `newline` is LF in the file's encoding: it ends a line where it stands at a whole number of
    its own length from `start`. A part is at least `limit` bytes long.
    """
    file.seek(start)
    while content := _line(file, limit, newline):
        end = start + len(content)
        is_ended = _is_ended(content, newline)
        yield Line(content, number, start, end, is_ended)
        start = end
        number += is_ended


def whole_lines(parts: Iterator[Line], limit: int) -> Iterator[Line]:
    """The lines of `lines`; one that reaches the limit comes once, when it is past, and empty."""
    first = None
    for part in parts:
        if first is None and len(part.content) < limit:
            yield part
            continue
        first = first or part
        end = part.end
        if part.is_ended:
            yield Line(b"", first.number, first.start, end, True)
            first = None
    if first:
        yield Line(b"", first.number, first.start, end, False)


def line_number_at(file: BinaryIO, start: int, position: int, newline: bytes = b"\n") -> int:
    """The number of the line that begins at `position`, where line 1 begins at `start`.

    One byte: the line ends are counted without a look at anything else, a gigabyte in half a
    second.
    """
    if len(newline) > 1:
        number = 1
        for line in read_lines(file, start, 1, CHUNK_BYTES, newline):
            if line.end > position:
                break
            number = line.number + line.is_ended
        return number
    file.seek(start)
    number, remaining = 1, position - start
    while remaining > 0 and (chunk := file.read(min(remaining, CHUNK_BYTES))):
        number += chunk.count(newline)
        remaining -= len(chunk)
    return number


def _line(file, limit, newline):
    width = len(newline)
    if width == 1:
        return file.readline(limit)
    content = bytearray()
    while len(content) < limit:
        piece = file.readline(limit - len(content))
        # Of a line end in little-endian only the first byte has been read.
        content += piece + file.read(-(len(content) + len(piece)) % width)
        if not piece or _is_ended(content, newline):
            break
    return bytes(content)


def _is_ended(content, newline):
    return content.endswith(newline) and len(content) % len(newline) == 0
