"""Index words once: no stems, and on SQLite no copy of the words of articles.

The indexes are empty then. What follows `migrate` fills those of a small desk, `rebuild_search`
those of a large one, in batches that can be stopped and go on.
"""

import sys

from django.db import migrations, models

FTS5_OPTIONS = {"corpus_article_index": "content = ''", "corpus_person_index": "columnsize = 0"}
FTS5 = """
CREATE VIRTUAL TABLE {index} USING fts5(
    text, title, byline, tokenize = 'ascii', prefix = '1 2', {options}
)
"""
HASH_SIZE = "INSERT INTO {index}({index}, rank) VALUES('hashsize', 16000000)"
# FTS5 removes words that it does not keep only if it is given them.
TO_OUTDATED = """
BEGIN INSERT OR IGNORE INTO corpus_article_index_outdated (rowid, text, title, byline)
SELECT old.sort_key, old.text, old.title, old.byline
WHERE EXISTS (SELECT 1 FROM corpus_article_index WHERE rowid = old.sort_key); END
"""
OUTDATED = [
    """
CREATE TABLE corpus_article_index_outdated (
    rowid integer PRIMARY KEY, text text NOT NULL, title text NOT NULL, byline text NOT NULL
)
    """,
    "DROP TRIGGER corpus_article_index_stale",
    """
CREATE TRIGGER corpus_article_index_stale AFTER UPDATE OF sort_key, title, text, byline
ON corpus_article WHEN old.sort_key IS NOT new.sort_key OR old.title IS NOT new.title
OR old.text IS NOT new.text OR old.byline IS NOT new.byline
    """
    + TO_OUTDATED,
    "CREATE TRIGGER corpus_article_index_stale_deleted AFTER DELETE ON corpus_article"
    + TO_OUTDATED,
]
POSTGRESQL = [
    """
CREATE OR REPLACE FUNCTION corpus_lexemes(title text, text text, byline text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
BEGIN RETURN array_to_tsvector(array_remove(
    string_to_array(title || text, ' ')
    || string_to_array(replace(rtrim(title), ' ', ' <'), ' ')
    || string_to_array(replace(rtrim(byline), ' ', ' @'), ' '),
    ''
)); END $$
    """,
    """
CREATE TABLE {index} (
    rowid bigint PRIMARY KEY,
    text text NOT NULL,
    title text NOT NULL,
    byline text NOT NULL
)
    """,
    "CREATE INDEX {index}_lexemes ON {index} USING gin (corpus_lexemes(title, text, byline))",
]


def make_search_tables(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for index, options in FTS5_OPTIONS.items():
        schema_editor.execute(f"DROP TABLE {index}")
        for statement in (FTS5, HASH_SIZE) if is_sqlite else POSTGRESQL:
            schema_editor.execute(statement.format(index=index, options=options), params=None)
    for statement in OUTDATED if is_sqlite else ():
        schema_editor.execute(statement, params=None)
    if is_sqlite and apps.get_model("corpus", "Article").objects.exists():
        sys.stdout.write("\n  To shrink the database, stop the desk and run in it: VACUUM;\n ")


class Migration(migrations.Migration):
    dependencies = [("corpus", "0009_keys_of_names")]

    operations = [
        migrations.CreateModel(
            name="IndexState",
            fields=[
                ("index", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("folding", models.CharField(max_length=100)),
                ("is_complete", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="WordForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stem", models.CharField(max_length=80)),
                ("word", models.CharField(max_length=80)),
            ],
            options={
                "indexes": [models.Index(fields=["stem", "word"], name="word_form_by_stem")],
            },
        ),
        migrations.RunPython(make_search_tables),
    ]
