"""Keyword in context over the newest articles that match a query."""

from dataclasses import dataclass
from operator import attrgetter
from urllib.parse import quote

from annotations.highlighting.search_hits import MAX_MARKED
from annotations.passages.occurrences import articles_in_batches
from annotations.search.query import parse_query
from annotations.search.results import scan_limits
from corpus.models import Article
from corpus.search import concordance
from corpus.search.query_tree import positive_words
from corpus.search_index.index_scan import PRESENT
from corpus.search_index.newest_hits import newest

# More lines than this are not useful on one page.
MAX_ARTICLES, MAX_LINES = 200, 1_000
# Texts loaded at a time; few articles fill all lines with a common word.
BATCH_SIZE = 20
WORDLESS = "Enter at least one word that occurs in the text."


@dataclass(frozen=True)
class ConcordanceLine:
    """A line with its article; `url` leads to the hit."""

    line: concordance.ConcordanceLine
    article: Article
    url: str


@dataclass(frozen=True)
class Concordance:
    """`articles` is how many were searched; `has_more` whether there are more articles or lines."""

    entries: list[ConcordanceLine]
    articles: int
    has_more: bool
    problems: tuple[str, ...]

    @property
    def number(self):
        return f"{len(self.entries):,}"


def concordance_of(typed, sort, member):
    """The Concordance of a typed query, at a cost independent of the size of the corpus."""
    query = parse_query(typed)
    if not any(map(_is_of_text, positive_words(query.tree))):
        return Concordance([], 0, False, (*query.problems, WORDLESS) if typed else ())
    limits = scan_limits(query, member)
    hits = newest(PRESENT, query.tree, member, most=MAX_ARTICLES, **limits)
    entries, articles = [], 0
    for article in articles_in_batches(hits.keys, BATCH_SIZE):
        articles += 1
        entries += _entries(article, query.tree, typed)
        if len(entries) >= MAX_LINES:
            break
    is_whole = hits.is_complete and articles == len(hits.keys) and len(entries) <= MAX_LINES
    ordered = concordance.sorted_rows(entries[:MAX_LINES], sort, line_of=attrgetter("line"))
    return Concordance(ordered, articles, not is_whole, query.problems)


def _is_of_text(words):
    return not words.in_title and not words.in_byline


def _entries(article, tree, typed):
    address = f"{article.get_absolute_url()}?q={quote(typed)}"
    for line in concordance.concordance_lines(article.text, tree):
        anchor = f"#hit-{line.number}" if line.number <= MAX_MARKED else ""
        yield ConcordanceLine(line, article, f"{address}{anchor}")
