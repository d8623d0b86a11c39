import random

import pytest

from corpus.search.parser import parse
from corpus.search.query_tree import EXACT, PREFIX, STEM, All, Any, Field, Not, Words

FIELDS = frozenset("source tag from is".split())


def stem(*words):
    return Words(words, STEM)


CASES = {
    "words": ("taliban cities", All((stem("taliban"), stem("citi")))),
    "phrase": ('"major cities"', Words(("major", "cities"), EXACT)),
    "curly phrase": ("“major cities”", Words(("major", "cities"), EXACT)),
    "hyphenated": ("COVID-19", stem("covid", "19")),
    "prefix": ("govern*", Words(("govern",), PREFIX)),
    "not": ("a -b", All((stem("a"), Not(stem("b"))))),
    "NOT": ("a NOT b", All((stem("a"), Not(stem("b"))))),
    "or": ("a OR b", Any((stem("a"), stem("b")))),
    "or binds less": ("a b OR c", Any((All((stem("a"), stem("b"))), stem("c")))),
    "parentheses": ("a (b OR c)", All((stem("a"), Any((stem("b"), stem("c")))))),
    "not a group": ("-(a OR b)", Not(Any((stem("a"), stem("b"))))),
    "field": ("source:Reuters", Field("source", "Reuters")),
    "field with a phrase": ('source:"Matrix Mag"', Field("source", "Matrix Mag")),
    "field with a quotation mark": (
        r'source:"Muhammad \"Bill\" \“Karim\” \\"',
        Field("source", 'Muhammad "Bill" “Karim” \\'),
    ),
    "not a field": ("-is:duplicate", Not(Field("is", "duplicate"))),
    "title": ("title:NATO", Words(("nato",), STEM, in_title=True)),
    "group of a title": (
        "title:(a OR b)",
        Any((Words(("a",), STEM, in_title=True), Words(("b",), STEM, in_title=True))),
    ),
    "group of a field": (
        '-source:(Reuters OR "Matrix Mag" OR is:read)',
        Not(Any((Field("source", "Reuters"), Field("source", "Matrix Mag"), Field("is", "read")))),
    ),
    "marks of direction": (
        "\u200f-a \u202asource:b\u202c",
        All((Not(stem("a")), Field("source", "b"))),
    ),
    "characters that nobody sees": (
        "\ufeff-a\u200b source:\u200bb\u00ad",
        All((Not(stem("a")), Field("source", "b"))),
    ),
    "Hebrew initials": ('צה"ל', stem("צה", "ל")),
    "number with spaces": ("1\u202f200", stem("1200")),
    "one Chinese character": ("国", Words(("国",), PREFIX)),
    "dashes": ("a – b", All((stem("a"), stem("b")))),
    "and": ("a AND b", All((stem("a"), stem("b")))),
    "dash apart": ("a - b", All((stem("a"), stem("b")))),
    "nothing": ("  ", None),
}


@pytest.mark.parametrize(("typed", "tree"), CASES.values(), ids=CASES)
def test_what_was_typed_is_read(typed, tree):
    parsed = parse(typed, FIELDS)
    assert (parsed.tree, parsed.problems) == (tree, ())


PROBLEMS = {
    "open quote": ('"major cities', "A quotation mark is not closed."),
    "open parenthesis": ("(a", "A parenthesis is not closed."),
    "closed parenthesis": ("a)", "There is a closing parenthesis without an opening one."),
    "or alone": ("a OR", "OR needs a term on both sides."),
    "or first": ("OR a", "OR needs a term on both sides."),
    "not alone": ("a NOT", "NOT needs a term after it."),
    "empty field": ("a source:", "source: needs a term after it."),
    "unknown field": ("foo:a", "There is no field foo: – it was searched as a word."),
    "unknown field of a group": ("foo:(a)", "There is no field foo: – it was ignored."),
    "no word": ("a !!!", "“!!!” has no word to search for."),
}


@pytest.mark.parametrize(("typed", "problem"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_cannot_be_read_is_said_and_the_rest_is_searched(typed, problem):
    parsed = parse(typed, FIELDS)
    assert parsed.problems == (problem,)
    assert parsed.tree is not None


def test_a_search_that_looks_empty_is_said():
    parsed = parse(" \u200b\u3164 ", FIELDS)
    problem = "The search has only characters that nobody can see."
    assert (parsed.tree, parsed.problems) == (None, (problem,))


def test_what_a_field_refuses_is_said():
    def check(name, value):
        raise ValueError(f"{name} is no {value}.")

    parsed = parse("a -from:b", FIELDS, check)
    assert (parsed.tree, parsed.problems) == (stem("a"), ("from is no b.",))


def test_stems_keep_the_words_they_are_made_of():
    assert parse("Major cities").tree.nodes[1].exact == ("cities",)


def test_too_much_is_cut_and_said():
    parsed = parse("a " * 2000, FIELDS)
    assert len(parsed.tree.nodes) == 64
    assert parsed.problems == (
        "Only the first 1,000 characters were searched.",
        "Only the first 64 words were searched.",
    )


def test_nothing_typed_is_an_error():
    dice = random.Random(5)
    signs = "ab\"“() -:*ORNT|&\x00\ud800中é'” \n\t\\%_"
    for _ in range(2000):
        typed = "".join(dice.choice(signs) for _ in range(dice.randrange(60)))
        parse(typed, FIELDS)
    for sign in '(-"*:':
        parse(sign * 5000, FIELDS)
