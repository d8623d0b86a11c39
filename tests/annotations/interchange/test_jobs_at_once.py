"""Annotations that come in while others work: they save between its batches."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from annotations.formats.record import Annotation, Piece
from annotations.interchange import jobs, staging
from annotations.models import ImportedPassage, Passage
from tests.annotations.models.test_at_once import at_once
from tests.support.annotation_files import annotated, begun
from tests.support.factories import TEXT, make_article, make_passage, make_user

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(staging, "PART_ROWS", 2_000)


def many(number):
    """Annotations of one document, for more than one small part."""
    pieces = [Piece(start, end, TEXT[start:end]) for start in range(20) for end in range(30, 50)]
    annotations = [Annotation((piece,), tags=(f"tag {n % 7}",)) for n, piece in enumerate(pieces)]
    return annotated(annotations=annotations[:number])


def test_a_colleague_saves_between_two_batches(monkeypatch):
    colleague, article = make_user(), make_article()
    job = begun(make_user(), many(400))
    parts = job.parts.count()
    write_next, saved = jobs._write_next, []

    def save():
        try:
            make_passage(article, tags=["tag 3"], by=colleague)
            saved.append(Passage.objects.present().filter(created_by=colleague).count())
        finally:
            connection.close()

    def write_and_save(job):
        job = write_next(job)
        if job.is_running:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(save).result()
        return job

    monkeypatch.setattr(jobs, "_write_next", write_and_save)
    monkeypatch.setattr(jobs, "MAX_SECONDS_PER_REQUEST", 60)
    job = jobs.move(job)
    assert job.is_finished
    assert parts > 1
    assert saved == list(range(1, parts + 1))
    assert Passage.objects.present().filter(imported__isnull=False).count() == 400
    # The colleague's tag took the place of the hidden one.
    tags = Passage.objects.present().filter(tags__name_key="tag 3").values_list("tags__pk")
    assert len(set(tags)) == 1


def test_two_pages_that_move_one_import_at_once_write_each_passage_once(monkeypatch):
    monkeypatch.setattr(jobs, "MAX_SECONDS_PER_REQUEST", 0)
    make_article()
    job = begun(make_user(), many(400))
    while job.is_running:
        at_once(lambda _, job=job: jobs.move(job), range(3))
        job.refresh_from_db()
    assert (job.is_finished, job.written["passages"]) == (True, 400)
    assert Passage.objects.present().count() == ImportedPassage.objects.count() == 400


def test_two_imports_of_one_file_at_once_make_each_passage_once(monkeypatch):
    monkeypatch.setattr(jobs, "MAX_SECONDS_PER_REQUEST", 0)
    make_article()
    both = [begun(make_user(), many(400)) for _ in range(2)]
    while any(job.is_running for job in both):
        at_once(jobs.move, both)
        for job in both:
            job.refresh_from_db()
    assert [job.is_finished for job in both] == [True, True]
    assert Passage.objects.present().count() == 400
