"""Readers become reading states; permissions follow their models' new names, also in corpus."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# (app, former name, name, words) of each renamed model; permissions are named after them.
RENAMED = [
    ("annotations", "reader", "readingstate", "reading state"),
    ("annotations", "historicalreader", "historicalreadingstate", "historical reading state"),
    ("corpus", "holder", "sketchhash", "sketch hash"),
    ("corpus", "resemblance", "nearduplicate", "near duplicate"),
]


def rename_permissions(apps, schema_editor):
    """Groups and accounts keep the rows; otherwise Django would add others that nobody has."""
    permissions = apps.get_model("auth", "Permission").objects
    for app, former, name, words in RENAMED:
        for permission in permissions.filter(
            content_type__app_label=app, codename__endswith=f"_{former}"
        ):
            verb = permission.codename.partition("_")[0]
            permission.codename, permission.name = f"{verb}_{name}", f"Can {verb} {words}"
            permission.save()


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0003_codebook_job"),
        ("corpus", "0003_near_duplicates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel("HistoricalReader", "HistoricalReadingState"),
        migrations.RenameModel("Reader", "ReadingState"),
        migrations.AlterModelOptions(
            "HistoricalReadingState",
            {
                "get_latest_by": ("history_date", "history_id"),
                "ordering": ("-history_date", "-history_id"),
                "verbose_name": "historical reading state",
                "verbose_name_plural": "historical reading states",
            },
        ),
        migrations.AlterField(
            "ReadingState",
            "article",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="reading_states", to="corpus.article"),
        ),
        migrations.AlterField(
            "ReadingState",
            "member",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="reading_states", to=settings.AUTH_USER_MODEL),
        ),
        migrations.RenameIndex("ReadingState", new_name="reading_state_by_member", old_name="reader_by_member"),
        migrations.RemoveConstraint("ReadingState", "reader_state_known"),
        migrations.RemoveConstraint("ReadingState", "reader_unique"),
        migrations.AddConstraint(
            "ReadingState",
            models.CheckConstraint(condition=models.Q(("state__in", ["unread", "reading", "done"])), name="reading_state_known"),
        ),
        migrations.AddConstraint(
            "ReadingState",
            models.UniqueConstraint(fields=("article", "member"), name="reading_state_unique"),
        ),
        migrations.RunPython(rename_permissions, migrations.RunPython.noop),
    ]
