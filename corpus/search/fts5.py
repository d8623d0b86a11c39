"""Writes a query tree as an FTS5 MATCH query over the columns of an index (SQLite)."""

from itertools import product

from corpus.search.query_tree import PREFIX, All, Any, Field, Node, Not, Words


def is_one_query(node: Node) -> bool:
    """Return whether one MATCH can express the tree: FTS5 has no unary NOT."""
    if isinstance(node, Words):
        return True
    if isinstance(node, Any):
        return all(map(is_one_query, node.nodes))
    if isinstance(node, All):
        positive = [each for each in node.nodes if not isinstance(each, Not)]
        negated = [each.node for each in node.nodes if isinstance(each, Not)]
        return bool(positive) and all(map(is_one_query, [*positive, *negated]))
    return False


def match_query(node: Node) -> str:
    """Return the MATCH query of a tree for which `is_one_query` holds.

    Words are folded and hold no quotation mark. Raises TypeError for a lone Not or Field, and
    ValueError for stems whose forms were not looked up.
    """
    if isinstance(node, Words):
        prefix_mark = " *" if node.form == PREFIX else ""
        columns = "title" if node.in_title else "title text"
        phrases = (f'"{" ".join(words)}"{prefix_mark}' for words in product(*node.alternatives))
        return f"({{{'byline' if node.in_byline else columns}}} : ({' OR '.join(phrases)}))"
    if isinstance(node, Any):
        return f"({' OR '.join(map(match_query, node.nodes))})"
    if isinstance(node, Not | Field):
        raise TypeError(f"FTS5 cannot be asked for {node!r} alone.")
    positive = [match_query(each) for each in node.nodes if not isinstance(each, Not)]
    negated = [match_query(each.node) for each in node.nodes if isinstance(each, Not)]
    query = " AND ".join(positive)
    return f"(({query}) NOT ({' OR '.join(negated)}))" if negated else f"({query})"
