"""Pure: the columns of an article's search index row, and its sketch."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.minhash import NewWordHashes, WordHashes, pack, sketch_of
from corpus.search.hyphens import BEFORE_JOINED, with_joined
from corpus.search.tokenizer import joined_words, words_of_tokens

# Code points. A list of a column's words takes thirty times the memory of the column.
LONG_COLUMN_LENGTH = 100_000
# Bytes of the different words of a text that PostgreSQL can index: it keeps 2**20 - 1, those of
# title and byline among them, and does not say which it cannot look up any more.
MAX_WORD_BYTES = 1_000_000
TOO_MANY_WORDS = "The text has more different words than search can index. Split it."
_WORD = re.compile("[^ ]+")


@dataclass(frozen=True)
class IndexEntry:
    """`columns` are those of the index row by name, `sketch` is that of the text as stored.

    128 integers would take ten times the memory, and a third of the time in which processes
    exchange an entry.
    """

    columns: dict[str, str]
    sketch: bytes


def index_entry(title: str, text: str, byline: str, hashes: WordHashes | None = None) -> IndexEntry:
    """The index columns and the sketch of an article; `hashes` are those of an import."""
    words = words_of_tokens(text)
    column = to_column(" ".join(words))
    columns = index_columns(title, "", byline) | {"text": with_joined(column, text)}
    # The words that the tokenizer made are not split from the column again.
    is_word_per_token = column.count(" ") == len(words) + 1
    column_or_words = words if is_word_per_token else column_words(column)
    if hashes is None:
        return IndexEntry(columns, pack(sketch_of(column_or_words)))
    return IndexEntry(columns, pack(sketch_of(column_or_words, hashes)))


class NewWords:
    """Makes the index entries of one import, and knows which of their words are in no earlier one.

    The hashes of words, which each sketch needs, tell that without a further look at each word.
    """

    def __init__(self) -> None:
        self._hashes = NewWordHashes()
        # Words that are in no sketch.
        self._others: set[str] = set()

    def index_entry(self, title: str, text: str, byline: str) -> IndexEntry:
        entry = index_entry(title, text, byline, self._hashes)
        column = entry.columns["text"]
        # Without a sketch a text is short or says the same again, and its words may be told again.
        _, mark, joined = column.partition(BEFORE_JOINED)
        others = mark + joined if entry.sketch else column
        for each in (entry.columns["title"], entry.columns["byline"], others):
            self._others.update(column_words(each))
        for each in entry.columns.values():
            self._others.update(split_words(each))
        return entry

    def take(self) -> set[str]:
        """The `distinct_words` of the entries made since the last call.

        Those that were in earlier ones are left out, except for a few.
        """
        words = self._others.union(self._hashes.new_words)
        self._others.clear()
        self._hashes.new_words.clear()
        return words


def distinct_words(columns: Iterable[str]) -> set[str]:
    """The words of columns, and the parts of those with a hyphen: "cease fire"."""
    words: set[str] = set()
    for column in columns:
        words.update(column_words(column))
        words.update(split_words(column))
    return words


def index_columns(title: str, text: str, byline: str = "") -> dict[str, str]:
    """The columns of an index row, for a title, a text and a byline."""
    texts = {"text": text, "title": title, "byline": byline}
    return {name: with_joined(to_column(joined_words(each)), each) for name, each in texts.items()}


def folded_words(text: str) -> list[str]:
    """The folded words of a text, from which its sketch is made."""
    return joined_words(text).split()


def column_words(column: str) -> Iterable[str]:
    """The words of a column; a long column is split lazily."""
    if len(column) < LONG_COLUMN_LENGTH:
        return column.split()
    return (match[0] for match in _WORD.finditer(column))


def has_too_many_words(text: str) -> bool:
    """Return whether search could not look up some words of a text, on one of the databases."""
    if len(text) < LONG_COLUMN_LENGTH:
        return False
    words = set(column_words(index_columns("", text)["text"]))
    return sum(len(word.encode()) for word in words) > MAX_WORD_BYTES


def text_words(column: str) -> Iterable[str]:
    """The words of a column as they stand in the text, from which its sketch is made."""
    return column_words(column.partition(BEFORE_JOINED)[0])


def split_words(column: str) -> Iterator[str]:
    """Yield "cease fire" for each "ceasefire" that `with_joined` added to a column."""
    if BEFORE_JOINED in column:
        joined = set(column[column.index(BEFORE_JOINED) :].split())
        yield from (
            " ".join(pair) for pair in pairwise(text_words(column)) if "".join(pair) in joined
        )


def to_column(words: str) -> str:
    """Words as a column holds them, each between two spaces: "a b" gives " a b "."""
    return f" {words} " if words else ""
