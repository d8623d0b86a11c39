"""Pure: finds the hits of a search in an open article."""

from dataclasses import dataclass

from annotations.highlighting.html import Html, with_hits
from corpus.search import snippets
from corpus.search.query_tree import Node

# Maximum of hits to mark in a text: one in every line would make it unreadable.
MAX_MARKED = 500
# Maximum of hits to link individually for readers without scripts.
MAX_LISTED = 30


@dataclass(frozen=True, slots=True)
class ArticleHits:
    """The hits of a typed query in a text: `spans` are marked, `number` is the count of all.

    `title` is the title with its hits, which are not counted, or "" if it has none.
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
        return range(1, min(self.last, MAX_LISTED) + 1)


def hits_in(typed: str, tree: Node | None, title: str, text: str) -> ArticleHits:
    """Return the hits in an article of the query `typed`, parsed as `tree`."""
    hits = snippets.hits(text, tree)
    title_hits = snippets.hits(title, tree, in_title=True)
    title_html = with_hits(title, title_hits) if title_hits else ""
    return ArticleHits(typed, tuple(hits[:MAX_MARKED]), len(hits), title_html)
