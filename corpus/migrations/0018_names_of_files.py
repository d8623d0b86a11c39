"""Keep the name of the file that an article was read from, to know a newer version of it.

Of what was imported before, no name is known.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("corpus", "0017_pages_of_texts")]

    operations = [
        migrations.AddField(
            "retrieval", "file", models.CharField(blank=True, max_length=200, null=True)
        ),
        migrations.AddIndex(
            "retrieval",
            models.Index(
                condition=models.Q(file__isnull=False), fields=["file"], name="retrieval_by_file"
            ),
        ),
    ]
