"""Undoing beside corrections of the text, and who may undo what."""

import pytest

from annotations.models import Passage, Placement
from annotations.passages.marking import Annotation
from corpus.models import Action, Article, Person, acting
from corpus.models.correction import correct
from corpus.records.merging import merge
from corpus.records.undo_rules import UndoRefused
from corpus.undo.undo import undo
from tests.support.acts import act
from tests.support.factories import (
    EDITORS,
    make_article,
    make_passage,
    make_person,
    make_published_claim,
    make_user,
)

pytestmark = pytest.mark.django_db


def last(**which):
    return Action.objects.filter(**which).order_by("-pk").first()


@pytest.fixture
def ada():
    return make_user(username="Ada")


@pytest.fixture
def bob():
    return make_user(username="Bob")


def edit(passage, by, **said):
    passage.refresh_from_db()
    return act(by, passage.edit, Annotation(**said), passage.version)


def correct_text(article, text, by):
    act(by, correct, article, text, "as printed")


def test_passage_that_comes_back_is_placed_in_the_text_of_today(ada):
    article = make_article("The convoy left at dawn.\n\nNobody in the valley saw it return.")
    passage = make_passage(article, "Nobody in the valley saw it return.", by=ada)
    undone = act(ada, undo, last())
    correct_text(
        article,
        "Two trucks burned. The convoy left at dawn.\n\nNobody in the valley saw it return.",
        make_user(EDITORS),
    )

    act(ada, undo, undone)

    passage.refresh_from_db()
    text = Article.objects.get().text
    places = [
        (place.revision.number, place.start, place.state) for place in passage.placements.all()
    ]
    assert places == [(1, 26, "placed"), (2, text.index("Nobody"), "placed")]


def test_correction_itself_is_refused(ada):
    article = make_article()
    correct_text(article, "Other words.", ada)

    with pytest.raises(UndoRefused) as refused:
        act(ada, undo, last())

    assert "Correct the text again" in str(refused.value)


def test_moved_place_is_not_moved_back_after_a_correction(ada):
    article = make_article("The convoy left at dawn.")
    passage = make_passage(article, "The convoy", by=ada)
    with acting("passage.move", ada) as moving:
        place = passage.placements.get()
        place.start = 4
        place.save()
    correct_text(article, "The convoy left at dawn!", make_user(EDITORS))

    with pytest.raises(UndoRefused) as refused:
        act(ada, undo, moving, is_confirmed=True)

    assert "has been corrected" in str(refused.value)
    assert [place.start for place in passage.placements.all()] == [4, 4]


def test_moved_place_goes_back_whole_or_not_at_all(ada, bob):
    passage = make_passage(make_article("The convoy left at dawn."), "The convoy", by=ada)

    def move(by, **columns):
        with acting("passage.move", by) as moving:
            row = Placement.objects.get()
            for name, value in columns.items():
                setattr(row, name, value)
            row.save()
        return moving

    place = passage.placements.get()
    moving = move(ada, start=4, prefix="The ")
    act(bob, undo, move(bob, end=15))
    act(ada, undo, moving)
    place.refresh_from_db()
    assert (place.start, place.end, place.prefix) == (0, 10, "")

    moving = move(ada, start=4, prefix="The ")
    move(bob, end=15)
    with pytest.raises(UndoRefused):
        act(ada, undo, moving, is_confirmed=True)
    place.refresh_from_db()
    assert (place.start, place.end, place.prefix) == (4, 15, "The ")


def test_passage_whose_text_was_corrected_since_can_be_unmade(ada):
    article = make_article("The convoy left at dawn.")
    passage = make_passage(article, "The convoy", by=ada)
    making = last()
    correct_text(article, "The convoy left at dusk.", make_user(EDITORS))

    act(ada, undo, making, is_confirmed=True)

    passage.refresh_from_db()
    assert passage.is_deleted


@pytest.mark.parametrize(
    ("group", "own", "others"),
    [("Analysts", True, False), ("Editors", True, True), (None, False, False)],
)
def test_analysts_undo_their_own_and_editors_what_others_did(group, own, others):
    user, colleague = make_user(group), make_user()
    make_passage(by=user)
    mine = last()
    make_passage(by=colleague)

    assert mine.may_be_undone_by(user) is own
    assert last().may_be_undone_by(user) is others


def test_who_lost_a_right_does_not_undo_what_it_allowed(ada):
    person, other = make_person(), make_person()
    act(ada, merge, person, other)
    merging = last()
    passage = make_passage(by=make_user())
    edit(passage, ada, note="mine")

    assert merging.may_be_undone_by(ada) is False
    assert last().may_be_undone_by(ada) is False
    claim = make_published_claim()
    act(ada, claim.withdraw)
    assert last().may_be_undone_by(ada) is False


def test_new_names_made_with_a_passage_may_be_unmade_by_an_analyst(ada):
    make_passage(by=ada, tags=["new"])
    undone = act(ada, undo, last())

    assert undone.may_be_undone_by(ada)
    assert Passage.objects.present().count() == 0
    assert Person.objects.count() == 0
