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
    make_proposal,
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


def positions(passage):
    rows = passage.placements.order_by("revision__number")
    return [(row.revision.number, row.start, row.state) for row in rows]


def test_correction_is_taken_back_by_the_former_text_as_the_next_revision(ada):
    article = make_article("The convoy left at dawn. Nobody saw it return.")
    passage = make_passage(article, "Nobody saw it return", by=ada)
    editor = make_user(EDITORS)
    correct_text(article, "The convoy left at dawn. All of it was lost.", editor)
    newer = make_passage(Article.objects.get(), "All of it was lost", by=ada)
    correction = Action.objects.get(kind="article.correct")

    act(editor, undo, correction)

    article.refresh_from_db()
    texts = [revision.text for revision in article.revisions.order_by("number")]
    assert texts == [
        "The convoy left at dawn. Nobody saw it return.",
        "The convoy left at dawn. All of it was lost.",
        "The convoy left at dawn. Nobody saw it return.",
    ]
    assert article.text == texts[-1]
    assert article.revision.reason == "Text of revision 1 restored"
    assert positions(passage) == [(1, 25, "placed"), (2, None, "lost"), (3, 25, "placed")]
    assert positions(newer)[0] == (2, 25, "placed")
    assert positions(newer)[1][2] != "placed"
    correction.refresh_from_db()
    assert correction.is_undone


def test_correction_taken_back_is_made_again_by_redo(ada):
    article = make_article("The convoy left at dawn.")
    editor = make_user(EDITORS)
    correct_text(article, "The convoy left at noon.", editor)

    act(editor, undo, act(editor, undo, last()))

    article.refresh_from_db()
    assert (article.text, article.revision_number) == ("The convoy left at noon.", 4)
    assert not Action.objects.get(kind="article.correct").is_undone


def test_correction_of_a_text_that_was_corrected_again_is_not_taken_back(ada):
    article = make_article("The convoy left at dawn.")
    editor = make_user(EDITORS)
    correct_text(article, "The convoy left at noon.", editor)
    first = last()
    correct_text(article, "The convoy left at two.", editor)
    second = last()

    with pytest.raises(UndoRefused) as refused:
        act(editor, undo, first)
    assert "corrected again since, as revision 3. Undo that correction first" in str(refused.value)

    act(editor, undo, second)
    article.refresh_from_db()
    assert article.text == "The convoy left at noon."
    act(editor, undo, first)
    article.refresh_from_db()
    assert article.text == "The convoy left at dawn."


def test_proposal_taken_over_waits_again_if_that_is_undone_and_is_decided_by_redo(ada):
    article = make_article("The convoy left at dawn.")
    proposal = make_proposal(article, "The convoy left at noon.", by=ada)
    editor = make_user(EDITORS)
    with acting("article.correct", editor):
        revision = correct(article, proposal.text, "as printed")
        proposal.decide("taken over", taken_as=revision)

    undone = act(editor, undo, last())
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.taken_as) == ("open", None, None)

    act(editor, undo, undone)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("taken over", editor)
    assert proposal.taken_as.number == 4


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
