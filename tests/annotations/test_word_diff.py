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


def test_tokens_are_words_and_what_stands_between():
    first, second = cut("The Taliban, 😀 lack.", "lack The")
    assert first.words == ["The", " ", "Taliban", ", 😀 ", "lack", "."]
    assert first.numbers == [0, 1, 2, 3, 4, 5]
    assert first.at == [0, 3, 4, 11, 15, 19, 20]
    assert second.numbers == [4, 1, 0]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("a", "", []),
        ("one two", "one two", [Run(0, 0, 3)]),
        ("one two", "one more two", [Run(0, 0, 2), Run(2, 4, 1)]),
        ("one more two", "one two", [Run(0, 0, 2), Run(4, 2, 1)]),
        ("12 fell", "123 fell", [Run(1, 1, 2)]),
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
    for run, after in zip(found, found[1:], strict=False):
        ends = run.old + run.length, run.new + run.length
        assert ends[0] <= after.old and ends[1] <= after.new
        assert ends != (after.old, after.new)


@many
@given(likely_texts, likely_texts)
def test_runs_are_a_longest_common_subsequence(old, new):
    first, second = cut(old, new)
    found = equal_runs(first, second)
    assert sum(run.length for run in found) == LCSseq.similarity(first.numbers, second.numbers)


def test_large_texts_are_compared_by_lines_first():
    old = "one two three\nfour five six\nseven eight nine\n"
    new = "one two three\nfour FIVE six\nseven eight nine\n"
    assert runs(old, new, most_pairs=40) == [Run(0, 0, 8), Run(9, 9, 9)]
    assert runs(old, new, most_pairs=40) == runs(old, new)


def test_changed_lines_that_are_too_large_are_not_compared():
    old = "one two three\nfour five six\nseven eight nine\n"
    new = "one two three\nfour FIVE six\nseven eight nine\n"
    assert runs(old, new, most_pairs=20) == [Run(0, 0, 6), Run(12, 12, 6)]


def test_too_many_lines_are_not_compared():
    assert runs("a\nb\nc\n", "a\nb\nd\n", most_pairs=8) == []
