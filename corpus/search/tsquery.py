"""Writes a query tree as an SQL condition over the columns of an index (PostgreSQL).

The index of lexemes holds each word once, without positions: a tsvector keeps at most 256 positions
per word and none beyond 16,383, so phrases are compared with the stored words.
"""

from corpus.search.query_tree import PREFIX, All, Any, Node, Not, Words, relaxed

# Prefixes of lexemes: none for a word of the title or the text, then a word of each other column.
TITLE_MARK, BYLINE_MARK = "<", "@"


def condition(node: Node, table: str) -> tuple[str, list[str]]:
    """Return (SQL, parameters) of one lookup in the index of lexemes, for a tree of words.

    `table` is the quoted name of the index table. Raises TypeError for a lone Not.
    """
    indexed = f"corpus_lexemes({table}.title, {table}.text, {table}.byline) @@ %s::tsquery"
    if _is_unordered(node):
        return indexed, [tsquery(node)]
    sql, parameters = comparison(node, table)
    return f"{indexed} AND ({sql})", [tsquery(relaxed(node)), *parameters]


def comparison(node: Node, table: str) -> tuple[str, list[str]]:
    """Return (SQL, parameters) that compare a tree with the stored words, without an index.

    For few rows: a row takes about 20 µs, its lexemes 200.
    """
    if isinstance(node, Words):
        return _compared(node, table)
    if isinstance(node, Not):
        sql, parameters = comparison(node.node, table)
        return f"NOT ({sql})", parameters
    operator = " AND " if isinstance(node, All) else " OR "
    parts = [comparison(each, table) for each in _branch(node).nodes]
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


def _compared(node: Words, table: str) -> tuple[str, list[str]]:
    column = f"{table}.title" if node.in_title else f"({table}.title || {table}.text)"
    if node.in_byline:
        column = f"{table}.byline"
    # Words hold no sign that a regular expression knows.
    phrase = " ".join(
        words[0] if len(words) == 1 else f"({'|'.join(words)})" for words in node.alternatives
    )
    ending = "" if node.form == PREFIX else " "
    # strpos is twice as fast as an expression, and six times as fast as LIKE.
    is_one = all(len(words) == 1 for words in node.alternatives)
    sql = f"strpos({column}, %s) > 0" if is_one else f"{column} ~ %s"
    return sql, [f" {phrase}{ending}"]
