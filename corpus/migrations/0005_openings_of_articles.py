"""Fill the openings of articles in batches; stopped anywhere, it goes on with those without one."""

from django.db import migrations
from django.db.models import Max
from django.db.models.functions import Left

# Keys of articles in one transaction: SQLite writes their whole rows anew, texts included.
SIZE = 2_000
OPENING_LENGTH = 400


def fill_openings(apps, schema_editor):
    articles = apps.get_model("corpus", "Article").objects.order_by()
    last = articles.aggregate(last=Max("pk"))["last"] or 0
    for first in range(1, last + 1, SIZE):
        batch = articles.filter(pk__gte=first, pk__lt=first + SIZE, opening="")
        batch.update(opening=Left("text", OPENING_LENGTH))


class Migration(migrations.Migration):
    # Each batch is a transaction of its own.
    atomic = False

    dependencies = [
        ("corpus", "0004_article_opening"),
    ]

    operations = [migrations.RunPython(fill_openings, migrations.RunPython.noop)]
