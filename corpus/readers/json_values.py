"""Finds the objects of a JSON list, or of JSON written over several lines, without parsing them."""

import re
import sys
from collections.abc import Iterator
from typing import BinaryIO

from corpus.readers.lines import CHUNK_BYTES, Line

_OUTSIDE_STRING = re.compile(rb'["{}\[\]]')
_IN_STRING = re.compile(rb'["\\]')
# What may stand between the objects of a list.
_BETWEEN = b" \t\r\n,[]"
# Bytes of anything else that a message is about.
_MAX_STRAY_BYTES = 200


def split_objects(
    file: BinaryIO, start: int, number: int, limit: int, stop: int = sys.maxsize
) -> Iterator[Line]:
    """Yield each outermost object between the bytes `start` and `stop`, which are outside of all.

    `number` is the line of `start`. An object of more than `limit` bytes is yielded empty. What
    is neither an object nor a separator is yielded too. `is_ended` is false for an object that
    the file cuts off.
    """
    file.seek(start)
    depth, in_string, skipped = 0, False, 0
    content, begin, begin_number = bytearray(), start, number
    while chunk := file.read(min(CHUNK_BYTES, stop - start)):
        at, taken, counted = skipped, 0, 0
        skipped = 0
        while match := (_IN_STRING if in_string else _OUTSIDE_STRING).search(chunk, at):
            at, sign = match.end(), match[0]
            if sign == b"\\":
                at += 1
            elif sign == b'"':
                in_string = not in_string
            elif sign == b"{" and not depth:
                content += chunk[taken : at - 1]
                yield from _stray(content, begin_number, begin, start + at - 1)
                number += chunk.count(b"\n", counted, at)
                taken, counted, begin, begin_number = at - 1, at, start + at - 1, number
                content.clear()
                depth = 1
            elif depth:
                depth += 1 if sign in b"{[" else -1
                if not depth:
                    _extend(content, chunk[taken:at], limit)
                    end = start + at
                    yield Line(
                        b"" if len(content) > limit else bytes(content),
                        begin_number,
                        begin,
                        end,
                        True,
                    )
                    content.clear()
                    number += chunk.count(b"\n", counted, at)
                    taken, counted, begin, begin_number = at, at, end, number
        _extend(content, chunk[taken:], limit if depth else _MAX_STRAY_BYTES)
        skipped = max(0, at - len(chunk))
        number += chunk.count(b"\n", counted)
        start += len(chunk)
    if depth:
        whole = b"" if len(content) > limit else bytes(content)
        yield Line(whole, begin_number, begin, start, False)
    else:
        yield from _stray(content, begin_number, begin, start)


def _extend(content: bytearray, piece: bytes, limit: int) -> None:
    """Add a piece to the content, of which one byte more than the limit is enough."""
    content += piece[: max(0, limit + 1 - len(content))]


def _stray(content: bytearray, number: int, start: int, end: int) -> Iterator[Line]:
    if stray := bytes(content).strip(_BETWEEN)[:_MAX_STRAY_BYTES]:
        yield Line(stray, number, start, end, True)
