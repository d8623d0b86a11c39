"""The tables of search indexes, and the triggers that delete stale index rows.

A row changed without the model's `save` (by `update()` or manually) loses its index row: it cannot
be found until `rebuild_search`, but is never found by words that it no longer has.
"""

from dataclasses import dataclass

COLUMNS = ("title", "text", "title_stems", "text_stems", "byline")

# For a prefix without a prefix index, FTS5 merges all its words before the first row: for one
# letter that took over a second with a million articles. Longer prefixes have few words.
FTS5 = """
CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5(
    title, text, title_stems, text_stems, byline,
    tokenize = 'ascii', prefix = '1 2 3', columnsize = 0
)
"""

# Bytes of words kept in memory until the transaction ends. With FTS5's default of one megabyte a
# batch of an import is written in pieces that are merged repeatedly, and takes 1.5 times as long.
HASH_SIZE = "INSERT INTO {index}({index}, rank) VALUES('hashsize', 16000000)"

# Lexemes: each exact word, its stem, both again if they are in the title, and the words of the
# byline. Their marks are those of corpus.search.tsquery.
POSTGRESQL = """
CREATE TABLE IF NOT EXISTS {index} (
    rowid bigint PRIMARY KEY,
    title text NOT NULL,
    text text NOT NULL,
    title_stems text NOT NULL,
    text_stems text NOT NULL,
    byline text NOT NULL,
    lexemes tsvector GENERATED ALWAYS AS (array_to_tsvector(array_remove(
        string_to_array(title || text, ' ')
        || string_to_array(replace(rtrim(title_stems) || rtrim(text_stems), ' ', ' ='), ' ')
        || string_to_array(replace(rtrim(title), ' ', ' <'), ' ')
        || string_to_array(replace(rtrim(title_stems), ' ', ' <='), ' ')
        || string_to_array(replace(rtrim(byline), ' ', ' @'), ' '),
        ''
    ))) STORED
);
CREATE INDEX IF NOT EXISTS {index}_lexemes ON {index} USING gin (lexemes)
"""

SQLITE_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS {trigger} AFTER UPDATE OF {columns} ON {table}
WHEN {changed} BEGIN DELETE FROM {index} WHERE rowid = old.{key}; END
"""
POSTGRESQL_TRIGGER = """
CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN DELETE FROM {index} WHERE rowid = old.{key}; RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER {trigger} AFTER UPDATE OF {columns} ON {table}
FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {trigger}()
"""


@dataclass(frozen=True)
class IndexTable:
    """The names of an index: its table, the indexed table, its key and its indexed columns.

    `migration` is the app and name of the migration that creates the index.
    """

    index: str
    table: str
    key: str
    columns: tuple[str, ...]
    migration: tuple[str, str]

    @property
    def trigger(self):
        return f"{self.index}_stale"

    def create(self, connection):
        """Create the table and its trigger if they do not exist."""
        if connection.vendor == "sqlite":
            self._run(connection, FTS5)
            self._run(connection, HASH_SIZE)
        else:
            self._run(connection, POSTGRESQL)
        self.create_trigger(connection)

    def create_trigger(self, connection):
        """Create the trigger; Django drops it on SQLite whenever it rebuilds the table."""
        is_sqlite = connection.vendor == "sqlite"
        differ = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
        watched = (self.key, *self.columns)
        changed = " OR ".join(f"old.{column} {differ} new.{column}" for column in watched)
        self._run(
            connection,
            SQLITE_TRIGGER if is_sqlite else POSTGRESQL_TRIGGER,
            columns=", ".join(watched),
            changed=changed,
        )

    def exists(self, connection):
        """Return whether both the index and the indexed table exist."""
        return {self.index, self.table} <= set(connection.introspection.table_names())

    def has_trigger(self, connection):
        query = (
            "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = %s"
            if connection.vendor == "sqlite"
            else "SELECT 1 FROM pg_trigger WHERE NOT tgisinternal AND tgname = %s"
        )
        with connection.cursor() as cursor:
            cursor.execute(query, [self.trigger])
            return cursor.fetchone() is not None

    def drop(self, connection):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {self.trigger}() CASCADE")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {self.trigger}")
            cursor.execute(f"DROP TABLE IF EXISTS {self.index}")

    def _run(self, connection, statement, **names):
        names |= {"index": self.index, "table": self.table, "key": self.key}
        with connection.cursor() as cursor:
            cursor.execute(statement.format(trigger=self.trigger, **names))


MIGRATION = ("corpus", "0001_initial")

ARTICLES = IndexTable(
    "corpus_article_index", "corpus_article", "sort_key", ("title", "text", "byline"), MIGRATION
)
PEOPLE = IndexTable("corpus_person_index", "corpus_person", "id", ("name",), MIGRATION)
