import io
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from corpus.importing import jobs
from corpus.models import Article, ImportJob, UploadChunk
from corpus.models.import_job import CHUNK_BYTES
from tests.corpus.importing.reading import jsonl, long_text, make_job
from tests.support.factories import make_user

ROWS = [{"text": f"Number {n}.", "source": f"s{n % 3}.org"} for n in range(25)]


@pytest.fixture
def small(monkeypatch):
    """Batches of ten records, and one batch a request."""
    monkeypatch.setattr(jobs, "BATCH_SIZE", 10)
    monkeypatch.setattr(jobs, "MOVE_SECONDS", -1)


@pytest.mark.django_db
def test_job_is_moved_on_batch_by_batch_to_its_end(small):
    job = make_job(jsonl(*ROWS) + "{broken\n")
    states = []
    while job.is_running:
        # As another request finds it.
        job = jobs.move(ImportJob.objects.get(pk=job.pk))
        states.append((job.new_count, job.refused_count, job.portion, job.state))

    assert [row[:2] for row in states] == [(10, 0), (20, 0), (25, 1)]
    assert [row[3] for row in states] == ["running", "running", "finished"]
    assert 30 < states[0][2] < states[1][2] < states[2][2] == 100
    assert sorted(job.sources.values_list("name", flat=True)) == ["s0.org", "s1.org", "s2.org"]
    problem = job.problems.get()
    assert (problem.file, problem.line, problem.is_left_out) == ("news.jsonl", 26, True)
    assert UploadChunk.objects.count() == 0
    assert jobs.move(job) == job


@pytest.mark.django_db
def test_upload_is_kept_in_chunks_and_read_as_one_file():
    content = b"".join(f"{n:07}\n".encode() for n in range(CHUNK_BYTES // 4))
    job = make_job(content)
    file = job.upload()

    assert job.size == len(content) == 2 * CHUNK_BYTES
    assert job.chunks.count() == 2
    assert file.read() == content
    file.seek(CHUNK_BYTES - 4)
    assert file.read(8) == content[CHUNK_BYTES - 4 : CHUNK_BYTES + 4]
    assert (file.seek(0, 2), file.read(1)) == (len(content), b"")


@pytest.mark.django_db
def test_columns_source_language_and_update_of_the_job_are_heeded(small):
    row = {"body": "One.", "url": "https://x.org/1"}
    jobs.move(make_job(jsonl(row), columns={"text": "body"}, source="TASS", language="ru"))
    article = Article.objects.get()
    assert (article.source.name, article.language) == ("TASS", "ru")

    other = jsonl(row | {"body": "Two."})
    job = jobs.move(make_job(other, columns={"text": "body"}, is_update=True))
    article.refresh_from_db()
    assert (article.text, job.updated_count) == ("Two.", 1)


@pytest.mark.django_db
def test_field_problem_stays_with_its_record(small):
    """Cut between the two, the problem would be told once more."""
    rows = [{"text": f"{n}.", "published": "soon"} for n in range(12)]
    job = make_job(jsonl(*rows))
    while job.is_running:
        job = jobs.move(job)
    assert (job.new_count, job.refused_count, job.problems.count()) == (12, 0, 12)


@pytest.mark.django_db
def test_job_that_was_stopped_stands_still_until_it_goes_on(small):
    job = jobs.move(make_job(jsonl(*ROWS)))
    jobs.stop(job)
    assert jobs.move(ImportJob.objects.get()).new_count == 10
    # A request that was under way meanwhile saves nothing either.
    assert jobs.move(job).new_count == 10
    jobs.go_on(job)
    assert jobs.move(ImportJob.objects.get()).new_count == 20


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_that_move_one_job_at_once_save_each_batch_once(small):
    job = make_job(jsonl(*({"text": long_text(n, 20)} for n in range(40))))

    def move(_):
        try:
            return jobs.move(job).new_count
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(move, range(2)))

    assert counts == [10, 10]
    job.refresh_from_db()
    assert (job.new_count, job.same_count, Article.objects.count()) == (10, 0, 10)


@pytest.mark.django_db
def test_upload_that_is_given_up_goes_and_what_came_of_it_stays(small):
    job = jobs.move(make_job(jsonl(*ROWS)))
    jobs.give_up(job)
    assert (ImportJob.objects.get().state, UploadChunk.objects.count()) == ("running", 1)
    jobs.stop(job)
    jobs.give_up(job)
    jobs.go_on(job)
    job = jobs.move(ImportJob.objects.get())
    assert (job.state, job.new_count, UploadChunk.objects.count()) == ("given up", 10, 0)
    assert Article.objects.count() == 10


@pytest.mark.django_db
def test_upload_that_nobody_begins_can_be_given_up(client):
    client.force_login(make_user("Editors"))
    job = make_job("body\nOne.\n", format="csv", state="ready")
    assert "/give-up/" in client.get(job.get_absolute_url()).content.decode()
    client.post(f"{job.get_absolute_url()}give-up/")
    page = client.get(job.get_absolute_url()).content.decode()
    assert "The import was cancelled" in page
    assert (UploadChunk.objects.count(), Article.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_upload_that_went_while_it_is_read_is_not_missed(small):
    job = make_job(jsonl(*ROWS))
    same = ImportJob.objects.get()
    while job.is_running:
        job = jobs.move(job)
    assert jobs.move(same).is_finished


HOSTILE = {
    "binary": (b"\x00\x01\x02" * 1000, "jsonl"),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(100), "csv"),
    "a compressed file": (b"\x1f\x8b" + bytes(100), "jsonl"),
    "no line that is JSON": (b"x" * 5000, "jsonl"),
    "no column": (b"a,b\n1,2\n", "csv"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "format"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_file_of_articles_is_refused_and_ends(content, format):
    job = make_job(content, format=format)
    job = jobs.move(job)
    assert (job.state, job.refused_count, Article.objects.count()) == ("finished", 1, 0)
    assert job.problems.get().reason


@pytest.mark.django_db
def test_progress_names_the_file_of_an_archive_and_goes_on_within_it(small, client, monkeypatch):
    """A request reads ten records, however slow the machine is: the first file has more."""
    monkeypatch.setattr(jobs, "READ_SECONDS", 60)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a/rows.jsonl", jsonl(*ROWS))
        archive.writestr("b.txt", "Title: The last\n\nWords.")
        archive.writestr("c.docx", b"PK\x03\x04 cut off")
    job = make_job(content.getvalue(), name="wire.zip", format="zip")
    client.force_login(job.by)
    states = []
    while job.is_running:
        job = jobs.move(ImportJob.objects.get(pk=job.pk))
        states.append((job.new_count, job.refused_count, job.file_read))
        page = client.get(job.get_absolute_url()).content.decode()
        # The archive is named once, above.
        shown = job.file_read.replace("wire.zip/", ">") + "<"
        assert (shown in page) == job.is_running or job.is_finished

    assert states[:2] == [(10, 0, "wire.zip/a/rows.jsonl"), (20, 0, "wire.zip/a/rows.jsonl")]
    assert states[-1] == (26, 1, "wire.zip/c.docx")
    assert ">c.docx</td>" in page
    last = Article.objects.get(title="The last")
    snapshot = last.retrievals.get().snapshot
    assert bytes(snapshot.content) == b"Title: The last\n\nWords."
