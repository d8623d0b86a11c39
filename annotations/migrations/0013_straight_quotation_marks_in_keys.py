"""Compute the keys of names anew: kinds of quotation marks are one."""

from django.db import migrations
from django.db.models import Q

from corpus.records.name_keys import PRESENT, compute_keys


def compute(apps, schema_editor):
    compute_keys(apps.get_model("annotations", "Tag"), PRESENT & Q(merged_into=None))
    compute_keys(apps.get_model("annotations", "Origin"))
    within = ["article", "person", "kind", "prefix", "suffix"]
    dismissals = apps.get_model("annotations", "Dismissal")
    compute_keys(dismissals, PRESENT, within=within, name="words", key="words")
    for name in ("HistoricalTag", "HistoricalOrigin"):
        compute_keys(apps.get_model("annotations", name))


class Migration(migrations.Migration):
    # Each batch is a transaction of its own.
    atomic = False

    dependencies = [("annotations", "0012_reasons_of_claims")]

    operations = [migrations.RunPython(compute, migrations.RunPython.noop)]
