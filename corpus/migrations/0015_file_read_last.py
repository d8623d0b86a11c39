"""Keep, for an import of several files, which one was read last: its progress names it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("corpus", "0014_revisions_by_their_text")]

    operations = [
        migrations.AddField("importjob", "file_read", models.CharField(blank=True, default="", max_length=200))
    ]
