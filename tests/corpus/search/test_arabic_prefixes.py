import pytest

from corpus.search.arabic_prefixes import with_other_prefixes, without_article


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
    for word in ("زير", "وزير", "زاره", "kabul", "كابل"):
        assert with_other_prefixes(word) == [word]
    assert "زاره" not in with_other_prefixes("وزاره")
