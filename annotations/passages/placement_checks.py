"""A system check: no stored place of a passage ends behind its text."""

from django.core.checks import Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from annotations.models import Placement

MEASURED_SINCE = ("annotations", "0002_placement_text_length")


def watch_places():
    register(places_are_in_their_texts, Tags.database)


def places_are_in_their_texts(app_configs, databases, **options):
    """Say how many do; they are found among the few that are in doubt."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    # `migrate` checks before it has made the column.
    recorder = MigrationRecorder(connections[DEFAULT_DB_ALIAS])
    if MEASURED_SINCE not in recorder.applied_migrations():
        return []
    number = Placement.objects.beyond_text().count()
    if not number:
        return []
    said = "1 place of a passage ends behind its text."
    if number > 1:
        said = f"{number} places of passages end behind their texts."
    hint = (
        f"They wait for review at {reverse('passage_review_list')}: confirm what stands there, or "
        "place the passage again. The desk can be used meanwhile."
    )
    return [Warning(said, hint, id="annotations.W001")]
