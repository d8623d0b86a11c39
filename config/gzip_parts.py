"""Pure: a gzip file joined from parts, of which some were compressed before."""

import zlib
from collections.abc import Callable, Iterable
from secrets import randbelow

LEVEL = 6
# RFC 1952: the magic bytes, deflate, a file name follows, no time, no flags, no system.
HEADER = b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xff"
# How far back deflate refers to earlier bytes.
WINDOW = 2**15
# In characters: a shorter part gains less than a part of its own costs.
MIN_PART_LENGTH = 4_000


def deflated(text: str) -> bytes:
    """A part of a file, compressed so that it may stand after and before any others.

    It ends on a byte and refers to nothing before it (RFC 1951, section 3.2.4).
    """
    return _deflate(text.encode(), zlib.Z_FULL_FLUSH)


def gzip_with_parts(
    content: bytes,
    parts: Iterable[str],
    max_random_bytes: int,
    deflate_part: Callable[[str], bytes] = deflated,
) -> bytes:
    """The bytes `content` as a gzip file; `parts` are strings that stand in it, in this order.

    `deflate_part` gives what `deflated` does, and may have it already. A part that is short or
    does not stand there is compressed with the rest. As by Django, the file is named by up to
    `max_random_bytes` letters, so that its length says little about its content.
    """
    pieces = [HEADER, b"a" * randbelow(max_random_bytes), b"\x00"]
    position = 0
    for part in parts:
        part_bytes = part.encode()
        start = content.find(part_bytes, position) if len(part) >= MIN_PART_LENGTH else -1
        if start >= 0:
            pieces += [_between(content, position, start, zlib.Z_FULL_FLUSH), deflate_part(part)]
            position = start + len(part_bytes)
    pieces.append(_between(content, position, len(content), zlib.Z_FINISH))
    pieces.append(zlib.crc32(content).to_bytes(4, "little"))
    pieces.append((len(content) % 2**32).to_bytes(4, "little"))
    return b"".join(pieces)


def _between(content: bytes, start: int, end: int, flush: int) -> bytes:
    """The bytes from `start` to `end`, which may refer to those before them."""
    return _deflate(content[start:end], flush, content[max(0, start - WINDOW) : start])


def _deflate(content: bytes, flush: int, before: bytes = b"") -> bytes:
    compressor = zlib.compressobj(LEVEL, wbits=-zlib.MAX_WBITS, zdict=before)
    return compressor.compress(content) + compressor.flush(flush)
