import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.search.parser import parse
from corpus.search.plain_words import is_plain, words_like
from corpus.search.snippets import HitFinder

QUERIES = [
    "s",
    "boat",
    "boats bow",
    '"boat bow"',
    '"boats" s',
    "bo*",
    '"a boat b*"',
    "co-op",
    "C++",
    "die",
    "skies die*",
]
# Makes a text one of which every word is folded; it holds none that is searched, and joins none.
FOREIGN = ". ж"
PIECES = [
    *("boat", "Boats", "BOAT", "boat's", "s", "'s", "bow", "a", "C++", "co-op", "coop", "1,200"),
    *("dying", "Dies", "diet", "d\u00ffing", "sky", "bwo"),
    *("é", "Böat", "âb", "bo\u00e6", "æ", "bow\u0301", "ſ", "\u0149", "×"),
    *("_", " ", ", ", ". ", "’", "-", "\n", "“", "3rd", "x2", "'", "+"),
]


@pytest.mark.parametrize("typed", QUERIES)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=14))
def test_hits_are_the_same_where_only_words_with_the_first_letters_are_folded(typed, pieces):
    text, finder = "".join(pieces), HitFinder(parse(typed).tree)
    assert finder.spans(text) == finder.spans(text + FOREIGN)


def test_words_of_texts_and_queries_beyond_plain_latin_are_all_folded():
    assert [is_plain(text) for text in ("“A böat’s bow”…", "bo\u0308at", "a_b", FOREIGN)] == [
        *(True, False, False, False)
    ]
    assert [words_like(words) for words in ([], ["s"], ["boat", "böat"], ["c\ue010\ue010"])] == [
        *(None, None, None, None)
    ]
