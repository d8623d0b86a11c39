"""Two who undo the same thing at the same moment."""

import pytest

from annotations.models import Passage
from corpus.models import Action
from corpus.undo.undo import AlreadyUndone
from corpus.undo.undo import undo as undo_action
from tests.annotations.models.test_at_once import at_once
from tests.support.acts import act
from tests.support.factories import make_passage, make_user

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_one_of_two_undos_at_once_is_told_that_it_was_done():
    user = make_user()
    passage = make_passage(by=user, tags=["a"])
    action = Action.objects.get(kind="passage.create")

    def undo(_):
        try:
            return act(user, undo_action, Action.objects.get(pk=action.pk)).kind
        except AlreadyUndone as undone:
            return str(undone)

    said = at_once(undo, range(4))

    assert sorted(said) == ["action.undo", *[f"{user} has already undone this."] * 3]
    passage = Passage.objects.get()
    assert (passage.is_deleted, passage.version, passage.tag_links.count()) == (True, 2, 0)
    assert Action.objects.filter(kind="action.undo").count() == 1
