from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from annotations.anchoring.word_diff import MAX_PAIRS, Run, TokenNumbers, equal_runs, tokenize
from tests.support.strategies import many

words = st.lists(st.sampled_from(["a", "b", "the", " ", ". ", "\n", "\n\n", "😀"]), max_size=30)
likely_texts = words.map("".join)


def cut(old, new):
    numbers = TokenNumbers()
    return tokenize(old, numbers), tokenize(new, numbers)


def runs(old, new, max_pairs=MAX_PAIRS):
    return equal_runs(*cut(old, new), max_pairs)


def test_tokens_are_words_space_and_signs():
    first, second = cut("The Taliban, 😀 lack.", "lack The")
    assert first.texts == ["The", " ", "Taliban", ",", " ", "😀", " ", "lack", "."]
    assert first.numbers == [0, 1, 2, 3, 1, 4, 1, 5, 6]
    assert first.starts == [0, 3, 4, 11, 12, 13, 14, 15, 19, 20]
    assert first.words == [0, 2, 3, 5, 7, 8]
    assert second.numbers == [5, 1, 0]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("a", "", []),
        ("one two", "one two", [Run(0, 0, 3)]),
        ("one two", "one more two", [Run(0, 0, 1), Run(2, 4, 1)]),
        ("one more two", "one two", [Run(0, 0, 1), Run(4, 2, 1)]),
        ("12 fell", "123 fell", [Run(2, 2, 1)]),
        ("one two. End", "one two.\n\nEnd", [Run(0, 0, 4), Run(5, 5, 1)]),
        ("one  two three", "one two three", [Run(0, 0, 1), Run(2, 2, 3)]),
        # As many spaces as words would be equal, were spaces compared too.
        ("a x b c", "a b y c", [Run(0, 0, 1), Run(4, 2, 1), Run(6, 6, 1)]),
    ],
)
def test_equal_runs(old, new, expected):
    assert runs(old, new) == expected


@many
@given(likely_texts, likely_texts, st.integers(0, 200))
def test_runs_are_equal_and_in_order(old, new, most_pairs):
    first, second = cut(old, new)
    equal = equal_runs(first, second, most_pairs)
    assert [first.numbers[run.old : run.old + run.length] for run in equal] == [
        second.numbers[run.new : run.new + run.length] for run in equal
    ]
    assert [run.length for run in equal if run.length < 1] == []
    for run, after in pairwise(equal):
        ends = run.old + run.length, run.new + run.length
        assert ends[0] <= after.old and ends[1] <= after.new
        assert ends != (after.old, after.new)


@many
@given(likely_texts, likely_texts)
def test_runs_are_a_longest_common_subsequence(old, new):
    first, second = cut(old, new)
    equal = equal_runs(first, second)
    in_runs = {index for run in equal for index in range(run.old, run.old + run.length)}
    first_words, second_words = (
        [text.numbers[index] for index in text.words] for text in (first, second)
    )
    longest = LCSseq.similarity(first_words, second_words)
    assert len(in_runs & set(first.words)) == longest


LETTERS = "a b c d e f g h i j k l m n o p"


def test_what_is_equal_at_both_ends_needs_no_comparing():
    new = LETTERS.replace("h", "H")
    assert runs(LETTERS, new, max_pairs=0) == [Run(0, 0, 13), Run(16, 16, 15)]


def test_large_texts_are_compared_between_words_that_stand_once():
    new = "A " + LETTERS.replace("h", "H") + " P"
    old = "x " + LETTERS + " y"
    assert runs(old, new, max_pairs=4) == [Run(2, 2, 13), Run(18, 18, 15)]


def test_words_that_stand_once_but_in_another_order_are_left_out():
    old, new = f"x {LETTERS} 1 2 3 4 y", f"A 1 2 3 4 {LETTERS} P"
    assert runs(old, new, max_pairs=4) == [Run(2, 10, 31)]


def test_what_is_too_large_between_them_is_not_compared():
    old, new = "x a b c 1 2 3 4 5 y", "A a b c 5 1 2 1 2 P"
    assert runs(old, new, max_pairs=11) == [Run(2, 2, 5)]


def test_large_texts_of_repeated_words_are_not_compared():
    assert runs("x " + "a " * 99 + "y", "A " + "a " * 99 + "P", max_pairs=99) == []
