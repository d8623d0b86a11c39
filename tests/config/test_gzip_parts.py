import gzip
import zlib

import pytest

from config.gzip_parts import MIN_PART_LENGTH, deflated, gzip_with_parts

LONG = "".join(f"<p>{number}: Kabul, “said” the spokesman</p>" for number in range(300))
OTHER = "".join(f"<li>{number} Герат</li>" for number in range(400))


def page(*parts):
    return ("<main>" + "</p><form>Kabul</form>".join(parts) + "</main>").encode()


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (page(LONG, OTHER), (LONG, OTHER)),
        (page(LONG), (LONG, OTHER)),
        (page(LONG, OTHER), (OTHER, LONG)),
        (page(LONG, LONG), (LONG, LONG)),
        (page(LONG), ()),
        (LONG.encode(), (LONG,)),
        (page("short"), ("short", "")),
        (b"", (LONG,)),
    ],
)
def test_the_file_holds_the_content_wherever_parts_stand(content, parts):
    assert gzip.decompress(gzip_with_parts(content, parts, 100)) == content


def test_a_part_that_was_compressed_before_is_not_compressed_again():
    compressed_parts = {LONG: deflated(LONG)}

    file = gzip_with_parts(page(LONG, "Kabul"), [LONG], 1, compressed_parts.__getitem__)

    assert compressed_parts[LONG] in file
    assert gzip.decompress(file) == page(LONG, "Kabul")


def test_a_short_part_is_compressed_with_the_rest():
    words = "k" * (MIN_PART_LENGTH - 1)

    file = gzip_with_parts(page(words), [words], 1, {}.__getitem__)

    assert gzip.decompress(file) == page(words)


def test_words_after_a_part_refer_to_those_in_it():
    repeated, other = page(LONG, LONG), page(LONG, LONG[::-1])

    assert len(gzip_with_parts(repeated, [LONG], 1)) < len(gzip_with_parts(other, [LONG], 1)) * 0.8


def test_the_file_is_read_in_one_pass_and_ends_with_its_digest():
    reader = zlib.decompressobj(wbits=31)

    content = reader.decompress(gzip_with_parts(page(LONG, OTHER), [LONG, OTHER], 100))

    assert (content, reader.eof, reader.unused_data) == (page(LONG, OTHER), True, b"")


def test_the_name_varies_in_length_within_its_bound():
    lengths = {gzip_with_parts(b"", [], 4).index(0, 10) - 10 for _ in range(200)}

    assert lengths == {0, 1, 2, 3}
