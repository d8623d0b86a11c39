"""Articles as search results: their lines and the parts of their texts that a search finds."""

from dataclasses import dataclass
from functools import lru_cache
from sys import getsizeof

from annotations.articles.filters import as_seen_by
from annotations.articles.rows import ArticleLine, line_of
from corpus.db.compiled_query import KEY, KEYS, CompiledModelQuery, CompiledQuery
from corpus.models import Article
from corpus.search.snippets import HitFinder, Snippet, full_snippet, html_of, snippets
from corpus.sized_cache import SizedStore

# Code points of a text that are searched for snippets.
MAX_SNIPPET_TEXT_LENGTH = 200_000
# Bytes of hits kept per process, about a thousand.
KEPT_BYTES = 4 * 2**20
SIZE_BESIDE_TEXTS = 3_000
MAX_KEPT_SEARCHES = 100
# What a line shows of an article, and what its text follows from: a revision never changes.
SHOWN = (
    "sort_key",
    "public_id",
    "revision_number",
    "title",
    "opening",
    "byline",
    "language",
    "published_on",
    "published_precision",
    "source__name",
    "source__reliability",
    "passage_count",
    "my_state",
    "is_mine",
)


@dataclass(frozen=True)
class ArticleHit:
    """An article as a search result, all of it plain values."""

    line: ArticleLine
    title: Snippet
    parts: tuple[Snippet, ...]

    @property
    def snippets(self):
        """The parts of the text as HTML: a loop in a template takes five times as long."""
        return html_of(self.parts)


class _Finders:
    """What marks the words of a search; it is equal to itself alone."""

    def __init__(self, typed, tree):
        self.in_text, self.in_title = HitFinder(tree), HitFinder(tree, in_title=True)


# By the typed text too: equal trees may have been typed in different words.
_finders = lru_cache(MAX_KEPT_SEARCHES)(_Finders)


def article_hits(keys, query, member):
    """The ArticleHits of a SearchQuery in the articles with some sort keys, in their order.

    For the same words a text is read and searched once, as long as its hits are kept.
    """
    if not keys:
        return []
    finders = _finders(query.typed, query.tree)
    hits = {row[0]: _kept.find((finders, row)) for row in _shown(keys, member.pk)}
    if missing := [key for key, hit in hits.items() if hit is None]:
        for article in _read(missing, member.pk):
            hits[article.sort_key] = hit = _hit(article, finders)
            # By what was read with the text: the article may have been changed meanwhile.
            _kept.keep((finders, _row_of(article)), hit)
    return [hits[key] for key in keys if hits.get(key)]


def _hit(article, finders):
    return ArticleHit(
        line_of(article, article.passage_count, article.my_state, article.is_mine),
        full_snippet(article.display_title, finders.in_title),
        tuple(snippets(article.text[:MAX_SNIPPET_TEXT_LENGTH], finders.in_text)),
    )


def _row_of(article):
    """The values of SHOWN, of an article that was read."""
    source = article.source
    of_source = {
        "source__name": source and source.name,
        "source__reliability": source and source.reliability,
    }
    return tuple(of_source[name] if name in of_source else getattr(article, name) for name in SHOWN)


def _size_of(hit):
    shown = (hit.title, *hit.parts)
    return SIZE_BESIDE_TEXTS + sum(getsizeof(each.text) for each in shown)


def _articles(keys, member):
    return as_seen_by(member, Article.objects.filter(sort_key__in_array=keys).order_by())


_shown = CompiledQuery(
    KEYS, KEY, build=lambda keys, member: _articles(keys, member).values_list(*SHOWN)
)
_read = CompiledModelQuery(
    KEYS, KEY, build=lambda keys, member: _articles(keys, member).select_related("source")
)
# By the values of SHOWN and the words searched: an ArticleHit is made of nothing else.
_kept = SizedStore(_size_of, KEPT_BYTES)
