"""Loads a generated corpus straight into the tables, in as few statements as possible.

Its index rows are like the desk's; other work of an import is omitted.
"""

from contextlib import contextmanager
from hashlib import sha256
from itertools import islice

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone

from corpus.index_entry import index_columns
from corpus.models import Article, ArticleIndex, Source, WordForm
from corpus.models.article_text import OPENING_LENGTH
from corpus.names import name_key
from corpus.search_index.schema import ARTICLES, COLUMNS
from tests.bench import corpora

MEMBER = "bench"
BATCH = 5_000
MADE = 100_000
# More than the generated articles of any day.
KEYS_BETWEEN = 1_000
TABLES = {
    "corpus_article": (
        "id public_id version title byline place url address_key language published_on "
        "published_precision date_note opening text source_id revision_number sort_key"
    ).split(),
    "corpus_revision": "id article_id number text sha256 reason created_by_id created_at".split(),
    "corpus_snapshot": "id content media_type sha256 size".split(),
    "corpus_retrieval": "id article_id snapshot_id url".split(),
    ARTICLES.index: ["rowid", *COLUMNS],
}
# The tables that searches and lists read; the others are skipped if only these are measured.
READ = ("corpus_article", "corpus_revision", ARTICLES.index)


def rows(made, sources, by):
    """Yield the rows of each article, by table."""
    now = timezone.now()
    sources = [source.pk for source in sources]
    for number, each in enumerate(made, start=1):
        content = each.text.encode()
        digest = sha256(content).hexdigest()
        day = each.published_on.isoformat()
        # Public ids in the desk's format, but sequential.
        article = (number, f"{number:012x}", 1, each.title, "", "", "", "", "en", day, "day", "")
        yield {
            "corpus_article": (
                *(*article, each.text[:OPENING_LENGTH], each.text),
                *(sources[each.source], 1, each.sort_key),
            ),
            "corpus_revision": (number, number, 1, each.text, digest, "as made", by.pk, now),
            "corpus_snapshot": (number, content, "text/plain", digest, len(content)),
            "corpus_retrieval": (number, number, number, ""),
            ARTICLES.index: (each.sort_key, *each.columns),
        }


def add_sources():
    names = [f"Gazette {number}" for number in range(corpora.SOURCES)]
    return Source.objects.bulk_create(
        [Source(name=name, name_key=name_key(name)) for name in names]
    )


def load(size, by):
    """Load a corpus of `size` articles into empty tables, quickly and without a sync.

    Beyond MADE the articles are copied: copies contain none of the planted rare words.
    """
    made = rows(corpora.corpus(min(size, MADE)), add_sources(), by)
    with _in_haste():
        while batch := list(islice(made, BATCH)):
            insert(batch, READ)
            WordForm.objects.add_words(words for row in batch for words in row[ARTICLES.index][1:])
        for copy in range(1, size // MADE):
            _repeat(copy)
    gather_statistics()


def _repeat(copy):
    """Add a copy of all generated articles, each on its day."""
    public_id = "printf('%%012x', id + %(ids)s)"
    if connection.vendor == "postgresql":
        public_id = "lpad(to_hex(id + %(ids)s), 12, '0')"
    other = {"public_id": public_id, "sort_key": "sort_key + %(keys)s"}
    other |= {name: f"{name} + %(ids)s" for name in ("id", "article_id")}
    for column in ("opening", "text"):
        other[column] = column
        for planted, instead in corpora.UNPLANTED.items():
            other[column] = f"replace({other[column]}, '{planted}', '{instead}')"
    numbers = {"ids": copy * MADE, "keys": copy * KEYS_BETWEEN, "made": MADE}
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("corpus_article", "corpus_revision"):
            columns = TABLES[table]
            taken = ", ".join(other.get(column, column) for column in columns)
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) "
                f"SELECT {taken} FROM {table} WHERE id <= %(made)s ORDER BY id",
                numbers,
            )
        copies = Article.objects.filter(id__gt=copy * MADE, id__lte=(copy + 1) * MADE)
        texts = copies.order_by("id").values_list("sort_key", "title", "text", "byline").iterator()
        while batch := list(islice(texts, BATCH)):
            ArticleIndex.objects.put_new({key: index_columns(*words) for key, *words in batch})


def make_member():
    return get_user_model().objects.create_user(MEMBER)


def insert(batch, tables=tuple(TABLES), *, is_copied=True):
    """Insert rows by table, in one transaction; on PostgreSQL by COPY if `is_copied`."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            columns = ", ".join(TABLES[table])
            if connection.vendor == "postgresql" and is_copied:
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in batch:
                        copy.write_row(row[table])
            else:
                places = ", ".join(["%s"] * len(TABLES[table]))
                statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"
                cursor.executemany(statement, [row[table] for row in batch])


@contextmanager
def _in_haste():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -200000")
            yield
            return
        # Building the index of words after the rows takes half the time.
        cursor.execute(f"DROP INDEX {ARTICLES.index}_lexemes")
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        ARTICLES.create(connection)


def gather_statistics():
    """Update the planner's statistics, as autovacuum does on a desk in use."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
