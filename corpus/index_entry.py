"""What articles are found by: the words of their index rows, and the sketches they resemble by."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.minhash import sketch_of
from corpus.search.tokenizer import terms

# As words of their own, the characters of a column take thirty times their memory.
LONG = 100_000
_WORD = re.compile("[^ ]+")


@dataclass(frozen=True, slots=True)
class FoundBy:
    """`columns` are those of the index row by their names, `sketch` that of the text."""

    columns: dict[str, str]
    sketch: tuple[int, ...]


def found_by(title: str, text: str, byline: str) -> FoundBy:
    """What an article with these is found by."""
    columns = indexed(title, text, byline)
    return FoundBy(columns, sketch_of(words_in(columns["text"])))


def indexed(title: str, text: str, byline: str = "") -> dict[str, str]:
    """The columns of an index row, for a title, a text and a byline."""
    return _pair("title", title) | _pair("text", text) | {"byline": spaced(terms(byline)[0])}


def _pair(name, text):
    words, stems = terms(text)
    column = spaced(words)
    # Where no word is English, one string serves as both.
    return {name: column, f"{name}_stems": column if stems == words else spaced(stems)}


def words_of(text: str) -> list[str]:
    """The words of a text, folded, as its sketch is made of them."""
    return terms(text)[0]


def words_in(column: str) -> Iterable[str]:
    """The words of a column; those of a long one are not all there at once."""
    if len(column) < LONG:
        return column.split()
    return (found[0] for found in _WORD.finditer(column))


def spaced(words: list[str]) -> str:
    """Words as a column of an index row holds them, each between two spaces."""
    return f" {' '.join(words)} " if words else ""
