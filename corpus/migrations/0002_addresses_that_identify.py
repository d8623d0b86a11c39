"""Addresses that cannot be one article's are no longer known by; ways in fragments are told apart."""

from django.db import migrations

from corpus.canonical_urls import address_key

# So many articles are changed by one statement.
SIZE = 1_000


def know_by_addresses_anew(apps, schema_editor):
    """Only the keys change: what an article shows as its address stays."""
    Article = apps.get_model("corpus", "Article")
    rows = Article.objects.exclude(url="").order_by("pk").only("pk", "url", "address_key")
    changed = []
    for article in rows.iterator(chunk_size=SIZE):
        key = address_key(article.url)
        if key != article.address_key:
            article.address_key = key
            changed.append(article)
    Article.objects.bulk_update(changed, ["address_key"], batch_size=SIZE)


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0001_initial"),
    ]

    operations = [migrations.RunPython(know_by_addresses_anew, migrations.RunPython.noop)]
