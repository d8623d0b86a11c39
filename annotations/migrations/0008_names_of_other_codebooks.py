"""The names that tags had in the codebooks of other programs, and what an import changed."""

from django.db import migrations, models

# By Django itself, SQLite would write the tables anew, without the triggers of the search index.
ADD = "ALTER TABLE {} ADD COLUMN original_path text DEFAULT '' NOT NULL"
DROP = "ALTER TABLE {} DROP COLUMN original_path"


def add_original_path(model):
    table = f"annotations_{model}"
    field = models.TextField(blank=True, db_default="", default="", editable=False)
    return migrations.RunSQL(
        ADD.format(table),
        DROP.format(table),
        state_operations=[migrations.AddField(model, "original_path", field)],
    )


class Migration(migrations.Migration):
    dependencies = [("annotations", "0007_keys_of_names")]

    operations = [
        add_original_path("tag"),
        add_original_path("historicaltag"),
        migrations.AddField("codebookjob", "changes", models.JSONField(default=list)),
    ]
