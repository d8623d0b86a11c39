"""An import of annotations batch by batch: stopped, gone on with, killed, cancelled, undone."""

import pytest
from django.urls import reverse

from annotations.interchange import jobs, reveal, staging
from annotations.models import (
    AnnotationJob,
    AnnotationPart,
    Claim,
    Evidence,
    ImportedPassage,
    Origin,
    Passage,
    PassageTag,
    Placement,
    Tag,
)
from corpus.models import Action, Article, Person
from corpus.models.correction import correct
from corpus.records.undo_rules import UndoRefused
from corpus.undo.undo import AlreadyUndone, BuiltUpon, undo
from tests.annotations.interchange.test_import import full_annotation
from tests.support.acts import act
from tests.support.annotation_files import annotated, begun, imported, moved, staged
from tests.support.factories import (
    EDITORS,
    TEXT,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db

SHOWN = (Article, Tag, Person, Origin, Claim, Passage, Evidence)


@pytest.fixture
def by():
    return make_user(EDITORS)


@pytest.fixture
def one_at_a_time(monkeypatch):
    """A part holds one document, and a request does one part, however quick the machine is."""
    monkeypatch.setattr(jobs, "MAX_SECONDS_PER_REQUEST", 0)
    monkeypatch.setattr(staging, "PART_ROWS", 1)


def entries():
    """Two documents with all that an import makes."""
    yield annotated("dawn", key="one", annotations=[full_annotation()])
    yield annotated("Nobody", key="two", text=f"{TEXT} Once more.")


def shown():
    return [model.objects.present().count() for model in SHOWN]


NOTHING, EVERYTHING = [0] * 7, [2, 2, 1, 1, 1, 3, 1]


def test_rows_are_seen_when_all_are_written(by, one_at_a_time):
    job, seen = begun(by, *entries()), []
    while job.is_running:
        job = jobs.move(job)
        seen.append((job.done, shown()))
    assert seen == [*((done, NOTHING) for done in (0, 1, 2, 2, 3)), (3, EVERYTHING)]
    assert set(Passage.history.values_list("action", flat=True)) == {job.action_id}


def test_hidden_rows_are_nowhere_on_pages(by, one_at_a_time, client):
    article = make_article()
    job = begun(by, annotated("dawn", "Nobody", annotations=[full_annotation()]))
    job = jobs.move(jobs.move(job))
    assert (Passage.objects.count(), job.is_running) == (1, True)
    client.force_login(make_user())
    for address in (article.get_absolute_url(), "/search/?q=dawn&group=passages", "/tags/"):
        page = client.get(address).content.decode()
        assert 'id="passage-' not in page
        assert "cities" not in page
    news = client.get(reverse("article_news", args=[article.public_id]), {"since": "0-0"})
    assert b"data-show" not in news.content
    moved(job)
    news = client.get(reverse("article_news", args=[article.public_id]), {"since": "0-0"})
    assert "3 new passages" in " ".join(news.content.decode().split())


def test_a_request_leaves_the_database_to_others_once_before_its_batches(by, monkeypatch):
    monkeypatch.setattr(staging, "PART_ROWS", 1)
    monkeypatch.setattr(jobs, "MAX_SECONDS_PER_REQUEST", 60)
    job, events = begun(by, *entries()), []
    write_next = jobs._write_next
    monkeypatch.setattr(jobs.time, "sleep", events.append)
    monkeypatch.setattr(jobs, "_write_next", lambda job: events.append("") or write_next(job))

    assert jobs.move(job).is_finished
    # Five parts, and what is shown at the end.
    assert events == [jobs.PAUSE_SECONDS, *[""] * 6]


def test_stopped_it_stays_where_it_is_and_goes_on_there(by, one_at_a_time):
    job = jobs.move(begun(by, *entries()))
    job.stop()
    # The page that moves it does not know yet.
    stopped = jobs.move(job)
    assert (stopped.is_stopped, stopped.position) == (True, 1)
    job.resume()
    job.refresh_from_db()
    assert moved(job).is_finished
    assert shown() == EVERYTHING


@pytest.mark.parametrize("moment", range(7))
def test_killed_at_any_point_it_goes_on_without_loss_or_doubles(
    by, one_at_a_time, monkeypatch, moment
):
    class Killed(BaseException):
        pass

    job, calls = staged(by, *entries()), []
    save = AnnotationJob.save

    def killed(self, *args, **kwargs):
        calls.append(1)
        if len(calls) == moment + 1:
            raise Killed
        return save(self, *args, **kwargs)

    def move_on(job):
        while job.is_moving:
            job = jobs.move(job)
        if job.is_ready:
            act(by, jobs.start, job, takes_in=True, kind="passage.import")
            return move_on(AnnotationJob.objects.get())
        return job

    monkeypatch.setattr(AnnotationJob, "save", killed)
    with pytest.raises(Killed):
        move_on(job)
    job = move_on(AnnotationJob.objects.get())
    assert (job.is_finished, shown()) == (True, EVERYTHING)
    assert Passage.objects.count() == ImportedPassage.objects.count() == 3


def test_many_rows_are_shown_in_steps_that_may_be_interrupted(by, one_at_a_time, monkeypatch):
    monkeypatch.setattr(reveal, "STEP_ROWS", 2)
    job, seen = begun(by, *entries()), []
    while job.is_running:
        job = jobs.move(job)
        seen.append(sum(shown()))
    assert seen == [0, 0, 0, 0, 0, 2, 4, 6, 8, 10, 11]
    assert shown() == EVERYTHING


def test_two_who_move_it_at_once_write_nothing_twice(by, one_at_a_time):
    one = begun(by, *entries())
    other = AnnotationJob.objects.get()
    jobs.move(one)
    assert (jobs.move(other).position, Passage.objects.count()) == (1, 0)
    assert moved(AnnotationJob.objects.get()).written["passages"] == 3


def test_two_imports_of_one_file_at_once_make_it_once(by, one_at_a_time):
    make_article()
    first, second = (begun(user, annotated("dawn")) for user in (by, make_user()))
    for _ in range(8):
        first, second = jobs.move(first), jobs.move(second)
    assert (first.is_finished, second.is_finished) == (True, True)
    assert Passage.objects.count() == 1


def test_cancelled_nothing_of_it_is_seen_and_it_may_come_again(by, one_at_a_time):
    job = jobs.move(jobs.move(begun(by, *entries())))
    assert Passage.objects.count() > 0
    job.stop()
    job.cancel()
    job.refresh_from_db()
    assert (job.is_given_up, shown(), AnnotationPart.objects.count()) == (True, NOTHING, 0)
    assert jobs.move(job).is_given_up
    with pytest.raises(AlreadyUndone):
        act(by, undo, job.action, kind="action.undo")
    assert imported(by, *entries()).is_finished
    assert shown() == EVERYTHING


def test_what_a_colleague_names_alike_meanwhile_takes_the_place_of_the_hidden(by, one_at_a_time):
    make_article()
    job = jobs.move(begun(by, annotated(has_text=True, annotations=[full_annotation()])))
    job = jobs.move(job)
    tag = make_tag("Cities")
    with_person = make_passage(people=())
    moved(job)
    passage = Passage.objects.present().exclude(pk=with_person.pk).get()
    assert tag in [link.tag for link in passage.tag_links.all()]
    assert Tag.objects.present().filter(name_key="cities").count() == 1


def test_a_text_corrected_meanwhile_is_followed(by, one_at_a_time):
    article = make_article()
    job = begun(by, annotated("Nobody", annotations=[]))
    job = jobs.move(jobs.move(job))
    assert Passage.objects.count() == 1
    act(by, correct, article, f"Early: {TEXT}", "found more", article.version)
    moved(job)
    newest = Placement.objects.get(revision__number=2)
    assert (newest.start, newest.state) == (42, "placed")


def test_a_text_corrected_before_it_is_written_is_planned_anew(by, monkeypatch):
    article = make_article()
    job, planned_part = begun(by, annotated("Nobody")), jobs.planning.plan_part

    def corrected_then(*args):
        plan = planned_part(*args)
        if article.revision_number == 1:
            act(by, correct, article, f"Early: {TEXT}", "found more", article.version)
            article.refresh_from_db()
        return plan

    monkeypatch.setattr(jobs.planning, "plan_part", corrected_then)
    moved(job)
    placement = Placement.objects.get()
    assert (placement.start, placement.revision.number) == (42, 2)


def test_undone_as_a_whole_and_redone(by):
    job = imported(by, *entries())
    undoing = act(by, undo, job.action, kind="action.undo")
    assert shown() == NOTHING
    job.refresh_from_db()
    assert not AnnotationJob.objects.get().may_be_undone
    assert PassageTag.objects.count() == 2
    act(by, undo, undoing, kind="action.undo")
    assert shown() == EVERYTHING


def test_an_analyst_may_undo_an_import_with_articles():
    analyst, other = make_user(), make_user()
    action = imported(analyst, *entries()).action
    assert action.may_be_undone_by(analyst)
    assert not action.may_be_undone_by(other)


def test_undo_asks_where_others_have_built_on_it_and_keeps_what_they_use(by):
    job, other = imported(by, *entries()), make_user()
    passage = Passage.objects.present().first()
    make_evidence(make_claim(by=other), passage, by=other)
    make_passage(make_article(by=other), tags=["cities"], by=other)
    with pytest.raises(BuiltUpon):
        act(by, undo, job.action, kind="action.undo")
    act(by, undo, job.action, True, kind="action.undo")
    assert list(Tag.objects.present().values_list("name", flat=True)) == ["cities"]
    assert Passage.objects.present().filter(imported=None).count() == 1


def test_an_unfinished_import_is_cancelled_not_undone(by, one_at_a_time):
    job = jobs.move(begun(by, *entries()))
    with pytest.raises(UndoRefused, match="Cancel it"):
        act(by, undo, Action.objects.get(pk=job.action_id), kind="action.undo")


def test_undone_it_may_be_imported_again(by):
    job = imported(by, *entries())
    act(by, undo, job.action, kind="action.undo")
    imported(by, *entries())
    assert shown() == EVERYTHING


def test_history_tells_how_many_came_in_and_where_to_undo_it(by, client):
    job = imported(by, *entries())
    client.force_login(by)
    page = client.get(reverse("member_history", args=[by.pk])).content.decode()
    assert "imported 3 passages from a file" in page
    assert job.get_absolute_url() in page
    article = Article.objects.present().first()
    response = client.post(f"/articles/{article.public_id}/undo/", {})
    assert (response.status_code, shown()) == (409, EVERYTHING)
