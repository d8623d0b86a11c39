import gzip
import zlib

import pytest

from config.gzip_parts import MIN_PART_LENGTH, deflated, gzip_with_parts

LONG = "".join(f"<p>{number}: Kabul, “said” the spokesman</p>" for number in range(300))
OTHER = "".join(f"<li>{number} Герат</li>" for number in range(400))


def page(*parts):
    """The pieces of a page with these parts."""
    pieces = ["<main>"]
    for part in parts:
        pieces += [part, "</p><form>Kabul</form>"]
    return [(piece, piece.encode()) for piece in pieces]


def content_of(pieces):
    return b"".join([piece_bytes for _, piece_bytes in pieces])


@pytest.mark.parametrize(
    "parts",
    [(LONG, OTHER), (LONG,), (OTHER, LONG), (LONG, LONG), (), ("short", ""), ("short", OTHER)],
)
def test_the_file_holds_the_content_of_long_and_short_parts(parts):
    pieces = page(*parts)

    assert gzip.decompress(gzip_with_parts(pieces, 100)) == content_of(pieces)


def test_the_file_of_no_pieces_is_empty():
    assert gzip.decompress(gzip_with_parts([], 100)) == b""


def test_a_part_that_was_compressed_before_is_not_compressed_again():
    compressed_parts = {LONG: deflated(LONG)}

    file = gzip_with_parts(page(LONG, "Kabul"), 1, lambda part, *_: compressed_parts[part])

    assert compressed_parts[LONG] in file
    assert gzip.decompress(file) == content_of(page(LONG, "Kabul"))


def test_a_short_part_is_compressed_with_the_rest():
    words = "k" * (MIN_PART_LENGTH - 1)

    file = gzip_with_parts(page(words), 1, {}.__getitem__)

    assert gzip.decompress(file) == content_of(page(words))


def test_a_part_refers_to_the_words_of_the_one_before_it():
    words_of_cards = LONG[5_000:10_000]

    def size_after(part):
        return len(gzip_with_parts(page(part, words_of_cards), 1))

    assert size_after(LONG) - len(deflated(LONG)) < len(deflated(words_of_cards)) / 2
    file = gzip_with_parts(page(LONG, words_of_cards), 1)
    assert gzip.decompress(file) == content_of(page(LONG, words_of_cards))


def test_parts_are_asked_for_alike_whatever_stands_between_them():
    """A token is another in each response."""

    def requests_with(token):
        pieces = page(LONG, OTHER)
        pieces[0] = pieces[2] = token, token.encode()
        requests = []

        def deflate_part(*part):
            requests.append(part)
            return deflated(*part)

        assert gzip.decompress(gzip_with_parts(pieces, 1, deflate_part)) == content_of(pieces)
        return requests

    assert requests_with("k3f9") == requests_with("9f3k") == [(LONG, "", 0), (OTHER, LONG, 4)]


@pytest.mark.parametrize("between", ["", "\0" * 300, "k" * (2**15 - 1), "k" * 2**15])
@pytest.mark.parametrize("part", [LONG, "\0" * MIN_PART_LENGTH + LONG])
def test_a_part_is_whole_after_any_words(between, part):
    pieces = page(LONG, part)
    pieces[2] = between, between.encode()

    assert gzip.decompress(gzip_with_parts(pieces, 1)) == content_of(pieces)


def test_words_after_a_part_refer_to_those_in_it():
    def after(part):
        return [*page(part)[:2], (LONG, LONG.encode())]

    repeated, other = after(LONG), after(LONG[::-1])

    assert len(gzip_with_parts(repeated, 1)) < len(gzip_with_parts(other, 1)) * 0.8


def test_words_after_several_parts_refer_to_those_before_the_last():
    """The window reaches back over a part that is shorter than it."""
    short = OTHER[:MIN_PART_LENGTH]

    def after(before):
        return [*page(before, short)[:4], (LONG, LONG.encode())]

    repeated, other = after(LONG), after(LONG[::-1])

    assert gzip.decompress(gzip_with_parts(repeated, 1)) == content_of(repeated)
    assert len(gzip_with_parts(repeated, 1)) < len(gzip_with_parts(other, 1)) * 0.8


def test_the_file_is_read_in_one_pass_and_ends_with_its_digest():
    reader = zlib.decompressobj(wbits=31)

    content = reader.decompress(gzip_with_parts(page(LONG, OTHER), 100))

    assert (content, reader.eof, reader.unused_data) == (
        content_of(page(LONG, OTHER)),
        True,
        b"",
    )


def test_the_name_varies_in_length_within_its_bound():
    lengths = {gzip_with_parts([], 4).index(0, 10) - 10 for _ in range(200)}

    assert lengths == {0, 1, 2, 3}
