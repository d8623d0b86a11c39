"""What a database is made of, object by object, to be compared with another."""

import re

from django.db import connection

SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"

# What each kind of object of PostgreSQL is called, and how the server itself writes it.
POSTGRESQL = {
    "column": """
        SELECT attrelid::regclass || '.' || attname, concat_ws(' ', attnum - (
            SELECT count(*) FROM pg_attribute AS gone WHERE gone.attrelid = a.attrelid
            AND gone.attisdropped AND gone.attnum BETWEEN 1 AND a.attnum
        ), format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attcollation,
            attstattarget, attstorage, pg_get_expr(adbin, adrelid))
        FROM pg_attribute AS a JOIN pg_class ON pg_class.oid = attrelid AND relkind = 'r'
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attnum > 0 AND NOT attisdropped AND relnamespace = 'public'::regnamespace
    """,
    "constraint": """
        SELECT conrelid::regclass || '.' || conname,
            concat_ws(' ', pg_get_constraintdef(oid), convalidated, condeferrable, condeferred)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    """,
    "index": """
        SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
        FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
        WHERE relnamespace = 'public'::regnamespace
    """,
    "trigger": """
        SELECT tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal
    """,
    "function": """
        SELECT proname::text, pg_get_functiondef(oid)
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    """,
    "relation": """
        SELECT oid::regclass::text, concat_ws(' ', relkind, relpersistence, reloptions)
        FROM pg_class WHERE relnamespace = 'public'::regnamespace
    """,
    "text search": "SELECT cfgname::text, cfgparser::text FROM pg_ts_config WHERE oid >= 16384",
    "dictionary": "SELECT dictname::text, dictinitoption FROM pg_ts_dict WHERE oid >= 16384",
    "extension": "SELECT extname::text, extversion FROM pg_extension",
}


def objects():
    """Return the definition of every object of the default database by its kind and name."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(SQLITE)
            return {(row[0], row[1]): (row[2], *_parts(row[3])) for row in cursor.fetchall()}
        known = {}
        for kind, query in POSTGRESQL.items():
            cursor.execute(query)
            known |= {(kind, name): _without_casts(text) for name, text in cursor.fetchall()}
        return known


def _without_casts(definition):
    """A definition as it was before a dump: what is read back from one has casts elsewhere."""
    return re.sub(r"::(text|character varying)(\[\])?|[()]", "", definition)


def _parts(statement):
    """A statement of SQLite without its layout: columns in their order, then conditions sorted.

    In which order the conditions of a table stand depends on when it was last rebuilt.
    """
    statement = " ".join(statement.split())
    if not statement.startswith("CREATE TABLE"):
        return (statement,)
    begin, end = statement.index("("), statement.rindex(")")
    pieces = [piece.strip() for piece in _at_commas(statement[begin + 1 : end])]
    columns = [piece for piece in pieces if not piece.startswith("CONSTRAINT")]
    conditions = sorted(piece for piece in pieces if piece.startswith("CONSTRAINT"))
    return (statement[:begin].strip(), *columns, *conditions, statement[end + 1 :])


def _at_commas(text):
    """Cut at the commas that stand in no brackets and no quotation marks."""
    depth, piece = 0, ""
    for token in re.findall(r"'(?:[^']|'')*'|\"[^\"]*\"|.", text):
        depth += (token == "(") - (token == ")")
        if token == "," and depth == 0:
            yield piece
            piece = ""
        else:
            piece += token
    yield piece
