import pytest

from corpus.search.arabic_prefixes import with_other_prefixes, without_article
from corpus.search.parser import parse
from corpus.search.snippets import hits
from corpus.search.text_matching import MatchedWords, matcher_of


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("القاهره", "قاهره"),
        ("وبالقاهره", "قاهره"),
        ("فالقاهره", "قاهره"),
        ("وللقاهره", "قاهره"),
        ("قاهره", "قاهره"),
        # The article belongs to these words, or too little would be left.
        ("الله", "الله"),
        ("الان", "الان"),
        ("والده", "والده"),
        ("وزير", "وزير"),
        ("kabul", "kabul"),
    ],
)
def test_the_article_and_what_stands_before_it_are_no_part_of_a_word(word, expected):
    assert without_article(word) == expected


def test_one_letter_words_are_added_and_removed_from_long_words_only():
    assert {"لبنان", "ولبنان", "بلبنان", "وبلبنان"} <= set(with_other_prefixes("لبنان"))
    assert {"لبنان", "بلبنان"} <= set(with_other_prefixes("بلبنان"))
    for word in ("و", "kabul", "غزa", "1400"):
        assert with_other_prefixes(word) == [word]
    # None is removed from short words.
    assert "زاره" not in with_other_prefixes("وزاره")
    assert "بنان" not in with_other_prefixes("لبنان")


@pytest.mark.parametrize(
    ("word", "others", "none"),
    [
        ("كابل", "وكابل بكابل لكابل فكابل ككابل وبكابل", "الكابل"),
        ("غزه", "وغزه بغزه لغزه وبغزه ولغزه", "فغزه كغزه الغزه"),
        # The article alone stands before two letters; it is no part of longer words anyway.
        ("حج", "الحج والحج بالحج للحج وبالحج وللحج", "وحج بحج لحج"),
    ],
)
def test_fewer_prefixes_stand_before_short_words(word, others, none):
    assert {*others.split()} <= {*with_other_prefixes(word)}
    assert {*none.split()} & {*with_other_prefixes(word)} == set()
    with_article = f"ال{word}"
    to_it = [f"{to}{with_article}" for to in ("", "ل", "ول", "فل")]
    assert with_other_prefixes(word, with_article) == [word, *to_it]


LETTERS_OF_THE_WORD = (
    # (typed, words of a text that it finds, words that it does not find)
    ("لبنان", "لبنان وللبنان للبنان", "البنان بنان"),
    ("ليبيا", "ليبيا لليبيا ولليبيا بليبيا", "يبيا"),
    ("لجنة", "لجنة للجنة واللجنة", "الجنة جنة"),
    ("لغة", "لغة للغة اللغة", "غة"),
    ("ألمانيا", "ألمانيا لألمانيا ولألمانيا وألمانيا بألمانيا", "مانع"),
    ("الألمان", "الألمان ألمان والألمان للألمان", "مانع"),
    ("ألمان", "ألمان الألمان لألمان", "مانع"),
    ("إلغاء", "إلغاء الإلغاء لإلغاء بإلغاء", "غلاء"),
    ("القاهرة", "القاهرة للقاهرة والقاهرة", "لقاء"),
)


@pytest.mark.parametrize(("typed", "marked", "other"), LETTERS_OF_THE_WORD)
def test_what_looks_like_an_article_may_be_letters_of_the_word(typed, marked, other):
    text = f"{marked}، {other}"
    words = [text[start:end] for start, end in hits(text, parse(typed).tree)]
    assert words == marked.split()
    is_match = matcher_of(parse(typed).tree)
    matching = [each for each in text.split() if is_match(MatchedWords.of([each.strip("،")]))]
    assert [each.strip("،") for each in matching] == marked.split()


def test_a_long_word_that_had_the_article_has_all_prefixes():
    assert "بلبنان" in with_other_prefixes("لبنان", "اللبنان")


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("غزة", "غزة وغزة بغزة"),
        ("الرقة", "الرقة بالرقة"),
        ("رقة", "الرقة ورقة بالرقة"),
        ("حج", "للحج"),
    ],
)
def test_hits_are_the_words_with_these_prefixes(typed, marked):
    text = "غزة، وغزة وبنغازي بغزة كغزة. الرقة ورقة بالرقة كرقة. للحج وحج"
    marked_words = [text[start:end] for start, end in hits(text, parse(typed).tree)]
    assert marked_words == marked.split()
