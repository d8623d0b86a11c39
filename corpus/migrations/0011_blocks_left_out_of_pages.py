"""Keep the sentences of a page that are not in its article's text.

Those of the pages imported before are read from their snapshots when somebody asks for them.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("corpus", "0010_words_indexed_once")]

    operations = [
        migrations.AddField("retrieval", "left_out", models.JSONField(blank=True, null=True)),
    ]
