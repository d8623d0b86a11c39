"""What articles are found by: the words of their index rows, and the sketches they resemble by."""

from dataclasses import dataclass

from corpus.resembling import sketch_of
from corpus.search.words import terms


@dataclass(frozen=True, slots=True)
class FoundBy:
    """`columns` are those of the index row by their names, `sketch` that of the text."""

    columns: dict[str, str]
    sketch: tuple[int, ...]


def found_by(title: str, text: str, byline: str) -> FoundBy:
    """What an article with these is found by."""
    columns = indexed(title, text, byline)
    return FoundBy(columns, sketch_of(columns["text"].split()))


def indexed(title: str, text: str, byline: str = "") -> dict[str, str]:
    """The columns of an index row, for a title, a text and a byline."""
    (title_words, title_stems), (words, stems) = terms(title), terms(text)
    return {
        "title": spaced(title_words),
        "text": spaced(words),
        "title_stems": spaced(title_stems),
        "text_stems": spaced(stems),
        "byline": spaced(terms(byline)[0]),
    }


def spaced(words: list[str]) -> str:
    """Words as a column of an index row holds them, each between two spaces."""
    return f" {' '.join(words)} " if words else ""
