from corpus.search.bm25 import scores, scoring_words, spaced, term_frequency, uses_stems
from corpus.search.parser import parse
from corpus.search.query_tree import EXACT, PREFIX, STEM, Words


def test_absent_words_and_bylines_weigh_nothing():
    tree = parse("boats (title:bank OR -kabul) boats").tree
    assert scoring_words(tree) == [Words(("boat",)), Words(("bank",), in_title=True)]
    assert scoring_words(Words(("reuters",), EXACT, in_byline=True)) == []
    assert scoring_words(None) == []


def test_words_are_counted_whole_and_more_in_a_title():
    text = spaced("the boat and the boats left")
    assert term_frequency("", text, Words(("boat",), EXACT)) == 1
    assert term_frequency("", text, Words(("boat",), PREFIX)) == 2
    assert term_frequency("", text, Words(("the", "boat"), EXACT)) == 1
    assert term_frequency("", spaced("boat boat"), Words(("boat",), EXACT)) == 2
    assert term_frequency(spaced("boat"), text, Words(("boat",), EXACT)) == 6
    assert term_frequency(spaced("boat"), text, Words(("boat",), EXACT, in_title=True)) == 5
    assert [uses_stems(Words(("a",), form)) for form in (STEM, EXACT, PREFIX)] == [1, 0, 0]


def test_more_often_said_ranks_higher_but_ever_less():
    once, twice, thrice = scores([10, 10, 10], [[1], [2], [3]])
    assert once < twice < thrice
    assert thrice - twice < twice - once


def test_short_texts_and_rare_words_weigh_more():
    short, long = scores([5, 50], [[1], [1]])
    assert short > long
    common, rare, *_ = scores([9, 9, 9], [[1, 0], [0, 1], [1, 0]])
    assert rare > common


def test_nothing_has_no_rank():
    assert scores([], []) == []
    assert scores([0, 0], [[0], [0]]) == [0, 0]
