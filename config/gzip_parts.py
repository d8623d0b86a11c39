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


def deflated(text: str, last_part: str = "", gap: int = 0) -> bytes:
    """A part of a file, compressed so that it may stand before any others.

    It ends on a byte (RFC 1951, section 3.2.4) and refers to nothing before it but `last_part`,
    which must end `gap` bytes before: cards repeat the words and ids of the text. What stands
    between, such as the token of a form, may be other words of as many bytes.
    """
    # Zeros take the place of what stands between. A text without them cannot refer to these.
    is_alone = not last_part or gap >= WINDOW or "\0" in text
    before = b"" if is_alone else _last(last_part[-WINDOW:].encode(), bytes(gap))
    return _deflate(text.encode(), zlib.Z_FULL_FLUSH, before)


def gzip_with_parts(
    pieces: Sequence[tuple[str, bytes]],
    max_random_bytes: int,
    deflate_part: Callable[[str, str, int], bytes] = deflated,
) -> bytes:
    """The joined pieces, each as text and as its UTF-8 bytes, as a gzip file.

    Every second piece is a part: `deflate_part` gives what `deflated` does, and may have it
    already. A short part is compressed with the rest. As by Django, the file is named by up to
    `max_random_bytes` letters, so that its length says little about its content.
    """
    file = [HEADER, b"a" * randbelow(max_random_bytes), b"\x00"]
    digest = length = 0
    before = between = b""
    last_part = ""
    for number, (piece, piece_bytes) in enumerate(pieces):
        digest = zlib.crc32(piece_bytes, digest)
        length += len(piece_bytes)
        if number % 2 and len(piece) >= MIN_PART_LENGTH:
            gap = len(between) if last_part else 0
            part = deflate_part(piece, last_part, gap)
            file += [_deflate(between, zlib.Z_FULL_FLUSH, before), part]
            before = _last(before, between, piece_bytes)
            between, last_part = b"", piece
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
