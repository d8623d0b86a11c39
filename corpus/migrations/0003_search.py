"""The index that articles are found by, filled with those that are there."""

import django.db.models.deletion
from django.db import migrations, models

import corpus.models.search_index
from corpus.models.search_index import indexed
from corpus.models.search_tables import ARTICLES


def create(apps, schema_editor):
    ARTICLES.create(schema_editor.connection)


def fill(apps, schema_editor):
    Article = apps.get_model("corpus", "Article")
    articles = Article.objects.values_list("sort_key", "title", "text", "byline")
    for key, *written in articles.iterator(chunk_size=500):
        ARTICLES.insert(schema_editor.connection, key, indexed(*written))


def drop(apps, schema_editor):
    ARTICLES.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("corpus", "0002_action_undoes")]

    operations = [
        migrations.CreateModel(
            name="ArticleIndex",
            fields=[
                ("title", corpus.models.search_index.WordsField()),
                ("text", corpus.models.search_index.WordsField()),
                ("title_stems", corpus.models.search_index.WordsField()),
                ("text_stems", corpus.models.search_index.WordsField()),
                ("byline", corpus.models.search_index.WordsField()),
                (
                    "article",
                    models.OneToOneField(
                        db_column="rowid",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="index",
                        serialize=False,
                        to="corpus.article",
                        to_field="sort_key",
                    ),
                ),
            ],
            options={"db_table": "corpus_article_index", "managed": False},
        ),
        migrations.RunPython(create, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
