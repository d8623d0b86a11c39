import pytest

from corpus.search.hyphens import joined_spans, with_joined, with_spellings, words_in_phrases
from corpus.search.parser import parse
from corpus.search.query_tree import EXACT, PREFIX, STEM, All, Any, Words, leaves
from corpus.search.snippets import hits
from corpus.search.tokenizer import terms

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
    ("cease-fire", "ceasefire"),
    ("non\u2010co\u2010operation", "noncooperation"),
    ("Al-Qaïda", "alqaida"),
    ("Sana'a", "Sanaa"),
    ("O\u2019Neill", "ONeill"),
    ("Ba\u02bfath", "baath"),
    ("N'Djamena", "Ndjamena"),
    ("U.K", "UK"),
    ("U.S.S.R", "USSR"),
]
SPLIT = {"".join(words): [" ".join(words)] for pair in MEETING for words in [terms(pair[0])[0]]}


@pytest.mark.parametrize("pair", MEETING)
@pytest.mark.parametrize("query", ["{}", '"the {} plan"', "{}*", "title:{}", "NATO ({} OR x)"])
def test_words_meet_with_and_without_hyphen(pair, query):
    for typed in pair:
        tree = with_spellings(parse(query.format(typed)).tree, SPLIT)
        for written in pair:
            text = f"NATO’s the {written} plan."
            start, end = hits(text, tree, in_title=True)[-1]
            assert written in text[start:end]
            assert text[start:end] in (written, f"the {written} plan")


def test_a_hyphenated_word_meets_the_one_written_apart_too():
    tree = with_spellings(parse("cease-fire").tree, {})
    assert [hits(text, tree) for text in ("A ceasefire.", "Cease fire!")] == [[(2, 11)], [(0, 10)]]


@pytest.mark.parametrize("typed", ["2021-08", "maybe", "into", "elezioni", "coraz", "even", "1200"])
def test_other_words_are_not_split_or_joined(typed):
    tree = parse(typed).tree
    assert with_spellings(tree, {"maybe": ["may be"], "into": ["in to"]}) == tree


def test_every_spelling_has_the_form_of_what_was_typed():
    assert with_spellings(parse("G7-co-op*").tree, {}) == Any(
        (Words(("g7", "co", "op"), PREFIX), Words(("g7coop",), PREFIX))
    )
    tree = with_spellings(parse('"G7 e-mail" emails').tree, {})
    assert [(each.form, each.words) for each in leaves(tree)] == [
        (EXACT, ("g7", "e", "mail")),
        (EXACT, ("g7", "email")),
        (EXACT, ("g", "7", "e", "mail")),
        (EXACT, ("g", "7", "email")),
        (STEM, ("email",)),
    ]


def test_a_long_phrase_has_few_spellings():
    tree = with_spellings(parse('"' + "e-mail " * 12 + '"').tree, {})
    assert len(list(leaves(tree))) == 8


def test_a_phrase_that_was_typed_without_a_hyphen_needs_the_word_with_it():
    tree = with_spellings(parse('"maybe later"').tree, {"maybe": ["may be"]})
    condition = Words(("\ue013", "maybe"), EXACT, is_condition=True)
    split = All((Words(("may", "be", "later"), EXACT), condition))
    assert tree == Any((Words(("maybe", "later"), EXACT), split))
    # The condition is no hit.
    assert hits("Maybe. It may-be later, may be.", tree) == [(10, 22)]
    assert hits("Maybe. It may-be later.", parse("maybe").tree) == [(0, 5), (10, 16)]


def test_phrases_alone_need_the_parts_of_their_words():
    assert words_in_phrases(parse('ceasefire "Email list" -(a OR "b G7")').tree) == {
        "email",
        "list",
        "b",
        "g7",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A cease-fire, a Cease\u2011Fire’s end.", [(2, 12, "ceasefire"), (16, 26, "ceasefire")]),
        (
            "non-co-operation",
            [(0, 16, "noncooperation"), (4, 16, "cooperation")],
        ),
        # Short words of three parts would be other words: visa, today.
        ("vis-à-vis, day-to-day", [(0, 9, "visavis"), (11, 21, "daytoday")]),
        ("cafe\u0301-bar, Qur\u00adan-school", [(0, 9, "cafebar"), (11, 24, "quranschool")]),
        ("2021-08-05, 10–20, 1-0, 3.5-inch, 1,200-km", []),
        ("A cease-\n fire, cease-\n\nfire", [(2, 14, "ceasefire")]),
        ("5-km G-7", [(0, 4, "5km"), (5, 8, "g7")]),
        ("a - b, -c, d-, e--f, snake_case-name, 東京-大阪, C++-API", []),
        ("x" * 50 + "-" + "y" * 50, []),
        # Of a contraction or an elided article no word is made: "hell", "la", "larme".
        ("he'll, DON\u2019T, we're, l'a, L\u2019arme, qu'il, jusqu'à, dell'arte, l'Iran", []),
        (
            "Sana'a\u2019s, D'Souza, L\u2019Aquila, Hawai\u02bbi, o`clock, צ׳רצ'יל",
            [
                *[(0, 6, "sanaa"), (10, 17, "dsouza"), (19, 27, "laquila"), (29, 36, "hawaii")],
                *[(38, 45, "oclock"), (47, 54, "צרציל")],
            ],
        ),
        (
            "al-Qa'ida, Be\u2019er-Sheva",
            [
                *[(0, 9, "alqaida"), (3, 9, "qaida")],
                *[(11, 22, "beersheva"), (14, 22, "ersheva"), (11, 16, "beer")],
            ],
        ),
        ("'a' b, 5'a, 1'200, don't-know", [(23, 29, "tknow")]),
        (
            "U.S. and U.S.-led, the U.S.S.R.'s; J.K.Rowling",
            [(0, 3, "us"), (9, 12, "us"), (23, 30, "ussr"), (35, 38, "jk")],
        ),
        ("e.g. 5 a.m., Ph.D., St.Petersburg, end.A new one, x1.A.B, A. B., г.М., م.م", []),
        ("a-b " + "a-" * 90 + "b", [(0, 3, "ab")]),
    ],
)
def test_words_with_a_hyphen_are_words_without_it(text, expected):
    assert list(joined_spans(text)) == expected


def test_each_joined_word_stands_once_behind_the_text_and_by_itself():
    assert with_joined(" e mail co op e mail ", "E-mail, co-op, e-mail").split() == [
        *("e", "mail", "co", "op", "e", "mail"),
        *("\ue013", "email", "\ue013", "coop"),
    ]


@pytest.mark.parametrize(
    ("typed", "spellings"),
    [
        # Every "us" would be found.
        ("U.S.", {("u", "s")}),
        ("U.K.", {("u", "k"), ("uk",)}),
        ('"U.S. troops"', {("u", "s", "troops"), ("us", "troops")}),
        ("al-Qa'ida", {("al", "qa", "ida"), ("alqaida",), ("al", "qaida")}),
        ("l'homme", {("l", "homm")}),
        ("d'Ivoire", {("d", "ivoir"), ("divoir",)}),
        ("he'll", {("he", "ll")}),
    ],
)
def test_spellings_of_words_with_signs(typed, spellings):
    tree = with_spellings(parse(typed).tree, {})
    assert {each.words for each in leaves(tree)} == spellings
