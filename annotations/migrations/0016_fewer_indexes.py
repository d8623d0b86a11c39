"""Drop indexes that nothing reads: each is written with every passage that is saved.

The rows of a passage are found by the first column of its unique constraints, and those of a text
by the index of their order. Histories are read by row and by Action.
"""

import corpus.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DROPPED = {
    "annotations_passagetag": ("content_object_id",),
    "annotations_passageperson": ("passage_id",),
    "annotations_placement": ("passage_id", "revision_id"),
    "annotations_historicalpassage": (
        "history_date",
        "history_user_id",
        "public_id",
        "created_by_id",
        "deleted_by_id",
    ),
    "annotations_historicalpassageperson": ("history_date", "history_user_id"),
    "annotations_historicalpassagetag": ("history_date", "history_user_id"),
    "annotations_historicalplacement": ("history_date", "history_user_id"),
}

# An index of some rows alone, which has one of these columns too.
KEPT = "placement_uncertain"


def drop(apps, schema_editor):
    """Drop them by themselves: Django would make the tables anew on SQLite, without triggers."""
    connection, quote = schema_editor.connection, schema_editor.quote_name
    for table, columns in DROPPED.items():
        with connection.cursor() as cursor:
            constraints = connection.introspection.get_constraints(cursor, table)
        for name, each in constraints.items():
            is_plain = each["index"] and not each["unique"] and not each["primary_key"]
            if is_plain and name != KEPT and each["columns"] in [[one] for one in columns]:
                schema_editor.execute(f"DROP INDEX {quote(name)}")


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0015_proposed_corrections"),
    ]

    operations = [
        migrations.RunPython(drop, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="historicalpassage",
                    name="created_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalpassage",
                    name="deleted_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalpassage",
                    name="history_date",
                    field=models.DateTimeField(),
                ),
                migrations.AlterField(
                    model_name="historicalpassage",
                    name="history_user",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalpassage",
                    name="public_id",
                    field=models.CharField(
                        default=corpus.ids.new_id, editable=False, max_length=12
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalpassageperson",
                    name="history_date",
                    field=models.DateTimeField(),
                ),
                migrations.AlterField(
                    model_name="historicalpassageperson",
                    name="history_user",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalpassagetag",
                    name="history_date",
                    field=models.DateTimeField(),
                ),
                migrations.AlterField(
                    model_name="historicalpassagetag",
                    name="history_user",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalplacement",
                    name="history_date",
                    field=models.DateTimeField(),
                ),
                migrations.AlterField(
                    model_name="historicalplacement",
                    name="history_user",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="passageperson",
                    name="passage",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="annotations.passage",
                    ),
                ),
                migrations.AlterField(
                    model_name="passagetag",
                    name="content_object",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tag_links",
                        to="annotations.passage",
                    ),
                ),
                migrations.AlterField(
                    model_name="placement",
                    name="passage",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="annotations.passage",
                    ),
                ),
                migrations.AlterField(
                    model_name="placement",
                    name="revision",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="corpus.revision",
                    ),
                ),
            ]
        ),
    ]
