"""A tree of words as a query of SQLite's FTS5, over the columns of an index."""

from corpus.search.query_tree import EXACT, PREFIX, STEM, All, Any, Field, Node, Not, Words

_COLUMNS = {
    (EXACT, False): "title text",
    (PREFIX, False): "title text",
    (STEM, False): "title_stems text_stems",
    (EXACT, True): "title",
    (PREFIX, True): "title",
    (STEM, True): "title_stems",
}


def is_one_query(node: Node) -> bool:
    """Say whether FTS5 can be asked for all of a tree at once: it has no NOT by itself."""
    if isinstance(node, Words):
        return True
    if isinstance(node, Any):
        return all(map(is_one_query, node.nodes))
    if isinstance(node, All):
        wanted = [each for each in node.nodes if not isinstance(each, Not)]
        unwanted = [each.node for each in node.nodes if isinstance(each, Not)]
        return bool(wanted) and all(map(is_one_query, [*wanted, *unwanted]))
    return False


def match_query(node: Node) -> str:
    """Return the query for a tree of which `is_one_query` holds; words hold no quotation mark."""
    if isinstance(node, Words):
        begun = " *" if node.form == PREFIX else ""
        columns = "byline" if node.in_byline else _COLUMNS[node.form, node.in_title]
        return f'({{{columns}}} : "{" ".join(node.words)}"{begun})'
    if isinstance(node, Any):
        return f"({' OR '.join(map(match_query, node.nodes))})"
    if isinstance(node, Not | Field):
        raise TypeError(f"FTS5 cannot be asked for {node!r} alone.")
    wanted = [match_query(each) for each in node.nodes if not isinstance(each, Not)]
    unwanted = [match_query(each.node) for each in node.nodes if isinstance(each, Not)]
    query = " AND ".join(wanted)
    return f"(({query}) NOT ({' OR '.join(unwanted)}))" if unwanted else f"({query})"
