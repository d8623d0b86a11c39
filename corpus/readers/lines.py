"""Reads the lines of a file as bytes, of any length, with their positions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its line end, or one part of a line that is longer than the limit.

    `number` counts from 1; `start` and `end` are byte positions, half-open. The parts of a long
    line share its number. `is_ended` is false for all parts but the last, and for a last line of a
    file without a line end.
    """

    content: bytes
    number: int
    start: int
    end: int
    is_ended: bool


def read_lines(
    file: BinaryIO, start: int, number: int, limit: int, newline: bytes = b"\n"
) -> Iterator[Line]:
    """Yield the lines from the byte position `start` on; the first has the number `number`.

    `newline` is LF in the file's encoding; it ends a line only at a multiple of its own length
    from `start`. Parts of a longer line have at least `limit` bytes.
    """
    file.seek(start)
    while content := _line(file, limit, newline):
        end = start + len(content)
        is_ended = _is_ended(content, newline)
        yield Line(content, number, start, end, is_ended)
        start = end
        number += is_ended


def whole_lines(parts: Iterator[Line], limit: int) -> Iterator[Line]:
    """Yield each line once; a line that reaches the limit is yielded empty, after its end."""
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
    """Return the number of the line that begins at `position`, where line 1 begins at `start`.

    With a one-byte `newline` only line ends are counted: a gigabyte takes half a second.
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


def _line(file: BinaryIO, limit: int, newline: bytes) -> bytes:
    width = len(newline)
    if width == 1:
        return file.readline(limit)
    content = bytearray()
    while len(content) < limit:
        piece = file.readline(limit - len(content))
        # Complete a little-endian line end, of which only the first byte has been read.
        content += piece + file.read(-(len(content) + len(piece)) % width)
        if not piece or _is_ended(content, newline):
            break
    return bytes(content)


def _is_ended(content: bytes | bytearray, newline: bytes) -> bool:
    return content.endswith(newline) and len(content) % len(newline) == 0
