import pytest

from corpus.search.parser import parse
from corpus.search.text_matching import MatchedWords, matcher_of, tree_to_match

TEXTS = ["The convoy left Kabul at dawn.", "Cease-fire in the cities", "محادثات"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("convoy", True),
        ("convoys", True),
        ('"convoys"', False),
        ('"convoy left"', True),
        ('"left convoy"', False),
        ("left convoy", True),
        ("conv*", True),
        ("con*y", False),
        ("convoy -lorry", True),
        ("convoy -kabul", False),
        ("lorry OR dawn", True),
        ("lorry OR boat", False),
        ("(lorry OR city) dawn", True),
        ("ceasefire", True),
        ("cease-fire", True),
        ('"ceasefire in"', False),
        ("dawn-raid", False),
        ("day-break", False),
        # The last word of one text and the first of the next.
        ('"dawn cease"', False),
        ("dawn cease", True),
        ("المحادثات", True),
    ],
)
def test_texts_match_as_articles_do(typed, expected):
    is_match = matcher_of(tree_to_match(parse(typed).tree))
    assert is_match(MatchedWords.of(TEXTS)) == expected
