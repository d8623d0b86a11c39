"""Finds articles by their words, for fields in which a member types one of them."""

from corpus.models import Article
from corpus.search.parser import prefix_words
from corpus.search_index.newest_hits import newest


def newest_with_words(typed, member, most):
    """Return the newest listed articles with words that begin with the typed ones, `most` at most.

    An empty list without words. The cost is that of a search, whatever the size of the corpus.
    """
    tree = prefix_words(typed)
    if tree is None:
        return []
    hits = newest(Article.objects.present(), tree, member, most=most)
    return list(Article.objects.listed().filter(sort_key__in=hits.keys).in_reading_order())
