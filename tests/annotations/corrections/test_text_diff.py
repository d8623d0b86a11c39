"""The comparison of two texts, as it is read."""

import pytest
from hypothesis import given

from annotations.corrections.text_diff import (
    CONTEXT_LENGTH,
    CUT,
    PUT_IN,
    SAME,
    Changed,
    Unchanged,
    changes,
)
from tests.support.strategies import many, texts


def shown(old, new):
    """The comparison in short: a number of unchanged paragraphs, or (kind, text) pairs."""
    return [
        each.unchanged
        if isinstance(each, Unchanged)
        else [(part.kind, part.text) for part in each.parts]
        for each in changes(old, new)
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("One two.", "One two.", [1]),
        ("One two", "One three", [[(SAME, "One "), (CUT, "two"), (PUT_IN, "three")]]),
        ("One two.", "One two three.", [[(SAME, "One two"), (PUT_IN, " three"), (SAME, ".")]]),
        ("A.\n\nB.\n\nC.\n\nD.", "A.\n\nB.\n\nX.\n\nD.", [
            2, [(CUT, "C"), (PUT_IN, "X"), (SAME, ".")], 1,
        ]),
        ("A.\n\nB.", "A. B.", [[(SAME, "A."), (CUT, "\n\n"), (PUT_IN, " "), (SAME, "B.")]]),
        ("A line\nB", "A line\nC", [[(SAME, "A line\n"), (CUT, "B"), (PUT_IN, "C")]]),
        ("A.\n\nB.\n\nC.", "A.\n\nC.", [1, [(CUT, "B.\n\n"), (SAME, "C.")]]),
        ("A.\n\nC.", "A.\n\nB.\n\nC.", [1, [(PUT_IN, "B.\n\n"), (SAME, "C.")]]),
        ("One. Two. Three.", "One. Three.", [[(SAME, "One. "), (CUT, "Two. "), (SAME, "Three.")]]),
        ("It fell.\n\nNobody saw.\n\nThe road.", "It fell.\n\nThe road.", [
            1, [(CUT, "Nobody saw.\n\n"), (SAME, "The road.")],
        ]),
        ("A", "B", [[(CUT, "A"), (PUT_IN, "B")]]),
    ],
)  # fmt: skip
def test_changes_stand_in_their_paragraphs_and_the_others_are_counted(old, new, expected):
    assert shown(old, new) == expected


def test_breaks_that_were_cut_or_put_in_can_be_seen():
    [changed] = changes("A.\n\nB.", "A. B.")
    assert [part.shown for part in changed.parts] == ["A.", "¶\n¶\n", " ", "B."]


def test_long_unchanged_stretches_are_shortened_around_the_change():
    long = "word " * 200
    [changed] = changes(f"{long}old {long}", f"{long}new {long}")
    assert [(part.kind, len(part.text), part.is_shortened) for part in changed.parts] == [
        (SAME, 0, True),
        (SAME, CONTEXT_LENGTH, False),
        (CUT, 3, False),
        (PUT_IN, 3, False),
        (SAME, CONTEXT_LENGTH, False),
        (SAME, 0, True),
    ]


@many
@given(old=texts, new=texts)
def test_no_change_is_left_out(old, new):
    """What is cut and put in stands in full, and nothing is said to be changed that is not."""
    parts = [p for each in changes(old, new) if isinstance(each, Changed) for p in each.parts]
    cut = "".join(part.text for part in parts if part.kind == CUT)
    put_in = "".join(part.text for part in parts if part.kind == PUT_IN)
    assert len(new) - len(old) == len(put_in) - len(cut)
    assert (cut, put_in) != ("", "") or old == new
