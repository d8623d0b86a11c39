"""The indexes that passages, claims and tags are found by, filled with those that are there."""

from django.db import migrations

from annotations.models.search_index import CLAIMS, PASSAGES, TAGS
from corpus.models.search_index import WordsField, index_of, indexed
from corpus.models.search_tables import COLUMNS

TABLES = {"Passage": PASSAGES, "Claim": CLAIMS, "Tag": TAGS}


def create(apps, schema_editor):
    for table in TABLES.values():
        table.create(schema_editor.connection)


def drop(apps, schema_editor):
    for table in TABLES.values():
        table.drop(schema_editor.connection)


def fill(apps, schema_editor):
    for model, table in TABLES.items():
        rows = apps.get_model("annotations", model).objects.order_by("pk")
        for key, *texts in rows.values_list(table.key, *table.columns).iterator(500):
            words = indexed("", "\n".join(texts))
            table.insert(schema_editor.connection, key, words)


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0007_suggestions_and_together"),
        ("corpus", "0003_search"),
    ]

    operations = [
        *[
            migrations.CreateModel(
                name=f"{model}Index",
                fields=[
                    (model.lower(), index_of(f"annotations.{model.lower()}")),
                    *[(name, WordsField()) for name in COLUMNS],
                ],
                options={"db_table": table.index, "managed": False},
            )
            for model, table in TABLES.items()
        ],
        migrations.RunPython(create, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
