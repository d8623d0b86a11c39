from django.db import migrations

from corpus.models.search_tables import ARTICLES


def let_words_wait(apps, schema_editor):
    """Indexes that were made before have FTS5's own setting."""
    ARTICLES.create(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0006_giving_up"),
    ]

    operations = [migrations.RunPython(let_words_wait, migrations.RunPython.noop, elidable=True)]
