"""Most words are told to be their own stem without asking the stemmer: it must say the same."""

from itertools import product
from pathlib import Path

import pytest
from snowballstemmer import stemmer
from snowballstemmer.english_stemmer import EnglishStemmer

from corpus.search.words import terms

FIXTURES = Path(__file__).parents[3] / "fixtures"
BEGINNINGS = ["", "b", "gener", "proc", "hop", "inter", "univers", "agr", "relat", "tro", "sky"]


def endings():
    """Every ending that the stemmer has a rule for, as it has them itself."""
    tables = [table for name, table in vars(EnglishStemmer).items() if name.startswith("a_")]
    found = {row.s if hasattr(row, "s") else row[0] for table in tables for row in table}
    return sorted(found | set("abcdefghijklmnopqrstuvwxyz"))


def differing(words):
    stem = stemmer("english").stemWord
    told = {word: terms(word)[1] for word in words}
    return {word: found for word, found in told.items() if found != [stem(word)]}


def test_stems_of_every_ending_are_those_of_the_stemmer():
    words = {"".join(parts) for parts in product(BEGINNINGS, ["", *endings()], endings())}
    words = {word for word in words if len(word) >= 3 and word.isalpha()}
    assert differing(words) == {}
    assert len(words) > 10_000


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.txt")), ids=lambda path: path.name[:3])
def test_stems_of_the_first_corpus_are_those_of_the_stemmer(path):
    words = {word for word in terms(path.read_text())[0] if word.isascii() and word.isalpha()}
    assert differing({word for word in words if len(word) >= 3}) == {}
