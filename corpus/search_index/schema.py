"""The tables of search indexes, and the triggers that take stale index rows out of searches.

A row changed without the model's `save` (by `update()` or manually) loses its index row: it cannot
be found until `rebuild_search`, but is never found by words that it no longer has.

On SQLite the index of articles is contentless: FTS5 keeps no copy of the words, and removes a row
only if it is given the words that were indexed. A trigger cannot make them, so it copies what they
were made of to the table `outdated`, whose keys searches leave out.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

# Of the columns of an FTS5 table the first takes the least space.
COLUMNS = ("text", "title", "byline")

# For a prefix without a prefix index, FTS5 merges all its words before the first row: for one
# letter that took over a second with a million articles. Longer prefixes have few words.
FTS5 = """
CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5(
    text, title, byline, tokenize = 'ascii', prefix = '1 2', {options}
)
"""

# Bytes of words kept in memory until the transaction ends. With FTS5's default of one megabyte a
# batch of an import is written in pieces that are merged repeatedly, and takes 1.5 times as long.
HASH_SIZE = "INSERT INTO {index}({index}, rank) VALUES('hashsize', {hash_bytes})"
DEFAULT_HASH_BYTES = 16_000_000
# The same for a part of an import, which may be that of several batches.
PART_HASH_BYTES = 64_000_000

MERGE = "INSERT INTO {index}({index}, rank) VALUES('merge', {pages})"

# FTS5 joins so many parts of one size while it writes the next ones; 0 turns that off.
PARTS_JOINED = "INSERT INTO {index}({index}, rank) VALUES('automerge', {number})"
DEFAULT_PARTS_JOINED = 4
# The most parts that may wait for `merge`. Those of an import that was killed wait for the next
# one; more than 64 FTS5 would join within the transaction of whoever writes next.
MAX_PARTS_APART = 30
PARTS_JOINED_AT_ONCE = "INSERT INTO {index}({index}, rank) VALUES('crisismerge', 64)"

# Lexemes: the words of title and text, those of the title again and those of the byline. Their
# marks are those of corpus.search.tsquery. They are not stored: that took as much space as the
# words. The cost keeps the planner from making them of many rows.
POSTGRESQL = """
CREATE OR REPLACE FUNCTION corpus_lexemes(title text, text text, byline text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
BEGIN RETURN array_to_tsvector(array_remove(
    string_to_array(title || text, ' ')
    || string_to_array(replace(rtrim(title), ' ', ' <'), ' ')
    || string_to_array(replace(rtrim(byline), ' ', ' @'), ' '),
    ''
)); END $$;
CREATE TABLE IF NOT EXISTS {index} (
    rowid bigint PRIMARY KEY,
    text text {compression} NOT NULL,
    title text NOT NULL,
    byline text NOT NULL
);
CREATE INDEX IF NOT EXISTS {index}_lexemes
ON {index} USING gin (corpus_lexemes(title, text, byline))
"""
# It reads words in two thirds of the time; not every server was built with it.
COMPRESSION = """
SELECT CASE WHEN 'lz4' = ANY(enumvals) THEN 'COMPRESSION lz4' ELSE '' END
FROM pg_settings WHERE name = 'default_toast_compression'
"""

OUTDATED = """
CREATE TABLE IF NOT EXISTS {index}_outdated (
    rowid integer PRIMARY KEY, text text NOT NULL, title text NOT NULL, byline text NOT NULL
)
"""

SQLITE_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS {trigger} AFTER UPDATE OF {columns} ON {table}
WHEN {changed} BEGIN DELETE FROM {index} WHERE rowid = old.{key}; END
"""
# The first copy stays: the index row was made of it.
TO_OUTDATED = """
BEGIN INSERT OR IGNORE INTO {index}_outdated (rowid, text, title, byline)
SELECT old.{key}, old.text, old.title, old.byline
WHERE EXISTS (SELECT 1 FROM {index} WHERE rowid = old.{key}); END
"""
CONTENTLESS_TRIGGERS: tuple[str, ...] = (
    "CREATE TRIGGER IF NOT EXISTS {trigger} AFTER UPDATE OF {columns} ON {table} WHEN {changed}"
    + TO_OUTDATED,
    "CREATE TRIGGER IF NOT EXISTS {trigger}_deleted AFTER DELETE ON {table}" + TO_OUTDATED,
)
POSTGRESQL_TRIGGER = """
CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN DELETE FROM {index} WHERE rowid = old.{key}; RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER {trigger} AFTER UPDATE OF {columns} ON {table}
FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {trigger}()
"""


@dataclass(frozen=True)
class IndexTable:
    """The names of an index: its table, the indexed table, its key and its indexed columns.

    `migration` is the app and name of the migration that creates the index. `is_contentless` says
    that on SQLite it keeps no words; the indexed columns are those of the index then.
    """

    index: str
    table: str
    key: str
    columns: tuple[str, ...]
    migration: tuple[str, str]
    is_contentless: bool = False

    @property
    def trigger(self):
        return f"{self.index}_stale"

    @property
    def outdated(self):
        return f"{self.index}_outdated"

    def create(self, connection):
        """Create the table and its trigger if they do not exist."""
        if connection.vendor == "sqlite":
            options = "content = ''" if self.is_contentless else "columnsize = 0"
            self._run(connection, FTS5, options=options)
            self._run(connection, HASH_SIZE, hash_bytes=DEFAULT_HASH_BYTES)
            if self.is_contentless:
                self._run(connection, OUTDATED)
        else:
            with connection.cursor() as cursor:
                cursor.execute(COMPRESSION)
                (compression,) = cursor.fetchone()
            self._run(connection, POSTGRESQL, compression=compression)
        self.create_trigger(connection)

    def create_trigger(self, connection):
        """Create the trigger; Django drops it on SQLite whenever it rebuilds the table."""
        is_sqlite = connection.vendor == "sqlite"
        differ = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
        watched = (self.key, *self.columns)
        changed = " OR ".join(f"old.{column} {differ} new.{column}" for column in watched)
        if is_sqlite and self.is_contentless:
            statements = CONTENTLESS_TRIGGERS
        else:
            statements = (SQLITE_TRIGGER if is_sqlite else POSTGRESQL_TRIGGER,)
        for statement in statements:
            self._run(connection, statement, columns=", ".join(watched), changed=changed)

    @contextmanager
    def part_apart(self, connection):
        """Write what is indexed within as a part that only `merge` joins with others.

        Call it in a transaction, at most MAX_PARTS_APART times before `merge`. FTS5 joins parts as
        it writes: an import would write each word three times. Does nothing on PostgreSQL.
        Follows https://www.sqlite.org/fts5.html#the_automerge_configuration_option.
        """
        if connection.vendor != "sqlite":
            yield
            return
        self._run(connection, PARTS_JOINED_AT_ONCE)
        self._run(connection, PARTS_JOINED, number=0)
        self._run(connection, HASH_SIZE, hash_bytes=PART_HASH_BYTES)
        yield
        # At a savepoint FTS5 writes what it has gathered.
        with transaction.atomic(using=connection.alias):
            pass
        self._run(connection, PARTS_JOINED, number=DEFAULT_PARTS_JOINED)
        self._run(connection, HASH_SIZE, hash_bytes=DEFAULT_HASH_BYTES)

    def merge(self, connection, *, is_whole=True):
        """Join the parts in which FTS5 wrote the index: it takes a tenth less space.

        All of them, or else those of which there are four of one size. In steps of some 50 ms,
        between which others write. Does nothing on PostgreSQL.
        Follows https://www.sqlite.org/fts5.html#the_merge_command.
        """
        if connection.vendor != "sqlite":
            return
        if is_whole:
            # A negative number of pages begins with all parts.
            self._run(connection, MERGE, pages=-500)
        changes = 2
        while changes >= 2:
            before = connection.connection.total_changes
            self._run(connection, MERGE, pages=500)
            changes = connection.connection.total_changes - before

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
                cursor.execute(f"DROP TRIGGER IF EXISTS {self.trigger}_deleted")
                cursor.execute(f"DROP TABLE IF EXISTS {self.outdated}")
            cursor.execute(f"DROP TABLE IF EXISTS {self.index}")

    def _run(self, connection, statement, **names):
        names |= {"index": self.index, "table": self.table, "key": self.key}
        with connection.cursor() as cursor:
            cursor.execute(statement.format(trigger=self.trigger, **names))


MIGRATION = ("corpus", "0010_words_indexed_once")

ARTICLES = IndexTable(
    "corpus_article_index",
    "corpus_article",
    "sort_key",
    ("title", "text", "byline"),
    MIGRATION,
    is_contentless=True,
)
PEOPLE = IndexTable("corpus_person_index", "corpus_person", "id", ("name",), MIGRATION)
