"""Store texts once: snapshots compressed, current revisions without a copy of the article's text.

In batches; stopped anywhere, it goes on with the rows that are as they were.
"""

import sys
import zlib
from hashlib import sha256

from django.db import migrations
from django.db.models import F, Max, OuterRef, Subquery

# Keys of rows in one transaction.
SIZE = 500
SHRINK = {
    "sqlite": "VACUUM",
    "postgresql": "VACUUM FULL corpus_snapshot, corpus_revision",
}


def _batches(rows):
    """Yield the rows of a QuerySet, SIZE keys at a time."""
    last = rows.aggregate(last=Max("pk"))["last"] or 0
    for first in range(1, last + 1, SIZE):
        yield rows.filter(pk__gte=first, pk__lt=first + SIZE)


def compress_snapshots(apps, schema_editor):
    snapshots = apps.get_model("corpus", "Snapshot").objects.order_by()
    for batch in _batches(snapshots):
        changed = []
        for snapshot in batch:
            # What is compressed already has another hash.
            if sha256(snapshot.content).hexdigest() == snapshot.sha256:
                snapshot.content = zlib.compress(snapshot.content)
                changed.append(snapshot)
        snapshots.bulk_update(changed, ["content"])


def decompress_snapshots(apps, schema_editor):
    snapshots = apps.get_model("corpus", "Snapshot").objects.order_by()
    for batch in _batches(snapshots):
        changed = []
        for snapshot in batch:
            if sha256(snapshot.content).hexdigest() != snapshot.sha256:
                snapshot.content = zlib.decompress(snapshot.content)
                changed.append(snapshot)
        snapshots.bulk_update(changed, ["content"])


def empty_current_texts(apps, schema_editor):
    """Where the text is not that of its article, changed by hand, it stays."""
    revisions = apps.get_model("corpus", "Revision").objects.order_by()
    for batch in _batches(revisions):
        batch.filter(number=F("article__revision_number"), text=F("article__text")).update(text="")
    if schema_editor and revisions.exists():
        command = SHRINK[schema_editor.connection.vendor]
        sys.stdout.write(f"\n  To shrink the database, stop the desk and run in it: {command};\n ")


def copy_current_texts(apps, schema_editor):
    articles = apps.get_model("corpus", "Article").objects.order_by()
    text = Subquery(articles.filter(pk=OuterRef("article")).values("text")[:1])
    for batch in _batches(apps.get_model("corpus", "Revision").objects.order_by()):
        batch.filter(text="").update(text=text)


class Migration(migrations.Migration):
    # Each batch is a transaction of its own.
    atomic = False

    dependencies = [("corpus", "0006_plain_words")]

    operations = [
        migrations.RunPython(compress_snapshots, decompress_snapshots),
        migrations.RunPython(empty_current_texts, copy_current_texts),
    ]
