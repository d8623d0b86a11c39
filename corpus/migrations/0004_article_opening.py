"""The opening of each article's text in a column of its own; `0005` fills it."""

from django.db import migrations, models

# By Django itself, SQLite would write the whole table of articles anew.
ADD = "ALTER TABLE corpus_article ADD COLUMN opening varchar(400) DEFAULT '' NOT NULL"
DROP = "ALTER TABLE corpus_article DROP COLUMN opening"


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0003_near_duplicates"),
    ]

    operations = [
        migrations.RunSQL(
            ADD,
            DROP,
            state_operations=[
                migrations.AddField(
                    "Article",
                    "opening",
                    models.CharField(blank=True, db_default="", default="", editable=False, max_length=400),
                ),
            ],
        ),
    ]
