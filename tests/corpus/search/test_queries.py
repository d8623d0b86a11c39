"""The queries of both databases, asked of rows as they will be indexed."""

import sqlite3
from dataclasses import replace

import pytest

from corpus.search.fts5 import is_one_query, match_query
from corpus.search.parser import parse
from corpus.search.query_tree import STEM, Words, mapped
from corpus.search.tokenizer import terms
from corpus.search.tsquery import comparison, condition, tsquery

TEXTS = ["Running to Kabul", "They ran; major cities fell", "Cities of the major, C++"]
FORMS = {"run": ("run", "running"), "citi": ("cities", "city")}


def looked_up(typed):
    """The tree of a query with the forms of its stems."""

    def with_forms(leaf):
        forms = tuple(FORMS.get(word, (word,)) for word in leaf.words)
        return replace(leaf, forms=forms if leaf.form == STEM else ())

    return mapped(parse(typed).tree, with_forms)


@pytest.fixture
def index():
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE found USING fts5(text, title, byline, tokenize = 'ascii')"
    )
    for text in TEXTS:
        database.execute("INSERT INTO found VALUES (?, '', '')", [" ".join(terms(text)[0])])
    yield database
    database.close()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("run", [0]),
        ("cities", [1, 2]),
        ('"major cities"', [1]),
        ('"run"', []),
        ("cit* -fell", [2]),
        ("kabul OR c++", [0, 2]),
        ("(kabul OR fell) -major", [0]),
        ("title:kabul", []),
        ("run-to", [0]),
        ("city-of", [2]),
        ("of-cities", []),
    ],
)
def test_fts5_finds_what_was_asked_for(index, typed, expected):
    tree = looked_up(typed)
    assert is_one_query(tree)
    rows = index.execute("SELECT rowid FROM found WHERE found MATCH ?", (match_query(tree),))
    # FTS5 numbers rows from 1.
    assert sorted(rowid - 1 for (rowid,) in rows) == expected


@pytest.mark.parametrize("typed", ["-a", "a OR -b", "-(a b)"])
def test_fts5_has_no_query_for_absence_alone(typed):
    assert not is_one_query(parse(typed).tree)


def test_tsquery_marks_titles_and_has_each_form_of_a_stem():
    tree = looked_up('running "ran" gov* title:cities -x')
    assert tsquery(tree) == (
        "((('run' | 'running')) & (('ran')) & (('gov':*)) & (('<cities' | '<city')) & !(('x')))"
    )


@pytest.mark.parametrize("written", [match_query, tsquery])
def test_stems_are_not_looked_up_without_their_forms(written):
    with pytest.raises(ValueError, match="were not looked up"):
        written(Words(("run",), STEM))


def test_a_tree_without_phrases_is_one_lookup():
    sql, parameters = condition(looked_up("major -cities"), '"i"')
    assert sql == 'corpus_lexemes("i".title, "i".text, "i".byline) @@ %s::tsquery'
    assert parameters == ["((('major')) & !(('cities' | 'city')))"]


def test_few_rows_are_compared_without_the_index():
    tree = looked_up("major (title:cities OR kab*) -run-to")
    sql, parameters = comparison(tree, '"i"')
    assert sql == (
        '(strpos(("i".title || "i".text), %s) > 0) '
        'AND (("i".title ~ %s) OR (strpos(("i".title || "i".text), %s) > 0)) '
        'AND (NOT (("i".title || "i".text) ~ %s))'
    )
    assert parameters == [" major ", " (cities|city) ", " kab", " (run|running) to "]


def test_phrases_are_compared_with_the_words_in_order():
    sql, parameters = condition(looked_up('"major cities" kabul'), '"i"')
    assert sql == (
        'corpus_lexemes("i".title, "i".text, "i".byline) @@ %s::tsquery AND '
        '((strpos(("i".title || "i".text), %s) > 0) AND (strpos(("i".title || "i".text), %s) > 0))'
    )
    assert parameters == [
        "(((('major')) & (('cities'))) & (('kabul')))",
        " major cities ",
        " kabul ",
    ]
