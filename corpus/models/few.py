"""The articles that rare words leave, where they are few; found without looking at many."""

from django.db import connection

from corpus.models.search_index import ArticleIndex
from corpus.search.tree import All, Any, Node, Words, loosened


def few_keys(tree: Node, most: int) -> list[int] | None:
    """Return the sort keys of all rows that hold a tree of words, newest first.

    None where the words leave more than `most` rows to look at, or it cannot be said cheaply.
    """
    looked_up = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    keys = looked_up(tree, most)
    return None if keys is None else sorted(keys, reverse=True)


def _on_sqlite(tree, most):
    """FTS5 goes along the rows of the rarest word: one must be rare."""
    if not _is_rare(loosened(tree), most):
        return None
    keys = _keys(tree, most)
    return keys if len(keys) <= most else None


def _on_postgresql(tree, most):
    """GIN finds rows by their words in any order; only of few is the order compared."""
    unordered = loosened(tree)
    keys = _keys(unordered, most)
    if len(keys) > most:
        return None
    if keys and unordered != tree:
        held = ArticleIndex.objects.filter(text__matches=tree, pk__in=keys)
        keys = list(held.values_list("pk", flat=True))
    return keys


def _keys(tree, most):
    found = ArticleIndex.objects.filter(text__matches=tree)
    # Without an order: the databases must not find rows by going along all of them.
    return list(found.values_list("pk", flat=True)[: most + 1])


def _is_rare(tree, most):
    """Say whether each way to hold a tree needs a word that few rows hold.

    What is asked of titles is looked for anywhere: FTS5 goes along all rows that have the word.
    """
    if isinstance(tree, Any):
        return all(_is_rare(each, most) for each in tree.nodes)
    if isinstance(tree, All):
        return any(_is_rare(each, most) for each in tree.nodes)
    anywhere = Words(tree.words, tree.form)
    return len(_keys(anywhere, most)) <= most
