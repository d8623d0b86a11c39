"""Pure: what was searched for, where an open article holds it."""

from dataclasses import dataclass

from annotations.highlighting.html import Html, with_hits
from corpus.search import snippets
from corpus.search.query_tree import Node

# As many as are marked in a text: a word of every line would hide what it stands in.
MOST = 500
# As many as are reached one by one where no script walks them.
LISTED = 30


@dataclass(frozen=True, slots=True)
class ArticleHits:
    """Where a text holds what was typed: `spans` are marked, `number` says how many there are.

    `title` is the title with its own hits, which are not counted, or "" where it has none.
    """

    typed: str
    spans: tuple[tuple[int, int], ...]
    number: int
    title: str | Html

    @property
    def last(self) -> int:
        return len(self.spans)

    @property
    def is_cut(self) -> bool:
        return self.number > self.last

    @property
    def listed(self) -> range:
        return range(1, min(self.last, LISTED) + 1)


def hits_in(typed: str, tree: Node | None, title: str, text: str) -> ArticleHits:
    """Return where an article holds the words that were typed, which were read as a tree."""
    found = snippets.hits(text, tree)
    in_title = snippets.hits(title, tree, in_title=True)
    drawn = with_hits(title, in_title) if in_title else ""
    return ArticleHits(typed, tuple(found[:MOST]), len(found), drawn)
