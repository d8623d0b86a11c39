"""A codebook that comes in while others work: they save between its batches."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from annotations.codebook import jobs
from annotations.models import Tag
from tests.annotations.codebook.test_jobs import begun
from tests.annotations.models.test_at_once import at_once
from tests.support.factories import EDITORS, make_article, make_passage, make_user

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_colleague_saves_between_two_batches_of_one_request(monkeypatch):
    job, colleague, article = begun(make_user(EDITORS), 500), make_user(), make_article()
    move_once, saved = jobs._import_batch, []

    def save():
        try:
            passage = make_passage(article, tags=["theirs"], by=colleague)
            saved.append((passage.tags.count(), Tag.objects.count()))
        finally:
            connection.close()

    def move_and_save(job):
        moved = move_once(job)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(save).result()
        return moved

    monkeypatch.setattr(jobs, "_import_batch", move_and_save)
    monkeypatch.setattr(jobs, "MAX_SECONDS_PER_REQUEST", 60)
    job = jobs.move(job)
    assert (job.is_finished, job.made_count) == (True, 500)
    assert saved == [(1, 251), (1, 501)]


def test_two_pages_that_move_one_codebook_at_once_make_each_tag_once(monkeypatch):
    monkeypatch.setattr(jobs, "MAX_SECONDS_PER_REQUEST", 0)
    job = begun(make_user(EDITORS), 3 * 250)
    at_once(lambda _: jobs.move(job), range(3))
    job.refresh_from_db()
    assert (job.is_finished, job.made_count, job.left) == (True, 750, [])
    assert Tag.objects.count() == 750
