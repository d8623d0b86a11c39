"""Let an import show what it will make, and be mended, before anything is saved."""

from django.db import migrations, models

STATES = {
    "ready": "not started", "preview": "being checked", "running": "running",
    "stopped": "stopped", "given up": "cancelled", "finished": "finished",
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("corpus", "0015_file_read_last")]

    operations = [
        migrations.AddField("importjob", "preview", models.JSONField(blank=True, null=True)),
        migrations.RemoveConstraint("importjob", "import_state_known"),
        migrations.AlterField(
            "importjob",
            "state",
            models.CharField(choices=[*STATES.items()], default="ready", max_length=10),
        ),
        migrations.AddConstraint(
            "importjob",
            models.CheckConstraint(
                condition=models.Q(state__in=list(STATES)), name="import_state_known"
            ),
        ),
    ]
