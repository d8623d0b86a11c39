import pytest

from corpus.search import plain_words
from corpus.search.parser import parse
from corpus.search.query_tree import leaves
from corpus.search_index.term_counts import TermCounts

TEXTS = [
    "Boats of the boatmen: a BOAT, the boat's bow, 3rd boat; boat-house, covid19 and boat boat.",
    "“Boats”, he said — the boat’s bow… a boat_house and C++20 boat",
    "Der Fluß und die Boote: boat, böat.",
    "Лодка boat 中国人 boat",
    "boat\u200bs boat",
]
QUERIES = [
    *("boat", "boat boats", "bo*", "covid19", "C++", '"boat boat"', "title:boat bow", "лодка"),
    *("boathouse", "boats"),
]
HYPHENS = "A cease-fire. The ceasefires of cease-fire e-mail."


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("typed", QUERIES)
def test_words_with_other_first_letters_need_not_be_folded(text, typed, monkeypatch):
    counted = list(leaves(parse(typed).tree))
    quickly = TermCounts(counted).of(text, text)
    monkeypatch.setattr(plain_words, "_PLAIN_WORD", plain_words.re.compile("(?!)"))
    assert quickly == TermCounts(counted).of(text, text)


def test_words_are_counted_in_any_form_as_written_and_by_their_beginning():
    counted = [next(leaves(parse(typed).tree)) for typed in ("boats", '"boats"', "boat*")]
    text = "A boat. Boats, and the boat’s boatmen."
    assert [TermCounts([each]).of("", text) for each in counted] == [[3], [1], [4]]


def test_words_with_a_hyphen_are_counted_without_it():
    counted = [next(leaves(parse(typed).tree)) for typed in ("ceasefire", '"ceasefire email"')]
    for leaf, frequency in zip(counted, (3 + 5, 0), strict=True):
        assert TermCounts([leaf]).of("Cease-fire", HYPHENS) == [frequency]
