"""A system check: no stored position of a passage ends beyond its text."""

from django.core.checks import Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from annotations.models import Placement

TEXT_LENGTH_MIGRATION = ("annotations", "0002_placement_text_length")


def register_placement_check():
    register(check_placements_within_text, Tags.database)


def check_placements_within_text(app_configs, databases, **options):
    """Warn with the number of positions beyond their text; only uncertain ones are searched."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    # `migrate` runs checks before it adds the column.
    recorder = MigrationRecorder(connections[DEFAULT_DB_ALIAS])
    if TEXT_LENGTH_MIGRATION not in recorder.applied_migrations():
        return []
    number = Placement.objects.beyond_text().count()
    if not number:
        return []
    message = "1 passage position is beyond the end of its text."
    if number > 1:
        message = f"{number} passage positions are beyond the end of their texts."
    hint = (
        f"Review them at {reverse('passage_review_list')}: confirm the position or place the "
        "passage again. The desk stays usable meanwhile."
    )
    return [Warning(message, hint, id="annotations.W001")]
