"""The articles that rare words leave, where they are few; found without looking at many."""

from django.db import connection

from corpus.search.query_tree import All, Any, Node, Words, loosened
from corpus.search_index.models import ArticleIndex


def few_keys(tree: Node, most: int) -> tuple[list[int] | None, bool]:
    """Return the sort keys, in no order, of all rows that may hold a tree of words.

    None where they may be more than `most`. Beside them it is said whether all of them hold it.
    """
    if connection.vendor == "sqlite":
        return _on_sqlite(tree, most), True
    # GIN finds rows by their words in any order; the order of few is compared later.
    return _keys(loosened(tree), most), False


def _on_sqlite(tree, most):
    """FTS5 goes along the rows of the rarest word: unless one is rare, it is not asked for all."""
    anywhere = loosened(tree)
    is_one_word = isinstance(tree, Words) and tree == anywhere and not tree.in_title
    return _keys(tree, most) if is_one_word or _is_rare(anywhere, most) else None


def _keys(tree, most):
    found = ArticleIndex.objects.filter(text__matches=tree)
    # Without an order: none of the databases is to find rows by going along all of them.
    keys = list(found.values_list("pk", flat=True)[: most + 1])
    return keys if len(keys) <= most else None


def _is_rare(tree, most):
    """Say whether each way to hold a tree needs a word that few rows hold.

    What is asked of titles is looked for anywhere: FTS5 goes along all rows that have the word.
    """
    if isinstance(tree, Any):
        return all(_is_rare(each, most) for each in tree.nodes)
    if isinstance(tree, All):
        return any(_is_rare(each, most) for each in tree.nodes)
    anywhere = Words(tree.words, tree.form)
    is_rare = _keys(anywhere, most) is not None
    # Bylines are no part of that.
    return is_rare and not (tree.in_byline and _keys(tree, most) is None)
