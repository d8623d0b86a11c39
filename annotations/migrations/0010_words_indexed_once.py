"""Index words once, as corpus 0010 does: no stems. What follows `migrate` fills the indexes."""

from django.db import migrations

SEARCH_TABLE_NAMES = [
    "annotations_passage_index",
    "annotations_claim_index",
    "annotations_tag_index",
]
STATEMENTS = {
    "sqlite": [
        """
CREATE VIRTUAL TABLE {index} USING fts5(
    text, title, byline, tokenize = 'ascii', prefix = '1 2', columnsize = 0
)
        """,
        "INSERT INTO {index}({index}, rank) VALUES('hashsize', 16000000)",
    ],
    "postgresql": [
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
    ],
}


def make_search_tables(apps, schema_editor):
    for index in SEARCH_TABLE_NAMES:
        schema_editor.execute(f"DROP TABLE {index}")
        for statement in STATEMENTS[schema_editor.connection.vendor]:
            schema_editor.execute(statement.format(index=index), params=None)


class Migration(migrations.Migration):
    dependencies = [("annotations", "0009_analysts_import")]

    operations = [migrations.RunPython(make_search_tables)]
