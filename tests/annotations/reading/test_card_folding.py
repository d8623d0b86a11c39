from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.reading.card_folding import ROW, fold, rows_of
from corpus.text import paragraphs


def test_rows_count_the_lines_of_paragraphs_and_the_gaps_between_them():
    text = "a" * (ROW + 1) + "\n\n" + "b" * 10
    start = text.index("b")

    assert rows_of(paragraphs(text), [0, ROW - 1, ROW, start, start + 9]) == [0, 0, 1, 2.5, 2.5]


def test_passage_of_a_break_stands_at_the_paragraph_after_it():
    text = "a\n\n\nb"

    assert rows_of(paragraphs(text), [0, 2, 4]) == [0, 1.5, 1.5]
    assert rows_of([], [0]) == [0]


@pytest.mark.parametrize("rows", [[], [0], list(range(0, 120, 2)), [0] * 7])
def test_cards_that_fit_are_all_shown(rows):
    assert fold(rows, most=60) == [True] * len(rows)


def test_cards_too_low_for_their_line_are_folded():
    assert fold([0] * 20 + [60], most=60) == [True] * 7 + [False] * 13 + [True]


def test_fold_of_one_card_is_the_card():
    assert fold([0] * 8 + [60], most=60) == [True] * 9


def test_few_folds_hold_many_cards_and_between_them_are_several():
    shown = fold([n // 7 for n in range(900)], most=200)

    runs = [(is_shown, len(list(run))) for is_shown, run in groupby(shown)]
    assert min(length for is_shown, length in runs[:-1] if is_shown) >= 2
    assert min(length for is_shown, length in runs[:-1] if not is_shown) >= 20


@given(st.lists(st.integers(0, 3000), max_size=400), st.integers(1, 60))
def test_never_more_are_shown_than_asked_for_and_the_first_always_is(rows, most):
    shown = fold(sorted(rows), most)

    assert len(shown) == len(rows)
    assert sum(shown) <= most
    assert shown[:1] == [True] * bool(rows)
