"""Keep the printed pages on which the text of a document stands.

Texts imported before have none, until their file is imported again.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("corpus", "0016_imports_with_a_preview")]

    operations = [
        migrations.AddField("revision", "pages", models.JSONField(blank=True, null=True)),
    ]
