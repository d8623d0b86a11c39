"""Pairs of near-duplicates and the hashes of sketches by names that say what they are."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0002_addresses_that_identify"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RenameModel("Holder", "SketchHash"),
        migrations.AlterModelTable("SketchHash", None),
        migrations.RenameModel("Resemblance", "NearDuplicate"),
        migrations.AlterField(
            "NearDuplicate",
            "first",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="duplicates_after", to="corpus.article"),
        ),
        migrations.AlterField(
            "NearDuplicate",
            "second",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="duplicates_before", to="corpus.article"),
        ),
        migrations.RemoveConstraint("NearDuplicate", "resemblance_unique"),
        migrations.RemoveConstraint("NearDuplicate", "resemblance_smaller_first"),
        migrations.AddConstraint(
            "NearDuplicate",
            models.UniqueConstraint(fields=("first", "second"), name="near_duplicate_unique"),
        ),
        migrations.AddConstraint(
            "NearDuplicate",
            models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="near_duplicate_smaller_first"),
        ),
    ]
