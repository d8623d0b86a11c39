"""Keyword in context over the newest articles that a query finds."""

from dataclasses import dataclass
from operator import attrgetter
from urllib.parse import quote

from annotations.highlighting.search_hits import MAX_MARKED as MOST_MARKED
from annotations.passages.occurrences import in_turn
from annotations.search.query import read_question
from annotations.search.results import narrowed
from corpus.models import Article
from corpus.search import concordance
from corpus.search.query_tree import wanted
from corpus.search_index.newest_hits import newest

# A reader looks through hundreds of lines, not through thousands.
MOST_ARTICLES, MOST_LINES = 200, 1_000
# Texts are read a few at a time: of a common word few articles fill all lines.
AT_ONCE = 20
WORDLESS = "A concordance needs a word that stands in the text."


@dataclass(frozen=True)
class Entry:
    """A line with its article; `url` leads to the hit."""

    line: concordance.Line
    article: Article
    url: str


@dataclass(frozen=True)
class Concordance:
    """`articles` is how many were read; `has_more` says that more match, or have more lines."""

    entries: list
    articles: int
    has_more: bool
    problems: tuple

    @property
    def number(self):
        return f"{len(self.entries):,}"


def concordance_of(typed, sort, member):
    """The Concordance of what was typed, at a cost that does not grow with the corpus."""
    question = read_question(typed)
    if not any(map(_is_of_text, wanted(question.tree))):
        return Concordance([], 0, False, (*question.problems, WORDLESS) if typed else ())
    present = Article.objects.present()
    about = narrowed(question, member)
    found = newest(present, question.tree, member, most=MOST_ARTICLES, **about)
    entries, articles = [], 0
    for article in in_turn(found.keys, AT_ONCE):
        articles += 1
        entries += _entries(article, question.tree, typed)
        if len(entries) >= MOST_LINES:
            break
    is_whole = found.is_complete and articles == len(found.keys) and len(entries) <= MOST_LINES
    ordered = concordance.in_order(entries[:MOST_LINES], sort, line_of=attrgetter("line"))
    return Concordance(ordered, articles, not is_whole, question.problems)


def _is_of_text(words):
    return not words.in_title and not words.in_byline


def _entries(article, tree, typed):
    address = f"{article.get_absolute_url()}?q={quote(typed)}"
    for line in concordance.lines(article.text, tree):
        anchor = f"#hit-{line.number}" if line.number <= MOST_MARKED else ""
        yield Entry(line, article, f"{address}{anchor}")
