"""Several batches of an import in one transaction (SQLite)."""

import threading
import time

import pytest
from django.db import connection, transaction

from corpus.importing import batches
from corpus.importing.file_list import files_at
from corpus.importing.loader import Loader
from corpus.importing.prepare import batches_of
from corpus.importing.steps import MAX_STEP_SECONDS, Steps
from corpus.importing.worker_process import PreparedBatches
from corpus.models import Article, acting
from corpus.search_index.rebuild import begin_again
from corpus.search_index.schema import ARTICLES
from tests.corpus.importing.reading import jsonl, long_text
from tests.corpus.importing.test_command import is_whole
from tests.support.factories import make_user

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.only_on("sqlite"),
]


class Ready(PreparedBatches):
    """Batches of which the next one is always prepared."""

    def is_next_ready(self, seconds):
        return True


@pytest.fixture
def batches_of_one(tmp_path, monkeypatch):
    """Six batches, each with one record, for an empty index."""
    begin_again([Article])
    monkeypatch.setattr(batches, "MAX_BATCH_BYTES", 1)
    path = tmp_path / "news.jsonl"
    path.write_text(jsonl(*({"text": long_text(number)} for number in range(6))))
    return Ready(batches_of(files_at([path]).to_read, {}))


def parts():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT segid) FROM {ARTICLES.index}_idx")
        return cursor.fetchone()[0]


def save(steps, loader, by, then=lambda number: None):
    for number, batch in enumerate(steps):
        with acting("article.import", by):
            loader.save(batch)
            then(number)


def test_batches_are_saved_in_one_part_while_nobody_waits(batches_of_one):
    by, loader = make_user(), Loader(joins_parts=True)
    seen_by_others = []

    def look_from_outside(number):
        thread = threading.Thread(target=lambda: seen_by_others.append(Article.objects.count()))
        thread.start()
        thread.join()

    with Steps(batches_of_one, loader) as steps:
        save(steps, loader, by, look_from_outside)
    assert seen_by_others == [0] * 6
    assert (Article.objects.count(), parts()) == (6, 1)
    assert is_whole()


@pytest.mark.parametrize("options", [{"joins_parts": False}, {"joins_parts": True, "update": True}])
def test_batches_are_saved_apart_where_texts_are_updated(batches_of_one, options):
    by, loader, counts = make_user(), Loader(**options), []
    with Steps(batches_of_one, loader) as steps:
        save(steps, loader, by, lambda number: counts.append(connection.savepoint_ids))
    assert counts == [[]] * 6
    assert Article.objects.count() == 6
    assert is_whole()


def test_who_waits_to_write_waits_for_a_batch(batches_of_one):
    by, loader, saved_when_written, writers = make_user(), Loader(joins_parts=True), [], []

    def write():
        with transaction.atomic():
            saved_when_written.append(Article.objects.count())
        connection.close()

    def begin_to_write(number):
        if number == 2:
            writers.append(threading.Thread(target=write))
            writers[0].start()
            while not connection.is_awaited():
                time.sleep(0.001)

    with Steps(batches_of_one, loader) as steps:
        save(steps, loader, by, begin_to_write)
    writers[0].join()
    assert saved_when_written == [3]
    assert Article.objects.count() == 6


def test_complete_batches_are_saved_if_a_later_one_fails(batches_of_one):
    by, loader = make_user(), Loader(joins_parts=True)

    def fail(number):
        if number == 4:
            raise KeyError

    with pytest.raises(KeyError), Steps(batches_of_one, loader) as steps:
        save(steps, loader, by, fail)
    assert Article.objects.count() == 4
    assert is_whole()


def test_a_step_ends_after_some_seconds(batches_of_one):
    by, loader = make_user(), Loader(joins_parts=True)
    seconds = iter(range(0, 100 * MAX_STEP_SECONDS, MAX_STEP_SECONDS))
    with Steps(batches_of_one, loader, clock=seconds.__next__) as steps:
        save(steps, loader, by)
    assert parts() == 6
    assert is_whole()


def test_a_step_ends_while_the_next_batch_is_prepared(batches_of_one):
    by, loader = make_user(), Loader(joins_parts=True)
    with Steps(PreparedBatches(batches_of_one), loader) as steps:
        save(steps, loader, by)
    assert parts() == 6
    assert is_whole()
