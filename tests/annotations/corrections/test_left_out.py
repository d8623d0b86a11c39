"""Where what the reader of pages left out belongs in a text, and how it is put in."""

import pytest

from annotations.corrections.left_out import placed_blocks, with_blocks
from corpus.readers.extraction import CONTEXT_LENGTH, LeftOut

A = "The road had been closed."
B = "Lorries passed the bridge."
C = "The council meets on Monday."
X = "The bridge, as it was seen from the town hall."
Y = "Sign up for our newsletter on the river."
LONG = "The river rose again during the night and stood at four metres. " * 4


def taken_in(text, *blocks):
    """The text with all blocks that it lacks, and where each of them was put."""
    placed = placed_blocks(text, blocks)
    return with_blocks(text, placed), [each.position for each in placed]


@pytest.mark.parametrize(
    ("text", "blocks", "expected"),
    [
        # Between paragraphs, and between the lines of one.
        (f"{A}\n\n{B}", [LeftOut(A, X, B)], f"{A}\n\n{X}\n\n{B}"),
        (f"{A}\n{B}", [LeftOut(A, X, B)], f"{A}\n{X}\n{B}"),
        (f"{A} \n \n{B}", [LeftOut(A, X, B)], f"{A}\n\n{X} \n \n{B}"),
        # At the start and at the end.
        (f"{A}\n\n{B}", [LeftOut("", X, A)], f"{X}\n\n{A}\n\n{B}"),
        (f"{A}\n{B}", [LeftOut("", X, A)], f"{X}\n\n{A}\n{B}"),
        (f"{A}\n\n{B}", [LeftOut(B, X, "")], f"{A}\n\n{B}\n\n{X}"),
        # Several in a row, and several in different places.
        (f"{A}\n\n{B}", [LeftOut(A, X, B), LeftOut(A, Y, B)], f"{A}\n\n{X}\n\n{Y}\n\n{B}"),
        (f"{A}\n\n{B}", [LeftOut("", X, A), LeftOut("", Y, A)], f"{X}\n\n{Y}\n\n{A}\n\n{B}"),
        (
            f"{A}\n\n{B}\n\n{C}",
            [LeftOut(A, X, B), LeftOut(B, Y, C)],
            f"{A}\n\n{X}\n\n{B}\n\n{Y}\n\n{C}",
        ),
        # Behind one of the row that was taken in before.
        (
            f"{A}\n\n{X}\n\n{B}",
            [LeftOut(A, X, B), LeftOut(A, Y, B)],
            f"{A}\n\n{X}\n\n{Y}\n\n{B}",
        ),
        (
            f"{A}\n\n{Y}\n\n{B}",
            [LeftOut(A, X, B), LeftOut(A, Y, B)],
            f"{A}\n\n{X}\n\n{Y}\n\n{B}",
        ),
        # One of the lines around was corrected.
        (f"Corrected.\n\n{B}", [LeftOut(A, X, B)], f"Corrected.\n\n{X}\n\n{B}"),
        (f"{A}\n\nCorrected.", [LeftOut(A, X, B)], f"{A}\n\n{X}\n\nCorrected."),
        # Of lines that are alike, the one counts that the other line follows.
        (f"{A}\n\n{B}\n\n{A}\n\n{C}", [LeftOut(A, X, C)], f"{A}\n\n{B}\n\n{A}\n\n{X}\n\n{C}"),
        (f"{A}\n\n{B}\n\n{A}\n\n{C}", [LeftOut(A, X, B)], f"{A}\n\n{X}\n\n{B}\n\n{A}\n\n{C}"),
        # The lines around are cut off, and their white space is another.
        (
            f"{LONG}\n\n{LONG}{B}\n\n{C}",
            [LeftOut(f"{LONG}{B}"[-CONTEXT_LENGTH:], X, C)],
            f"{LONG}\n\n{LONG}{B}\n\n{X}\n\n{C}",
        ),
        (
            f"{A}\n\n{LONG}{B}",
            [LeftOut("Gone.", X, LONG[:CONTEXT_LENGTH])],
            f"{A}\n\n{X}\n\n{LONG}{B}",
        ),
        (
            f"{A.replace(' ', '  ')}\n\n{B}",
            [LeftOut(A, X, "")],
            f"{A.replace(' ', '  ')}\n\n{X}\n\n{B}",
        ),
    ],
)
def test_a_block_comes_back_to_where_it_stood(text, blocks, expected):
    assert taken_in(text, *blocks)[0] == expected


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("Another text.", LeftOut(A, X, B)),
        # A part of a line is not the line.
        (f"They said: {A}\n\n{C}", LeftOut(A, X, B)),
        (f"{A} And more.\n\n{C}", LeftOut(A, X, B)),
        (f"{C}\n\n{B} And more.", LeftOut(A, X, B)),
        # A refrain: nothing tells which of them it was.
        (f"{A}\n\n{B}\n\n{A}\n\n{B}", LeftOut(A, X, B)),
        (f"{A}\n\n{B}\n\n{A}", LeftOut(A, X, C)),
        (f"{B}\n\n{C}\n\n{B}", LeftOut(A, X, B)),
    ],
)
def test_a_block_whose_place_is_uncertain_comes_at_the_end(text, block):
    assert taken_in(f"{text}\n", block) == (f"{text}\n\n{X}\n", [None])


def test_blocks_in_the_text_are_not_taken_in_again_however_their_white_space_was_changed():
    lines = X.replace(" as", "\n as")
    assert placed_blocks(f"{A}\n\n{lines}\n\n{B}", [LeftOut(A, X, B)]) == []


def test_all_but_the_blocks_is_as_it_was():
    text = f"  {A}  \n\n\n{B}\t\n"
    blocks = [LeftOut("", X, A), LeftOut(A, Y, B)]
    assert taken_in(text, *blocks)[0].replace(f"{X}\n\n", "").replace(f"\n\n{Y}", "") == text
