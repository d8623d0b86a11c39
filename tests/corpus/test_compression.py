import zlib
from pathlib import Path

import pytest

from corpus.compression import compress, decompress

CONTENT = (Path(__file__).parents[2] / "fixtures" / "first_corpus.json").read_bytes()


@pytest.mark.parametrize("size", [100, 1_000, 4_000, 8_192, 30_000, len(CONTENT)])
def test_content_is_the_same_again_and_no_longer_than_zlib_makes_it(size):
    content = CONTENT[:size]

    compressed = compress(content)

    assert decompress(compressed) == content
    assert zlib.decompress(compressed) == content
    assert len(compressed) <= len(zlib.compress(content))


@pytest.mark.parametrize("content", [b"", b"K", b"Kabul"])
def test_a_few_bytes_are_the_same_again(content):
    assert decompress(compress(content)) == content


def test_what_is_said_again_far_below_is_found_in_long_content():
    content = CONTENT[:20_000] * 2

    assert len(compress(content)) <= len(zlib.compress(content))


@pytest.mark.parametrize("level", [1, 6, 9])
def test_streams_of_earlier_releases_are_read(level):
    assert decompress(zlib.compress(CONTENT, level)) == CONTENT
