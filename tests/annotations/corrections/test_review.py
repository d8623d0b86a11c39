"""A passage in doubt is confirmed, placed again or set aside."""

import pytest

from annotations.corrections import review
from annotations.corrections.review import ReviewRefused
from annotations.models import Passage, Placement
from corpus.models import Action
from corpus.models.correction import correct
from corpus.records.edit_conflict import RowGone, StaleVersion
from tests.support.acts import act
from tests.support.factories import EDITORS, make_article, make_evidence, make_passage, make_user

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell at dawn, he said.\n\nNobody saw it return.\n\nThe road to Herat was cut."


@pytest.fixture
def editor():
    return make_user(EDITORS)


@pytest.fixture
def proposed(editor):
    """A passage that needs review: its sentence got a word more."""
    article = make_article(text=TEXT)
    passage = make_passage(article, "Nobody saw it return")
    text = TEXT.replace("Nobody saw", "Nobody there saw")
    act(editor, correct, article, text, "A word was missing.")
    return passage


@pytest.fixture
def lost(editor):
    article = make_article(text=TEXT)
    passage = make_passage(article, "Nobody saw it return")
    text = TEXT.replace("Nobody saw it return.\n\n", "")
    act(editor, correct, article, text, "It was not printed.")
    return passage


def now(passage):
    [row] = passage.current_placements()
    return row.state, row.start, row.end, row.score, row.is_set_aside


def test_confirming_takes_over_the_proposal_and_keeps_the_history(proposed, editor):
    assert now(proposed)[:3] == ("needs_review", 30, 56)
    score = now(proposed)[3]

    act(editor, review.confirm, proposed, revision=2, version=1)

    assert now(proposed) == ("placed", 30, 56, 100.0, False)
    assert (proposed.quote, proposed.version) == ("Nobody saw it return", 2)
    [row] = proposed.current_placements()
    told = row.history.order_by("history_id").values_list("state", "score", "action__kind")
    assert list(told) == [
        ("needs_review", score, "article.correct"),
        ("placed", 100.0, "passage.confirm"),
    ]
    assert list(Passage.objects.to_review()) == []


def test_placing_again_takes_the_words_that_are_named(lost, editor):
    act(editor, review.place_again, lost, (0, 10), revision=2, version=1)

    assert now(lost) == ("placed", 0, 10, 100.0, False)
    [row] = lost.current_placements()
    assert (row.prefix, row.suffix) == ("", " at dawn, he said.\n\nThe road to Herat was cut."[:32])
    assert lost.quote == "Nobody saw it return"
    assert Action.objects.latest("pk").kind == "passage.place"


def test_setting_aside_keeps_the_passage_out_of_the_list_and_its_evidence(proposed, editor):
    evidence = make_evidence(passage=proposed)
    assert list(Passage.objects.to_review()) == [proposed]

    act(editor, review.set_aside, proposed, revision=2, version=1)

    assert now(proposed) == ("lost", None, None, 0.0, True)
    [row] = proposed.current_placements()
    assert row.prefix == "Kabul fell at dawn, he said.\n\n"
    assert list(Passage.objects.to_review()) == []
    assert list(Passage.objects.present()) == [proposed]
    evidence.refresh_from_db()
    assert (evidence.is_deleted, evidence.passage) == (False, proposed)


def test_what_was_set_aside_can_be_placed_again(lost, editor):
    act(editor, review.set_aside, lost, revision=2, version=1)

    act(editor, review.place_again, lost, (0, 10), revision=2, version=2)

    assert now(lost) == ("placed", 0, 10, 100.0, False)


@pytest.mark.parametrize(("revision", "version"), [(1, 1), (2, 7)])
@pytest.mark.parametrize("how", ["confirm", "place_again", "set_aside"])
def test_a_stale_review_changes_nothing(proposed, editor, how, revision, version):
    before, actions = now(proposed), Action.objects.count()
    where = [(0, 10)] if how == "place_again" else []

    with pytest.raises(StaleVersion):
        act(editor, getattr(review, how), proposed, *where, revision=revision, version=version)

    assert (now(proposed), Action.objects.count()) == (before, actions)


@pytest.mark.parametrize("span", [(0, 0), (5, 3), (-2, 4), (0, 9_999), (28, 30)])
def test_no_words_are_no_place(lost, editor, span):
    with pytest.raises(ReviewRefused, match="no words"):
        act(editor, review.place_again, lost, span, revision=2, version=1)

    assert now(lost)[0] == "lost"


def test_what_stands_for_certain_is_not_reviewed(editor):
    passage = make_passage()

    for how, where in [("confirm", []), ("place_again", [(0, 3)]), ("set_aside", [])]:
        with pytest.raises(ReviewRefused):
            act(editor, getattr(review, how), passage, *where, revision=1, version=1)

    assert now(passage)[0] == "placed"


def test_a_lost_passage_has_nothing_to_confirm_and_a_deleted_one_nothing_at_all(
    lost, proposed, editor
):
    with pytest.raises(ReviewRefused, match="No position is proposed"):
        act(editor, review.confirm, lost, revision=2, version=1)
    act(editor, proposed.remove)
    with pytest.raises(RowGone, match="deleted"):
        act(editor, review.confirm, proposed, revision=2, version=1)

    assert (now(lost)[0], now(proposed)[0]) == ("lost", "needs_review")


def test_only_doubts_in_the_text_of_today_are_to_review(proposed, lost, editor):
    assert list(Passage.objects.to_review().order_by("pk")) == [proposed, lost]
    act(editor, review.confirm, proposed, revision=2, version=1)
    assert list(Passage.objects.to_review()) == [lost]
    act(editor, lost.article.remove)
    assert list(Passage.objects.to_review()) == []
    assert Placement.objects.filter(state="lost").count() == 1
