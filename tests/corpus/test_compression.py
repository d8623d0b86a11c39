import random
import zlib

import pytest

from corpus.compression import MAX_SMALL, compress, decompress


@pytest.mark.parametrize("size", [0, 1, MAX_SMALL - 1, MAX_SMALL, MAX_SMALL + 1, 100_000])
def test_content_is_the_same_again_and_as_short_as_with_large_tables(size):
    words = random.Random(1).choices(
        [b"Kabul ", b"said ", b"the ", b"\xd0\xbc\xd0\xb8\xd1\x80 "], k=size
    )
    content = b"".join(words)[:size]

    compressed = compress(content)

    assert decompress(compressed) == content
    assert len(compressed) <= len(zlib.compress(content)) * 1.01


def test_what_is_said_again_far_below_is_found_in_long_content():
    block = random.Random(1).randbytes(20_000)

    assert len(compress(block * 2)) == len(zlib.compress(block * 2))
