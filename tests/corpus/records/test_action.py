import pytest
from django.db import transaction

from corpus.models import Action, Source, acting
from corpus.records.action import NoAction, continuing
from tests.support.factories import make_article, make_source, make_user

pytestmark = pytest.mark.django_db


def test_write_outside_of_an_action_is_refused_and_leaves_nothing():
    with pytest.raises(NoAction), transaction.atomic():
        Source.objects.create(name="Reuters")

    assert Source.objects.count() == 0


def test_history_row_carries_the_action_and_who_did_it():
    user = make_user()

    with acting("source.create", user) as action:
        source = Source.objects.create(name="Reuters")

    [row] = source.history.all()
    assert (row.action, row.history_user, row.history_type) == (action, user, "+")


def test_action_inside_another_is_an_error_and_the_outer_one_goes_on():
    user = make_user()

    with acting("outer", user):
        with pytest.raises(RuntimeError), acting("inner", user):
            raise AssertionError("The inner Action was opened.")
        source = Source.objects.create(name="Reuters")

    assert [action.kind for action in Action.objects.filter(by=user)] == ["outer"]
    assert source.history.get().action.kind == "outer"


def test_action_is_not_continued_inside_another():
    user = make_user()
    source = make_source(by=user)

    with (
        acting("outer", user),
        pytest.raises(RuntimeError),
        continuing(source.history.get().action),
    ):
        raise AssertionError("The earlier Action was continued.")


@pytest.mark.parametrize("make", [make_source, make_article])
def test_deletion_outside_of_an_action_is_refused(make):
    row = make()

    with pytest.raises(NoAction), transaction.atomic():
        row.remove()

    row.refresh_from_db()
    assert not row.is_deleted


def test_action_that_fails_leaves_no_row_and_no_action():
    user = make_user()

    with pytest.raises(ZeroDivisionError), acting("source.create", user):
        Source.objects.create(name="Reuters")
        raise ZeroDivisionError

    assert list(Source.objects.all()) == []
    assert list(Action.objects.filter(by=user)) == []


def test_failed_action_does_not_leak_into_the_next_write():
    user = make_user()
    with pytest.raises(ZeroDivisionError), acting("source.create", user):
        raise ZeroDivisionError

    with pytest.raises(NoAction), transaction.atomic():
        Source.objects.create(name="Reuters")
