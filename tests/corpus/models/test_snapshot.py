"""Snapshots are compressed in the database, and read as the bytes that were retrieved."""

import zlib

import pytest
from django.db import connection

from corpus.compression import compress
from corpus.models import Snapshot
from tests.corpus.importing.reading import load, make_record

pytestmark = pytest.mark.django_db

CONTENT = b"<p>Kabul fell at dawn.</p>" * 100


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM corpus_snapshot")
        return [bytes(content) for (content,) in cursor.fetchall()]


@pytest.mark.parametrize("content", [CONTENT, b"", zlib.compress(CONTENT)])
def test_content_is_stored_compressed(content):
    Snapshot.objects.keep(content, "text/html")
    assert stored() == [compress(content)]
    snapshot = Snapshot.objects.get()
    assert (snapshot.content, snapshot.size) == (content, len(content))


def test_an_import_stores_what_a_save_stores():
    load(make_record("One.", content=CONTENT))
    assert stored() == [compress(CONTENT)]
    assert Snapshot.objects.get().content == CONTENT
