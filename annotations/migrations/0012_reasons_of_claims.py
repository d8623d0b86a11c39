"""Why a claim was withdrawn, for the public, and why a draft was sent back, for its author."""

from django.db import migrations, models

COLUMNS = {"withdrawal_reason": "why withdrawn", "sent_back_reason": "why sent back"}
TABLES = {"claim": "annotations_claim", "historicalclaim": "annotations_historicalclaim"}


def added(model, column):
    """By Django itself, SQLite would write the whole table anew, without its triggers."""
    table = TABLES[model]
    field = models.CharField(
        COLUMNS[column], blank=True, db_default="", default="", editable=False, max_length=500
    )
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD COLUMN {column} varchar(500) DEFAULT '' NOT NULL",
        f"ALTER TABLE {table} DROP COLUMN {column}",
        state_operations=[migrations.AddField(model, column, field)],
    )


class Migration(migrations.Migration):
    dependencies = [("annotations", "0011_keys_of_tags")]

    operations = [added(model, column) for model in TABLES for column in COLUMNS]
