"""Writes a query tree as an SQL condition over the columns of an index (PostgreSQL).

`lexemes` holds each word once, without positions: a tsvector keeps at most 256 positions per word
and none beyond 16,383, so phrases are compared with the stored words.
"""

from corpus.search.query_tree import PREFIX, All, Any, Node, Not, Words

# Prefixes of lexemes: none for a word of the title or the text, then a word of each other column.
TITLE_MARK, BYLINE_MARK = "<", "@"


def condition(node: Node, table: str) -> tuple[str, list[str]]:
    """Return (SQL, parameters) for a tree of words; `table` is the quoted name of the index.

    Parts without phrases are combined into one tsquery, for a single index lookup.
    """
    if _is_unordered(node):
        return f"{table}.lexemes @@ %s::tsquery", [tsquery(node)]
    if isinstance(node, Words):
        return _phrase(node, table)
    if isinstance(node, Not):
        sql, parameters = condition(node.node, table)
        return f"NOT ({sql})", parameters
    operator = " AND " if isinstance(node, All) else " OR "
    parts = [condition(each, table) for each in _grouped(_branch(node))]
    sql = operator.join(f"({part})" for part, _ in parts)
    return sql, [each for _, parameters in parts for each in parameters]


def tsquery(node: Node) -> str:
    """Return the tsquery of a tree, with the words of phrases in any order."""
    if isinstance(node, Words):
        mark = BYLINE_MARK if node.in_byline else TITLE_MARK if node.in_title else ""
        lexemes = [
            " | ".join(_lexeme(mark + word) for word in words) for words in node.alternatives
        ]
        if node.form == PREFIX:
            lexemes[-1] += ":*"
        return f"(({') & ('.join(lexemes)}))"
    if isinstance(node, Not):
        return f"!{tsquery(node.node)}"
    operator = " & " if isinstance(node, All) else " | "
    return f"({operator.join(map(tsquery, _branch(node).nodes))})"


def _lexeme(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _is_unordered(node: Node) -> bool:
    if isinstance(node, Words):
        return len(node.words) == 1
    if isinstance(node, Not):
        return _is_unordered(node.node)
    return all(map(_is_unordered, _branch(node).nodes))


def _branch(node: Node) -> All | Any:
    if isinstance(node, All | Any):
        return node
    raise TypeError(f"{node!r} is in no index of words.")


def _grouped(node: All | Any) -> list[Node]:
    """Return the child nodes, with those that need no phrase grouped into one."""
    unordered = tuple(each for each in node.nodes if _is_unordered(each))
    rest = [each for each in node.nodes if not _is_unordered(each)]
    return [type(node)(unordered), *rest] if unordered else rest


def _phrase(node: Words, table: str) -> tuple[str, list[str]]:
    ending = "" if node.form == PREFIX else " "
    # Words hold no sign that a regular expression knows.
    phrase = " ".join(
        words[0] if len(words) == 1 else f"({'|'.join(words)})" for words in node.alternatives
    )
    # strpos is six times faster than LIKE.
    is_one = all(len(words) == 1 for words in node.alternatives)
    test = "strpos({}.{}, %s) > 0" if is_one else "{}.{} ~ %s"
    columns = ["title"] if node.in_title else ["title", "text"]
    if node.in_byline:
        columns = ["byline"]
    conditions = " OR ".join(test.format(table, column) for column in columns)
    sql = f"{table}.lexemes @@ %s::tsquery AND ({conditions})"
    return sql, [tsquery(node), *[f" {phrase}{ending}"] * len(columns)]
