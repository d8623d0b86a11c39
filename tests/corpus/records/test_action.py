import pytest
from django.db import transaction

from corpus.models import Action, Source, acting
from corpus.records.action import NoAction
from tests.support.factories import make_source, make_user

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


def test_inner_action_joins_the_outer_one():
    user = make_user()

    with acting("outer", user), acting("inner", user):
        source = make_source(by=user)

    assert [action.kind for action in Action.objects.filter(by=user)] == ["outer"]
    assert source.history.get().action.kind == "outer"


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
