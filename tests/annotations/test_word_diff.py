from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from annotations.word_diff import MOST_PAIRS, Run, equal_runs, tokens
from tests.strategies import many

words = st.lists(st.sampled_from(["a", "b", "the", " ", ". ", "\n", "\n\n", "😀"]), max_size=30)
likely_texts = words.map("".join)


def cut(old, new):
    known = {}
    return tokens(old, known), tokens(new, known)


def runs(old, new, most_pairs=MOST_PAIRS):
    return equal_runs(*cut(old, new), most_pairs)


def test_tokens_are_words_space_and_signs():
    first, second = cut("The Taliban, 😀 lack.", "lack The")
    assert first.texts == ["The", " ", "Taliban", ",", " ", "😀", " ", "lack", "."]
    assert first.numbers == [0, 1, 2, 3, 1, 4, 1, 5, 6]
    assert first.at == [0, 3, 4, 11, 12, 13, 14, 15, 19, 20]
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
    found = equal_runs(first, second, most_pairs)
    assert [first.numbers[run.old : run.old + run.length] for run in found] == [
        second.numbers[run.new : run.new + run.length] for run in found
    ]
    assert [run.length for run in found if run.length < 1] == []
    for run, after in pairwise(found):
        ends = run.old + run.length, run.new + run.length
        assert ends[0] <= after.old and ends[1] <= after.new
        assert ends != (after.old, after.new)


@many
@given(likely_texts, likely_texts)
def test_runs_are_a_longest_common_subsequence(old, new):
    first, second = cut(old, new)
    found = equal_runs(first, second)
    in_runs = {index for run in found for index in range(run.old, run.old + run.length)}
    first_words, second_words = (
        [text.numbers[index] for index in text.words] for text in (first, second)
    )
    longest = LCSseq.similarity(first_words, second_words)
    assert len(in_runs & set(first.words)) == longest


LINES = "one two three\nfour five six\nseven eight nine\n"


def test_large_texts_are_compared_by_lines_first():
    new = LINES.replace("five", "FIVE")
    assert runs(LINES, new, most_pairs=9) == [Run(0, 0, 7), Run(10, 10, 8)]


def test_changed_lines_that_are_too_large_are_not_compared():
    new = LINES.replace("five six", "FIVE six seven")
    assert runs(LINES, new, most_pairs=11) == [Run(0, 0, 6), Run(12, 14, 6)]


def test_changed_lines_at_the_end_are_compared():
    new = LINES.replace("nine", "NINE")
    assert runs(LINES, new, most_pairs=9) == [Run(0, 0, 15)]


def test_too_many_lines_are_not_compared():
    assert runs("a\nb\nc\n", "a\nb\nd\n", most_pairs=8) == []
