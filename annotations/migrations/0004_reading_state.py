"""Readers become reading states; permissions follow their models' new names, also in corpus."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The app of each renamed model and the words for it, before and now.
RENAMED = [
    ("annotations", "reader", "reading state"),
    ("annotations", "historical reader", "historical reading state"),
    ("corpus", "holder", "sketch hash"),
    ("corpus", "resemblance", "near duplicate"),
]


def rename_permissions(apps, schema_editor, renamed=RENAMED):
    """Groups and accounts keep the rows; otherwise Django would add others that nobody has."""
    permissions = apps.get_model("auth", "Permission").objects
    for app, former, words in renamed:
        suffix = f"_{former.replace(' ', '')}"
        for permission in permissions.filter(content_type__app_label=app, codename__endswith=suffix):
            verb = permission.codename.removesuffix(suffix)
            permission.codename = f"{verb}_{words.replace(' ', '')}"
            permission.name = f"Can {verb} {words}"
            permission.save()


def restore_permissions(apps, schema_editor):
    rename_permissions(apps, schema_editor, [(app, now, former) for app, former, now in RENAMED])


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
        migrations.RunPython(rename_permissions, restore_permissions),
    ]
