"""Finds the candidates of a query with rare words, if they are few, at a bounded cost."""

from django.db import connection

from corpus.search.query_tree import All, Any, Node, Words, relaxed
from corpus.search_index.models import ArticleIndex, rows_matching


def candidate_keys(tree: Node, limit: int) -> tuple[list[int] | None, bool]:
    """Return (the sort keys of all rows that may match a tree of words, whether all do).

    The keys are unordered; None if there may be more than `limit`.
    """
    if connection.vendor == "sqlite":
        return _sqlite_keys(tree, limit), True
    # GIN finds rows by their words in any order; phrases are compared later, in few rows.
    anywhere = relaxed(tree)
    return _keys(anywhere, limit), anywhere == tree


def _sqlite_keys(tree, limit):
    """Look up the tree only if it has a rare word: FTS5 walks the rows of the rarest one."""
    is_rare = is_one_word(tree) or _is_rare(relaxed(tree), limit)
    return _keys(tree, limit) if is_rare else None


def is_one_word(tree):
    """Return whether a tree is one word, in whatever form, of text and title or of the byline."""
    return isinstance(tree, Words) and len(tree.words) == 1 and not tree.in_title


def _keys(tree, limit):
    # Unordered, so that the planner does not walk along all rows.
    select, parameters = rows_matching(ArticleIndex, tree)
    with connection.cursor() as cursor:
        cursor.execute(f"{select} LIMIT %s", [*parameters, limit + 1])
        keys = [key for (key,) in cursor.fetchall()]
    return keys if len(keys) <= limit else None


def _is_rare(tree, limit):
    """Return whether every match of a tree requires a word that at most `limit` rows contain.

    Words of titles are counted anywhere, since FTS5 walks along all rows with the word.
    """
    if isinstance(tree, Any):
        return all(_is_rare(each, limit) for each in tree.nodes)
    if isinstance(tree, All):
        return any(_is_rare(each, limit) for each in tree.nodes)
    is_rare = _are_few(Words(tree.words, tree.form), limit)
    # Bylines are counted separately.
    return is_rare and not (tree.in_byline and not _are_few(tree, limit))


def _are_few(tree, limit):
    """Return whether at most `limit` rows match, without fetching them."""
    select, parameters = rows_matching(ArticleIndex, tree)
    with connection.cursor() as cursor:
        cursor.execute(f"{select} LIMIT 1 OFFSET %s", [*parameters, limit])
        return cursor.fetchone() is None
