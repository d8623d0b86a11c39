"""The pages of an import of annotations, without a script."""

import pytest
from django.urls import reverse

from annotations.interchange import jobs
from annotations.models import AnnotationJob, Passage
from corpus.models import Action, Article
from tests.support.annotation_files import annotated, file_of, planned, staged
from tests.support.factories import EDITORS, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def whole_steps(monkeypatch):
    """A request ends its step of the import, also on a busy machine."""
    monkeypatch.setattr(jobs, "MAX_SECONDS_PER_REQUEST", 60)


@pytest.fixture
def member(client):
    member = make_user()
    client.force_login(member)
    return member


def upload(client, *entries, **fields):
    file = file_of(*entries)
    file.name = "passages.jsonl"
    return client.post("/passages/import/", {"file": file, **fields})


def step(client, job, verb, **fields):
    return client.post(reverse(f"annotation_{verb}", args=[job.public_id]), fields)


def page_of(client, job):
    return " ".join(client.get(job.get_absolute_url()).content.decode().split())


def test_from_the_upload_to_the_passages_and_back(client, member):
    response = upload(client, annotated("dawn", title="Convoy"))
    job = AnnotationJob.objects.get()
    assert (response.status_code, response["Location"]) == (303, job.get_absolute_url())
    assert "Comparing the file with the desk" in page_of(client, job)
    step(client, job, "move")
    page = page_of(client, job)
    assert "<dt>Passages in new articles, at their positions</dt> <dd>1</dd>" in page
    assert "Positions are counted in code points (1)." in page
    assert Passage.objects.count() == 0
    step(client, job, "start", takes_in="1")
    step(client, job, "move")
    page = page_of(client, job)
    assert "The import is finished" in page
    assert "<dt>Passages imported</dt> <dd>1</dd>" in page
    action = Action.objects.get(by=member)
    assert f"/actions/{action.pk}/undo/" in page
    client.post(f"/actions/{action.pk}/undo/", {})
    assert Passage.objects.present().count() == Article.objects.present().count() == 0
    page = page_of(client, job)
    assert ("The import was undone" in page, "Undo import" in page) == (True, False)


def test_stop_resume_and_cancel(client, member):
    job = planned(member, annotated("dawn"))
    step(client, job, "start", takes_in="1")
    step(client, job, "stop")
    assert "The import was stopped" in page_of(client, job)
    step(client, job, "move")
    assert Passage.objects.count() == 0
    step(client, job, "stop")
    assert AnnotationJob.objects.get().is_running
    step(client, job, "stop")
    step(client, job, "cancel")
    assert "The import was cancelled" in page_of(client, job)
    assert (Passage.objects.count(), Article.objects.count()) == (0, 0)


def test_started_twice_it_is_one_action(client, member):
    job = planned(member, annotated("dawn"))
    for _ in range(2):
        step(client, job, "start", takes_in="1")
    assert Action.objects.filter(by=member).count() == 1


def test_without_the_box_no_article_is_taken_in(client, member):
    job = planned(member, annotated("dawn"))
    step(client, job, "start")
    step(client, job, "move")
    assert Article.objects.count() == 0


def test_who_may_not_import_articles_takes_none_in(client, member, settings):
    settings.ANALYSTS_IMPORT = False
    job = planned(member, annotated("dawn"))
    assert "You may not import articles." in page_of(client, job)
    step(client, job, "start", takes_in="1")
    step(client, job, "move")
    assert Article.objects.count() == 0


def test_the_import_of_a_colleague_is_for_editors(client, member):
    job = staged(make_user(), annotated("dawn"))
    assert client.get(job.get_absolute_url()).status_code == 403
    assert step(client, job, "cancel").status_code == 403
    assert job.name not in client.get("/passages/import/").content.decode()
    client.force_login(make_user(EDITORS))
    assert client.get(job.get_absolute_url()).status_code == 200
    assert job.name in client.get("/passages/import/").content.decode()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Choose a file."),
        ({"file": b"nothing"}, "The format is not recognised. Choose it."),
        ({"file": b"nothing", "format": "twosource"}, "this is not a file of annotations"),
    ],
)
def test_what_cannot_be_read_is_said_at_the_form(client, member, fields, message):
    if "file" in fields:
        file = file_of()
        file.name, content = "a.txt", fields["file"]
        file.seek(0)
        file.truncate()
        file.write(content)
        file.seek(0)
        fields = fields | {"file": file}
    response = client.post("/passages/import/", fields)
    assert (response.status_code, message in response.content.decode()) == (422, True)
    assert AnnotationJob.objects.count() == 0


def test_nothing_new_offers_no_import(client, member):
    job = planned(member, annotated("dawn", has_text=False))
    page = page_of(client, job)
    assert "There is nothing to import" in page
    assert reverse("annotation_start", args=[job.public_id]) not in page
