"""The migration that stores texts once goes on where it was stopped, and back."""

import zlib
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.corpus.importing.reading import load, make_record

pytestmark = pytest.mark.django_db

MIGRATION = import_module("corpus.migrations.0007_copies_of_texts")
TEXTS = ["Kabul fell.", "Herat fell.", "Nobody fired."]


def apps_before():
    """The models as the migration sees them: with plain fields."""
    executor = MigrationExecutor(connection)
    return executor.loader.project_state([("corpus", "0006_plain_words")]).apps


def rows(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [bytes(v) if isinstance(v, memoryview) else v for (v,) in cursor.fetchall()]


def texts():
    return rows("SELECT text FROM corpus_revision ORDER BY id")


def contents():
    return rows("SELECT content FROM corpus_snapshot ORDER BY id")


def test_every_row_is_migrated_once_and_back():
    for text in TEXTS:
        load(make_record(text, content=text.encode()))
    plain = [text.encode() for text in TEXTS]

    MIGRATION.decompress_snapshots(apps_before(), None)
    MIGRATION.copy_current_texts(apps_before(), None)
    assert (texts(), contents()) == (TEXTS, plain)

    # As if it had been stopped after the first row.
    with connection.cursor() as cursor:
        first = [zlib.compress(plain[0]), TEXTS[0]]
        cursor.execute(
            "UPDATE corpus_snapshot SET content = %s "
            "WHERE id = (SELECT min(id) FROM corpus_snapshot)",
            first[:1],
        )
        cursor.execute("UPDATE corpus_revision SET text = '' WHERE text = %s", first[1:])
    for _ in range(2):
        MIGRATION.compress_snapshots(apps_before(), None)
        MIGRATION.empty_current_texts(apps_before(), None)
    assert (texts(), contents()) == (["", "", ""], [zlib.compress(each) for each in plain])


def test_a_text_changed_by_hand_keeps_its_revision():
    load(make_record(TEXTS[0]))
    MIGRATION.copy_current_texts(apps_before(), None)
    apps.get_model("corpus", "Article").objects.update(text=TEXTS[1])
    MIGRATION.empty_current_texts(apps_before(), None)
    assert texts() == [TEXTS[0]]
