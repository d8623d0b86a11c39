"""Pure: a gzip file joined from parts, of which some were compressed before."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from secrets import randbelow

LEVEL = 6
# Of files that are made while they are sent, such as exports. Level 6 takes three times as long for
# an eighth fewer bytes, which pays only below about 25 Mbit/s.
STREAM_LEVEL = 1
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
    pieces: Sequence[tuple[str, bytes]],
    max_random_bytes: int,
    deflate_part: Callable[[str], bytes] = deflated,
) -> bytes:
    """The joined pieces, each as text and as its UTF-8 bytes, as a gzip file.

    Every second piece is a part: `deflate_part` gives what `deflated` does, and may have it
    already. A short part is compressed with the rest. As by Django, the file is named by up to
    `max_random_bytes` letters, so that its length says little about its content.
    """
    file = [HEADER, b"a" * randbelow(max_random_bytes), b"\x00"]
    digest = length = 0
    before = between = b""
    for number, (piece, piece_bytes) in enumerate(pieces):
        digest = zlib.crc32(piece_bytes, digest)
        length += len(piece_bytes)
        if number % 2 and len(piece) >= MIN_PART_LENGTH:
            file += [_deflate(between, zlib.Z_FULL_FLUSH, before), deflate_part(piece)]
            before = _last(before, between, piece_bytes)
            between = b""
        else:
            between += piece_bytes
    file.append(_deflate(between, zlib.Z_FINISH, before))
    file.append(digest.to_bytes(4, "little"))
    file.append((length % 2**32).to_bytes(4, "little"))
    return b"".join(file)


def gzip_stream(parts: Iterable[bytes], max_random_bytes: int) -> Iterator[bytes]:
    """The parts of a file of any length as a gzip file, named as by `gzip_with_parts`."""
    yield b"".join([HEADER, b"a" * randbelow(max_random_bytes), b"\x00"])
    compressor = zlib.compressobj(STREAM_LEVEL, wbits=-zlib.MAX_WBITS)
    digest = length = 0
    for part in parts:
        digest = zlib.crc32(part, digest)
        length += len(part)
        if compressed := compressor.compress(part):
            yield compressed
    yield compressor.flush() + digest.to_bytes(4, "little") + (length % 2**32).to_bytes(4, "little")


def _last(*pieces: bytes) -> bytes:
    """The last bytes of joined pieces, as many as deflate refers to."""
    return b"".join([piece[-WINDOW:] for piece in pieces])[-WINDOW:]


def _deflate(content: bytes, flush: int, before: bytes = b"") -> bytes:
    """The bytes compressed; they may refer to those `before` them."""
    compressor = zlib.compressobj(LEVEL, wbits=-zlib.MAX_WBITS, zdict=before)
    return compressor.compress(content) + compressor.flush(flush)
