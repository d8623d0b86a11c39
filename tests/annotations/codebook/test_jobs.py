"""A codebook that comes in batch by batch: stopped, gone on with, met by colleagues, undone."""

import io

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.codebook import jobs
from annotations.codebook.formats import csv_file
from annotations.codebook.formats.plan import plan
from annotations.codebook.jobs import BATCH_SIZE
from annotations.models import CodebookJob, CodebookPart, Tag
from corpus.models import Action, acting
from corpus.records.action import continuing, current_action
from corpus.records.undo_rules import UndoRefused, undo_rules
from corpus.undo import undo
from corpus.undo.undo import undo as undo_action
from tests.support.acts import act
from tests.support.factories import EDITORS, make_passage, make_tag, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make_user(EDITORS)


@pytest.fixture
def one_at_a_time(monkeypatch):
    """A request takes in one batch, however quick the machine is."""
    monkeypatch.setattr(jobs, "MAX_SECONDS_PER_REQUEST", 0)


def planned(names, definition="meant so"):
    lines = "".join(f"{name},{definition}\n" for name in names)
    return plan(csv_file.loads(io.BytesIO(f"tag,description\n{lines}".encode())))


def names(number):
    return [f"tag {n:05}" for n in range(number)]


def begun(by, number=2 * BATCH_SIZE + 10, **wishes):
    return act(by, jobs.begin, planned(names(number)), **wishes)


def all_in(job):
    while job.is_running:
        job = jobs.move(job)
    return job


def standing():
    return set(Tag.objects.standing().values_list("name", flat=True))


def test_a_batch_at_a_time_makes_every_tag_as_one_action(by, one_at_a_time):
    job, counted = begun(by), []
    while job.is_running:
        job = jobs.move(job)
        counted.append((job.done, Tag.objects.count()))

    assert counted == [
        (BATCH_SIZE, BATCH_SIZE),
        (2 * BATCH_SIZE, 2 * BATCH_SIZE),
        (2 * BATCH_SIZE + 10, 2 * BATCH_SIZE + 10),
    ]
    assert (job.is_finished, job.made_count, job.changed_count, job.left) == (True, 510, 0, [])
    assert list(Action.objects.values_list("kind", "by")) == [("tag.import", by.pk)]
    assert set(Tag.history.values_list("action", flat=True)) == {job.action_id}
    assert Tag.objects.filter(definition="meant so").count() == 510
    assert (CodebookPart.objects.count(), list(Tag.objects.unindexed())) == (0, [])


def test_hues_are_spread_over_the_batches(by):
    all_in(begun(by, 20))
    assert sorted(Tag.objects.values_list("hue", flat=True)) == sorted([*range(1, 11)] * 2)


def test_stopped_it_stays_where_it_is_and_goes_on_there(by, one_at_a_time):
    job = jobs.move(begun(by))
    job.stop()
    # The page that moves it does not know yet.
    assert job.is_running
    stopped = jobs.move(job)
    assert (stopped.is_stopped, Tag.objects.count()) == (True, BATCH_SIZE)
    job.resume()
    job.refresh_from_db()

    assert all_in(job).is_finished
    assert (standing(), Action.objects.count()) == (set(names(2 * BATCH_SIZE + 10)), 1)


def test_what_was_interrupted_in_a_batch_leaves_nothing_of_it_and_goes_on(
    by, one_at_a_time, monkeypatch
):
    job = jobs.move(begun(by))

    class Killed(BaseException):
        pass

    def killed(*args):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(CodebookPart, "delete", killed)
        with pytest.raises(Killed):
            jobs.move(job)
    assert (Tag.objects.count(), CodebookJob.objects.get().done) == (BATCH_SIZE, BATCH_SIZE)
    assert all_in(job).made_count == 2 * BATCH_SIZE + 10
    assert standing() == set(names(2 * BATCH_SIZE + 10))


def test_two_who_move_it_at_once_make_nothing_twice(by, one_at_a_time):
    one = begun(by)
    other = CodebookJob.objects.get()
    jobs.move(one)
    moved = jobs.move(other)
    assert (moved.done, Tag.objects.count()) == (2 * BATCH_SIZE, 2 * BATCH_SIZE)


