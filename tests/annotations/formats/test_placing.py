"""Where annotations of a file stand in a text: the words decide, an offset is a hint."""

from annotations.formats.placing import BY_QUOTE, EXACT, NotPlaced, Placed, place_all
from annotations.formats.record import Annotation, Piece

TEXT = "At dawn. In Kabul,\n\n nothing. In Kabul, nothing."
FLAT = "In Kabul, nothing."


def placed(start, end, quote, text=TEXT, raw=None):
    [place] = place_all([Annotation((Piece(start, end, quote),))], text, raw)
    return place


def test_words_whose_line_break_the_file_has_as_one_space_stand_at_their_offset():
    start = TEXT.index(FLAT[:9])

    assert placed(start, start + len(FLAT), FLAT) == Placed(((start, start + 20),), EXACT)


def test_beside_their_offset_nothing_tells_where_of_two_places():
    start = TEXT.index(FLAT[:9]) + 1

    why = "Its words stand 2 times in the text, and nothing tells where."
    assert placed(start, start + len(FLAT), FLAT) == NotPlaced(why)


def test_no_place_ends_beyond_the_text():
    assert placed(0, 9, "dawn", text="dawn", raw="dawn came") == Placed(((0, 4),), BY_QUOTE)
