import pytest

from corpus.search.hyphens import with_spellings
from corpus.search.parser import parse
from corpus.search.query_tree import EXACT, PREFIX, STEM, Any, Words, leaves
from corpus.search.snippets import hits

MEETING = [
    ("co-operation", "cooperation"),
    ("e-mail", "email"),
    ("G-7", "G7"),
    ("COVID-19", "covid19"),
    ("covid‑19", "Covid19"),
    ("re-election", "reelection"),
    ("pre-war", "prewar"),
    ("MiG-29", "mig29"),
    ("5-km", "5km"),
    ("cyber-attacks", "cyberattacks"),
]


@pytest.mark.parametrize("pair", MEETING)
@pytest.mark.parametrize("query", ["{}", '"the {} plan"', "{}*", "title:{}", "NATO ({} OR x)"])
def test_words_meet_with_and_without_hyphen(pair, query):
    for typed in pair:
        tree = with_spellings(parse(query.format(typed)).tree)
        for written in pair:
            text = f"NATO’s the {written} plan."
            start, end = hits(text, tree, in_title=True)[-1]
            assert written in text[start:end]
            assert text[start:end] in (written, f"the {written} plan")


def test_a_hyphenated_word_meets_any_joined_one():
    tree = with_spellings(parse("cease-fire").tree)
    assert [hits(text, tree) for text in ("A ceasefire.", "Cease fire!")] == [[(2, 11)], [(0, 10)]]


@pytest.mark.parametrize("typed", ["2021-08", "maybe", "into", "elezioni", "coraz", "even", "1200"])
def test_other_words_are_not_split_or_joined(typed):
    tree = parse(typed).tree
    assert with_spellings(tree) == tree


def test_every_spelling_has_the_form_of_what_was_typed():
    assert with_spellings(parse("G7-co-op*").tree) == Any(
        (Words(("g7", "co", "op"), PREFIX), Words(("g7coop",), PREFIX))
    )
    tree = with_spellings(parse('"G7 e-mail" emails').tree)
    assert [(each.form, each.words) for each in leaves(tree)] == [
        (EXACT, ("g7", "e", "mail")),
        (EXACT, ("g7", "email")),
        (EXACT, ("g", "7", "e", "mail")),
        (EXACT, ("g", "7", "email")),
        (STEM, ("email",)),
        (STEM, ("e", "mail")),
    ]


def test_a_long_phrase_has_few_spellings():
    tree = with_spellings(parse('"' + "e-mail " * 12 + '"').tree)
    assert len(list(leaves(tree))) == 8
