"""Compute the keys of names anew: kinds of quotation marks are one."""

from django.db import migrations
from django.db.models import Q

from corpus.records.name_keys import PRESENT, compute_keys


def compute(apps, schema_editor):
    compute_keys(apps.get_model("corpus", "Source"), PRESENT)
    compute_keys(apps.get_model("corpus", "Person"), PRESENT & Q(merged_into=None))
    compute_keys(apps.get_model("corpus", "Alias"), PRESENT, within=["person"])
    for name in ("HistoricalSource", "HistoricalPerson", "HistoricalAlias"):
        compute_keys(apps.get_model("corpus", name))


class Migration(migrations.Migration):
    # Each batch is a transaction of its own.
    atomic = False

    dependencies = [("corpus", "0012_articles_compressed_faster")]

    operations = [migrations.RunPython(compute, migrations.RunPython.noop)]
