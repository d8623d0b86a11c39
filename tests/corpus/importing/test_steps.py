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
from tests.corpus.importing.test_command import importing, is_whole, run
from tests.corpus.search_index.test_contentless import check_integrity, contents, made_anew
from tests.support.factories import ADMINISTRATORS, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.only_on("sqlite"),
]


class Ready(PreparedBatches):
    """Batches of which the next one is always prepared."""

    def is_next_ready(self, seconds):
        return True


class Slow(PreparedBatches):
    """Batches of other processes, of which the next one is prepared when it is awaited again."""

    are_prepared_elsewhere = True

    def __init__(self, batches):
        super().__init__(batches)
        self.is_awaited = False
        self.begins_to_wait = lambda: None

    def is_next_ready(self, seconds):
        self.is_awaited = not self.is_awaited
        if self.is_awaited:
            self.begins_to_wait()
        return not self.is_awaited


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


@pytest.mark.parametrize(
    "options",
    [
        {"joins_parts": False},
        {"joins_parts": True, "update": True},
        {"joins_parts": True, "is_trial": True},
    ],
)
def test_batches_are_saved_apart_where_texts_are_updated_or_nothing_is_kept(
    batches_of_one, options
):
    by, loader, savepoints = make_user(), Loader(**options), []
    with Steps(batches_of_one, loader) as steps:
        save(steps, loader, by, lambda number: savepoints.append([*connection.savepoint_ids]))
    assert savepoints == [[]] * 6
    assert Article.objects.count() == (0 if loader.is_trial else 6)
    assert (is_whole(), contents()) == (True, made_anew())


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


def test_a_step_waits_for_processes_that_read_slowly(batches_of_one):
    by, loader = make_user(), Loader(joins_parts=True)
    with Steps(Slow(batches_of_one), loader) as steps:
        save(steps, loader, by)
    assert (Article.objects.count(), parts()) == (6, 1)
    assert is_whole()


def test_a_step_waits_for_no_batch_once_somebody_waits_to_write(batches_of_one, monkeypatch):
    by, loader, slow = make_user(), Loader(joins_parts=True), Slow(batches_of_one)
    slow.begins_to_wait = lambda: monkeypatch.setattr(connection, "is_awaited", lambda: True)
    with Steps(slow, loader) as steps:
        save(steps, loader, by)
    assert (Article.objects.count(), parts()) == (6, 6)
    assert is_whole()


def test_complete_batches_are_saved_if_a_later_one_fails(batches_of_one):
    by, loader = make_user(), Loader(joins_parts=True)

    def fail(number):
        if number == 4:
            raise KeyError

    with pytest.raises(KeyError), Steps(batches_of_one, loader) as steps:
        save(steps, loader, by, fail)
    assert Article.objects.count() == 4
    assert (is_whole(), contents()) == (True, made_anew())


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


def test_an_import_killed_within_a_step_is_whole_after_another(tmp_path, monkeypatch):
    """Of a step of three batches nothing is saved until all of them are."""
    make_user(ADMINISTRATORS, "killed")
    begin_again([Article])
    monkeypatch.setattr(PreparedBatches, "is_next_ready", lambda batches, seconds: True)
    texts = [long_text(number) for number in range(100)]
    monkeypatch.setattr("corpus.importing.steps.MAX_STEP_SIZE", 2.5 * sum(map(len, texts)) / 10)
    path = tmp_path / "news.jsonl"
    path.write_text(jsonl(*({"text": text} for text in texts)))
    saved = []
    for stops_after in (2, 5, 8, 8):
        process, messages = importing(path, stops_after)
        for _ in range(stops_after):
            messages.recv()
        process.kill()
        process.join()
        saved.append(Article.objects.count())
        assert is_whole()
        check_integrity()
    assert saved == [0, 30, 60, 60]
    assert run(path, "--by", "killed")[0] == 0

    assert set(Article.objects.values_list("text", flat=True)) == set(texts)
    assert (Article.objects.count(), is_whole()) == (100, True)
    check_integrity()
    assert contents() == made_anew()
