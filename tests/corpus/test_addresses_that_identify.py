"""What a desk of the version before is brought to: migration 0008 of corpus."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from corpus.models import Article, ArticleIndex
from tests.support.factories import make_article

migration = import_module("corpus.migrations.0002_addresses_that_identify")

BEFORE = {
    "https://root.example/": "root.example",
    "https://paper.example/world/": "paper.example/world",
    "https://paper.example/#!/news/1": "paper.example",
    "https://paper.example/road?id=7": "paper.example/road?id=7",
    "": "",
}


@pytest.mark.django_db
def test_keys_follow_and_nothing_else_changes(monkeypatch):
    monkeypatch.setattr(migration, "SIZE", 2)
    for number, (url, key) in enumerate(BEFORE.items()):
        article = make_article(f"Text {number}.", url=url)
        Article.objects.filter(pk=article.pk).update(address_key=key)
    rows = Article.objects.order_by("pk")
    names = [field.name for field in Article._meta.fields if field.name != "address_key"]
    before = list(rows.values(*names))

    for _ in range(2):
        migration.know_by_addresses_anew(apps, connection.schema_editor())
        assert list(rows.values_list("url", "address_key")) == [
            ("https://root.example/", ""),
            ("https://paper.example/world/", ""),
            ("https://paper.example/#!/news/1", "paper.example#!/news/1"),
            ("https://paper.example/road?id=7", "paper.example/road?id=7"),
            ("", ""),
        ]
    assert list(rows.values(*names)) == before
    assert Article.history.count() == ArticleIndex.objects.count() == len(BEFORE)
