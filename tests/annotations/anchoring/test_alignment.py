"""What two aligned texts say of a span."""

from annotations.anchoring.alignment import Alignment, Block

PROSE = " ".join(f"Word{number}" for number in range(500))
ROW = "One row of a table that has ever so many words in it for all of the rows"


def test_rare_words_alone_do_not_hold_a_span():
    rows = f"{ROW} Kabul {ROW}"
    text = f"{PROSE} {rows} {rows} {PROSE.lower()}"
    start = text.index("Kabul")
    alignment = Alignment(text, text)
    row = text.index(ROW)
    # All words of the row stand more than once: those of another row are like them.
    assert not alignment.is_held(start, start + 5, Block(row, row + len(rows), 0))
    assert alignment.is_held(start, start + 5, Block(0, len(text), 0))
