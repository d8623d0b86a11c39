"""What is written of a tree is read as that tree, and editing one field leaves the rest alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.search.parser import QUOTATION_MARKS, parse
from corpus.search.query_editing import TypedField, typed_fields, unparse, with_fields
from corpus.search.query_tree import EXACT, PREFIX, STEM, All, Any, Field, Not, Words
from corpus.search.tokenizer import terms
from tests.corpus.search_index.test_search_malformed import typed_queries

FIELDS = frozenset("source tag from to is".split())
WORDS = "cities ran nato major or not and c++ 1200 ёлка محمد café o'brien".split()


def words_of(written, form, in_title):
    typed = {EXACT: f'"{" ".join(written)}"', PREFIX: f'"{" ".join(written)}"*', STEM: written[0]}
    exact, stems = map(tuple, terms(typed[form]))
    return Words(stems if form == STEM else exact, form, in_title, typed=typed[form])


def is_value(text):
    return text.strip() == text != "" and not set(text) & set(f"{QUOTATION_MARKS}\u00ad")


LEAVES = st.builds(
    words_of,
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    st.sampled_from((EXACT, STEM, PREFIX)),
    st.booleans(),
) | st.builds(
    Field,
    st.sampled_from(sorted(FIELDS)),
    st.text(st.characters(codec="latin-1", min_codepoint=33), min_size=1).filter(is_value),
)


def grown(trees):
    many = st.lists(trees, min_size=2, max_size=3).map(tuple)
    return st.builds(Not, trees) | st.builds(All, many) | st.builds(Any, many)


@given(st.recursive(LEAVES, grown, max_leaves=12))
def test_what_is_written_of_a_tree_is_read_as_that_tree(tree):
    parsed = parse(unparse(tree), FIELDS)
    assert (parsed.tree, parsed.problems) == (tree, ())


def test_whatever_was_typed_is_written_as_it_was_read():
    for typed in typed_queries():
        tree = parse(typed, FIELDS).tree
        assert parse(unparse(tree), FIELDS).tree == tree


def test_groups_are_written_no_deeper_than_they_were_typed():
    typed = "a OR b (" * 19 + "c" + ")" * 19
    parsed = parse(unparse(parse(typed).tree))
    assert (parsed.tree, parsed.problems) == (parse(typed).tree, ())


WRITTEN = {
    'NATO Cité "Major cities" gov*': 'NATO Cité "Major cities" gov*',
    "a OR b c": "a OR (b c)",
    "(a OR b) AND c": "(a OR b) c",
    "NOT a -(b c)": "-a -(b c)",
    'OR"x"': 'or "x"',
    "title:(Kabul OR “Major cities”)": 'title:Kabul OR title:"Major cities"',
    "https://example.org/a (b": "https://example.org/a b",
    "  ": "",
}


@pytest.mark.parametrize("typed", WRITTEN)
def test_words_are_written_as_they_were_typed(typed):
    assert unparse(parse(typed, FIELDS).tree) == WRITTEN[typed]


EDITED = {
    "as typed": ("NATO  AND Kabul", "NATO  AND Kabul source:Reuters"),
    "alternatives": ("trade OR tariffs", "(trade OR tariffs) source:Reuters"),
    "another value": ('Kabul source:"Matrix Mag" fell', "Kabul fell source:Reuters"),
    "two values": ("source:(a OR b) Kabul", "Kabul source:Reuters"),
    "in a group": ("(a source:b) OR c", "(a OR c) source:Reuters"),
    "negated": ("-source:a Kabul", "Kabul source:Reuters"),
    "within quotation marks": ('"of source:a" Kabul', '"of source:a" Kabul source:Reuters'),
    "quotation mark left open": ('"major cities', '"major cities" source:Reuters'),
    "parenthesis left open": ("(a OR b", "(a OR b) source:Reuters"),
    "nothing": ("  ", "source:Reuters"),
    "that field alone": ("source:a", "source:Reuters"),
}


@pytest.mark.parametrize(("typed", "expected"), EDITED.values(), ids=EDITED)
def test_a_field_has_one_value_and_the_rest_stays(typed, expected):
    assert with_fields(typed, parse(typed, FIELDS), {"source": "Reuters"}) == expected


def test_several_fields_are_set_at_once():
    typed = "Kabul from:2020"
    both = with_fields(typed, parse(typed, FIELDS), {"from": "2021-05", "to": "air war"})
    assert both == 'Kabul from:2021-05 to:"air war"'


def test_each_field_says_what_the_query_is_without_it():
    typed = '"see tag:x" tag:War -(source:a OR source:"Matrix Mag") tag:War'
    assert typed_fields(parse(typed, FIELDS).tree) == [
        TypedField("tag", "War", False, '"see tag:x" -(source:a OR source:"Matrix Mag") tag:War'),
        TypedField("source", "a", True, '"see tag:x" tag:War -source:"Matrix Mag" tag:War'),
        TypedField("source", "Matrix Mag", True, '"see tag:x" tag:War -source:a tag:War'),
        TypedField("tag", "War", False, '"see tag:x" tag:War -(source:a OR source:"Matrix Mag")'),
    ]
