"""Keyword in context over the newest articles that a query finds."""

from dataclasses import dataclass
from urllib.parse import quote

from annotations.hits import MOST as MOST_MARKED
from annotations.questions import read_question
from corpus.models import Article
from corpus.search import concordance
from corpus.search.tree import wanted

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
    """The Concordance of what was typed, in one query besides those of its fields."""
    question = read_question(typed, member)
    if all(each.in_title for each in wanted(question.tree)):
        return Concordance([], 0, False, (*question.problems, WORDLESS) if typed else ())
    entries, articles, has_more = [], 0, False
    for article in _found(question.tree, member):
        if articles == MOST_ARTICLES or len(entries) >= MOST_LINES:
            has_more = True
            break
        articles += 1
        entries += _entries(article, question.tree, typed)
    has_more = has_more or len(entries) > MOST_LINES
    lines = {id(entry.line): entry for entry in entries[:MOST_LINES]}
    ordered = concordance.in_order([entry.line for entry in lines.values()], sort)
    return Concordance([lines[id(each)] for each in ordered], articles, has_more, question.problems)


def _found(tree, member):
    found = Article.objects.present().matching(tree, member).in_reading_order()
    return found.select_related("source")[: MOST_ARTICLES + 1].iterator(chunk_size=AT_ONCE)


def _entries(article, tree, typed):
    address = f"{article.get_absolute_url()}?q={quote(typed)}"
    for line in concordance.lines(article.text, tree):
        anchor = f"#hit-{line.number}" if line.number <= MOST_MARKED else ""
        yield Entry(line, article, f"{address}{anchor}")
