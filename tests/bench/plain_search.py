"""Searches as one would write them without a desk: raw SQL of the best index of each database.

One table of articles, whose keys follow their dates, with FTS5 on SQLite and a stored tsvector
with GIN on PostgreSQL. A query is a word, or words in quotation marks that stand together.
"""

SHOWN = 20
# Stands in a page where its hits are drawn.
HITS = "<!-- hits -->"
COLUMNS = ("title", "url", "source", "published", "byline", "text")
SCHEMA = {
    "sqlite": (
        "CREATE TABLE article(id INTEGER PRIMARY KEY, title TEXT, url TEXT UNIQUE, source TEXT,"
        " published TEXT, byline TEXT, text TEXT)",
        "CREATE VIRTUAL TABLE words USING fts5(title, text, content=article, content_rowid=id,"
        " tokenize='porter unicode61 remove_diacritics 2')",
    ),
    "postgresql": (
        "CREATE TABLE article(id int PRIMARY KEY, title text, url text UNIQUE, source text,"
        " published timestamptz, byline text, text text, words tsvector GENERATED ALWAYS AS"
        " (setweight(to_tsvector('english', title), 'A')"
        " || setweight(to_tsvector('english', text), 'D')) STORED)",
    ),
}
INDEXING = {
    "sqlite": (
        "INSERT INTO words(words) VALUES('rebuild')",
        "INSERT INTO words(words) VALUES('optimize')",
        "ANALYZE",
    ),
    "postgresql": ("CREATE INDEX article_words ON article USING gin(words)", "ANALYZE article"),
}
NEWEST, RELEVANCE, COUNT = "newest", "relevance", "count"
SHOWN_COLUMNS = "a.id, a.title, a.source, a.published, a.byline"
FTS5_HITS = f"""
SELECT {SHOWN_COLUMNS}, hit.part
FROM (SELECT rowid, snippet(words, 1, '<mark>', '</mark>', '…', 56) part FROM words
      WHERE words MATCH %s {{order}} LIMIT {SHOWN}) hit
JOIN article a ON a.id = hit.rowid
"""
HEADLINE = (
    "ts_headline('english', a.text, a.query, 'StartSel=<mark>, StopSel=</mark>, MaxFragments=2,"
    " MaxWords=30, MinWords=15')"
)
GIN_HITS = f"""
SELECT {SHOWN_COLUMNS}, {HEADLINE} part
FROM (SELECT id, title, source, published, byline, text, query
      FROM article, {{tsquery}} query WHERE words @@ query ORDER BY {{order}} LIMIT {SHOWN}) a
"""
TSQUERY = "phraseto_tsquery('english', %s)"
STATEMENTS = {
    "sqlite": {
        NEWEST: FTS5_HITS.format(order="ORDER BY rowid DESC"),
        RELEVANCE: FTS5_HITS.format(order="AND rank MATCH 'bm25(5.0, 1.0)' ORDER BY rank"),
        COUNT: "SELECT count(*) FROM words WHERE words MATCH %s",
    },
    "postgresql": {
        NEWEST: GIN_HITS.format(order="id DESC", tsquery=TSQUERY),
        RELEVANCE: GIN_HITS.format(order="ts_rank_cd(words, query) DESC, id", tsquery=TSQUERY),
        COUNT: f"SELECT count(*) FROM article, {TSQUERY} query WHERE words @@ query",
    },
}


def create(connection, articles):
    """Create and fill the table from dicts with COLUMNS; dates are in ISO 8601."""
    by_date = sorted(articles, key=lambda article: article["published"])
    places = ", ".join(["%s"] * (len(COLUMNS) + 1))
    insert = f"INSERT INTO article (id, {', '.join(COLUMNS)}) VALUES ({places})"
    rows = [(key, *(each[name] for name in COLUMNS)) for key, each in enumerate(by_date, start=1)]
    with connection.cursor() as cursor:
        for statement in SCHEMA[connection.vendor]:
            cursor.execute(statement)
        cursor.executemany(insert, rows)
        for statement in INDEXING[connection.vendor]:
            cursor.execute(statement)


def hits(connection, query, order):
    """Return the shown hits as tuples (id, title, source, date, byline, part of the text)."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[connection.vendor][order], [_matched(connection, query)])
        return cursor.fetchall()


def count(connection, query):
    """Return the number of all hits."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[connection.vendor][COUNT], [_matched(connection, query)])
        return cursor.fetchone()[0]


def _matched(connection, query):
    # Marks around one word make it a phrase of one word, as FTS5 wants odd words written.
    words = query.strip('"')
    return f'"{words}"' if connection.vendor == "sqlite" else words
