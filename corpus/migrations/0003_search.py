"""The indexes that articles and people are found by, filled with those that are there."""

from django.db import migrations

from corpus.models.search_index import WordsField, index_of, indexed
from corpus.models.search_tables import ARTICLES, PEOPLE
from corpus.models.search_tables import COLUMNS as SEARCHED

COLUMNS = [(name, WordsField()) for name in SEARCHED]


def create(apps, schema_editor):
    for table in (ARTICLES, PEOPLE):
        table.create(schema_editor.connection)


def drop(apps, schema_editor):
    for table in (ARTICLES, PEOPLE):
        table.drop(schema_editor.connection)


def fill(apps, schema_editor):
    articles = apps.get_model("corpus", "Article").objects
    for key, *written in articles.values_list("sort_key", "title", "text", "byline").iterator(500):
        ARTICLES.insert(schema_editor.connection, key, indexed(*written))
    aliases = {}
    present = apps.get_model("corpus", "Alias").objects.filter(deleted_at=None)
    for person, name in present.order_by("name_key", "pk").values_list("person", "name"):
        aliases.setdefault(person, []).append(name)
    people = apps.get_model("corpus", "Person").objects.values_list("pk", "name")
    for key, name in people.iterator(chunk_size=500):
        words = indexed("", "\n".join([name, *aliases.get(key, [])]))
        PEOPLE.insert(schema_editor.connection, key, words)


class Migration(migrations.Migration):
    dependencies = [("corpus", "0002_action_undoes")]

    operations = [
        migrations.CreateModel(
            name="ArticleIndex",
            fields=[("article", index_of("corpus.article", to_field="sort_key")), *COLUMNS],
            options={"db_table": "corpus_article_index", "managed": False},
        ),
        migrations.CreateModel(
            name="PersonIndex",
            fields=[("person", index_of("corpus.person")), *COLUMNS],
            options={"db_table": "corpus_person_index", "managed": False},
        ),
        migrations.RunPython(create, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
