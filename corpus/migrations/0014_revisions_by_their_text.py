"""Find the revisions with a text by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("corpus", "0013_straight_quotation_marks_in_keys")]

    operations = [
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["sha256"], name="revision_by_sha256"),
        ),
    ]