def test_what_colleagues_made_or_changed_meanwhile_is_left_and_named(by):
    changed, stays = make_tag("changed"), make_tag("stays")
    gone, renamed = make_tag("gone"), make_tag("renamed")
    job = act(by, jobs.begin, planned(["changed", "stays", "gone", "renamed", "made", "new"]))
    other = make_user()
    act(other, changed.edit, 1, "changed", "theirs", 2)
    act(other, gone.remove)
    act(other, renamed.edit, 1, "renamed so", "", 1)
    act(other, Tag.objects.add, "Made", "theirs")
    job = all_in(job)

    assert sorted(job.left) == ["changed", "gone", "made", "renamed"]
    assert (job.made_count, job.changed_count) == (1, 1)
    stays.refresh_from_db()
    assert (stays.definition, stays.version) == ("meant so", 2)
    facts = Tag.objects.standing().values_list("name", "definition")
    assert dict(facts) == {
        "changed": "theirs",
        "Made": "theirs",
        "new": "meant so",
        "renamed so": "",
        "stays": "meant so",
    }


def test_nothing_written_leaves_no_action(by):
    job = begun(by, 1)
    act(make_user(), Tag.objects.add, "tag 00000")
    job = all_in(job)
    assert (job.is_finished, job.action, job.left) == (True, None, ["tag 00000"])
    assert not Action.objects.filter(kind="tag.import").exists()


def test_undone_as_a_whole_when_it_is_finished(by, one_at_a_time):
    make_tag("tag 00003", definition="before")
    job = all_in(begun(by))
    act(by, undo_action, job.action)

    assert list(Tag.objects.present().values_list("name", "definition")) == [
        ("tag 00003", "before")
    ]
    job.refresh_from_db()
    assert (job.is_finished, job.may_be_undone) == (True, False)


@pytest.mark.parametrize("is_stopped", [True, False])
def test_undone_half_way_it_takes_all_back_and_comes_in_no_more(by, one_at_a_time, is_stopped):
    job = jobs.move(begun(by))
    if is_stopped:
        job.stop()
    act(by, undo_action, job.action)

    moved = jobs.move(job)
    assert (moved.is_given_up, moved.resume()) == (True, 0)
    assert (Tag.objects.present().count(), CodebookPart.objects.count()) == (0, 0)


def test_batch_that_came_in_while_the_undo_was_read_is_undone_too(
    client, by, one_at_a_time, monkeypatch
):
    client.force_login(by)
    job = jobs.move(begun(by, 3 * BATCH_SIZE))
    read = undo.changes_of

    def read_and_wait(*values):
        changes = read(*values)
        if CodebookJob.objects.get().is_running:
            jobs.move(job)
        return changes

    monkeypatch.setattr(undo, "LARGE_ACTION_ROWS", 1)
    monkeypatch.setattr(undo, "changes_of", read_and_wait)
    client.post(reverse("action_undo", args=[job.action_id]))
    assert (Tag.objects.count(), Tag.objects.present().count()) == (2 * BATCH_SIZE, 0)


def test_refused_undo_lets_it_come_in_still(by, one_at_a_time, monkeypatch):
    def refuse(changes):
        raise UndoRefused("Not now.")

    job = jobs.move(begun(by))
    monkeypatch.setattr(undo_rules, "guards", [refuse])
    with pytest.raises(UndoRefused):
        act(by, undo_action, job.action)
    assert all_in(CodebookJob.objects.get()).made_count == 2 * BATCH_SIZE + 10


def test_tags_that_are_used_since_stay_when_it_is_undone(by):
    job = all_in(begun(by, 40))
    make_passage(tags=["tag 00007"])
    act(by, undo_action, job.action, is_confirmed=True)
    assert [tag.name for tag in Tag.objects.present()] == ["tag 00007"]


def test_undo_of_many_takes_as_many_queries_as_of_some(by):
    def queries_of(number, first):
        some = [f"{first} {n:04}" for n in range(number)]
        job = all_in(act(by, jobs.begin, planned(some)))
        with CaptureQueriesContext(connection) as captured:
            act(by, undo_action, job.action)
        return len(captured)

    assert queries_of(3, "few") == queries_of(200, "many")
    assert Tag.objects.present().count() == 0


def test_codebook_of_more_tags_than_are_compared_is_known_by_name(by, monkeypatch):
    monkeypatch.setattr("annotations.codebook.formats.plan.MAX_COMPARED", 2)
    all_in(begun(by, 5))
    assert [step.kind for step in planned(names(5)).steps] == ["same"] * 5


def test_continuing_takes_up_an_action_and_lets_go_of_it(by):
    action = Action.objects.create(kind="test", by=by)
    with continuing(action):
        assert current_action() == action
        Tag.objects.add("a")
    with pytest.raises(IntegrityError), continuing(action):
        Tag.objects.add("b")
        Tag.objects.create(name="B", hue=1)
    with acting("other", by), pytest.raises(RuntimeError), continuing(action):
        pass
    assert list(Tag.history.values_list("name", "action")) == [("a", action.pk)]
