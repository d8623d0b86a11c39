"""The queries of both databases, asked of rows as they will be indexed."""

import sqlite3

import pytest

from corpus.search.fts5 import is_one_query, match_query
from corpus.search.parser import parse
from corpus.search.tokenizer import terms
from corpus.search.tsquery import condition, tsquery

TEXTS = ["Running to Kabul", "They ran; major cities fell", "Cities of the major, C++"]


@pytest.fixture
def index():
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE found USING fts5("
        "title, text, title_stems, text_stems, tokenize = 'ascii')"
    )
    for text in TEXTS:
        exact, stems = (" ".join(each) for each in terms(text))
        database.execute("INSERT INTO found VALUES ('', ?, '', ?)", (exact, stems))
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
    ],
)
def test_fts5_finds_what_was_asked_for(index, typed, expected):
    tree = parse(typed).tree
    assert is_one_query(tree)
    rows = index.execute("SELECT rowid FROM found WHERE found MATCH ?", (match_query(tree),))
    # FTS5 numbers rows from 1.
    assert sorted(rowid - 1 for (rowid,) in rows) == expected


@pytest.mark.parametrize("typed", ["-a", "a OR -b", "-(a b)"])
def test_fts5_has_no_query_for_absence_alone(typed):
    assert not is_one_query(parse(typed).tree)


def test_tsquery_marks_stems_and_titles():
    tree = parse('running "ran" gov* title:nato -x').tree
    assert tsquery(tree) == "(('=run') & ('ran') & ('gov':*) & ('<=nato') & !('=x'))"


def test_phrases_are_compared_with_the_words_in_order():
    sql, parameters = condition(parse('"major cities" kabul').tree, '"i"')
    assert sql == (
        '("i".lexemes @@ %s::tsquery) AND '
        '("i".lexemes @@ %s::tsquery AND (strpos("i".title, %s) > 0 OR strpos("i".text, %s) > 0))'
    )
    assert parameters == [
        "(('=kabul'))",
        "('major' & 'cities')",
        " major cities ",
        " major cities ",
    ]
