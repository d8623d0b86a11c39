"""The language of an article may be unknown. Stored languages stay as they are."""

from django.db import migrations, models

HELP = "A BCP 47 tag: en, ru. Empty if unknown."


class Migration(migrations.Migration):
    dependencies = [("corpus", "0007_copies_of_texts")]

    operations = [
        # Nothing changes in the database; by Django itself, SQLite would write the tables anew.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model, "language", models.CharField(blank=True, help_text=HELP, max_length=35)
                )
                for model in ("article", "historicalarticle")
            ]
        )
    ]
