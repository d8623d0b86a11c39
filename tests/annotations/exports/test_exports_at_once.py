"""An export while colleagues write: it holds no transaction, and new rows do it no harm."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client

from annotations.exports import table
from tests.support.factories import make_article, make_passage, make_user


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_colleague_saves_while_an_export_is_streamed(monkeypatch):
    monkeypatch.setattr(table, "KEYS_PER_STATEMENT", 2)
    monkeypatch.setattr(table, "ROWS_PER_PAGE", 1)
    article = make_article("One two three four five six.")
    made = [make_passage(article, word) for word in ("One", "two", "three", "four")]
    reader = Client()
    reader.force_login(make_user())
    parts = iter(reader.get("/passages.csv").streaming_content)
    read = [next(parts), next(parts)]
    assert not connection.in_atomic_block
    colleague = Client()
    colleague.force_login(make_user())
    marking = {"revision": 1, "start": 19, "end": 23, "quote": "five"}
    response = colleague.post(f"/articles/{article.public_id}/passages/", marking)
    assert response.status_code == 303
    rows = list(csv.DictReader(io.StringIO(b"".join([*read, *parts]).decode()[1:])))
    assert [row["id"] for row in rows] == [passage.public_id for passage in reversed(made)]
