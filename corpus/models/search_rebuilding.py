"""Indexing articles again: those that no search finds, or all of them, while the desk is in use."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef

from corpus.models.article import Article
from corpus.models.search_index import ArticleIndex, indexed

# One transaction's articles: on SQLite whoever saves waits for as long as these are written.
BATCH = 50


def orphaned():
    """Index rows whose article is gone: they can only be left by hand."""
    articles = Article.objects.order_by().filter(sort_key=OuterRef("pk"))
    return ArticleIndex.objects.filter(~Exists(articles))


def reindexed(articles, below: int | None = None) -> Iterator[tuple[int, int]]:
    """Index `articles` anew, newest first; those whose `sort_key` is `below` one, where given.

    Yield after each batch the last key that is done, and how many articles the batch had: a run
    that was stopped goes on below that key. What is saved meanwhile is indexed by its own save.
    """
    articles = articles.order_by("-sort_key")
    while True:
        rest = articles if below is None else articles.filter(sort_key__lt=below)
        batch = {key: written for key, *written in _written(rest)[:BATCH]}
        if not batch:
            return
        _put(batch)
        below = min(batch)
        yield below, len(batch)


def _written(articles):
    return articles.values_list("sort_key", "title", "text", "byline")


def _put(batch):
    # Reading words takes longest: nobody waits for that.
    rows = {key: ArticleIndex(pk=key, **indexed(*written)) for key, written in batch.items()}
    with transaction.atomic():
        locked = Article.objects.filter(sort_key__in=batch).select_for_update(no_key=True)
        same = [key for key, *written in _written(locked) if written == batch[key]]
        ArticleIndex.objects.filter(pk__in=same).delete()
        ArticleIndex.objects.bulk_create([rows[key] for key in same])
