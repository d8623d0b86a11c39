"""Pure: bytes as the database keeps them, a zlib stream."""

import zlib

# Bytes that fit a window of 2**13, and so need no larger one.
MAX_SMALL = 2**13
SMALL_WINDOW = 13
SMALL_MEMORY = 8

decompress = zlib.decompress


def compress(content: bytes) -> bytes:
    """Return the zlib stream of some bytes.

    For a typical article, to set up the tables for large contents takes a third of the time; the
    stream is as short with smaller ones.
    """
    if len(content) > MAX_SMALL:
        return zlib.compress(content)
    level = zlib.Z_DEFAULT_COMPRESSION
    stream = zlib.compressobj(level, zlib.DEFLATED, SMALL_WINDOW, SMALL_MEMORY)
    return stream.compress(content) + stream.flush()
