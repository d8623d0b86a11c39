"""Correcting the text of an article."""

import pytest

from corpus.hooks import Hooks
from corpus.models import Action, Article, Revision
from corpus.models.correction import CorrectionRefused, correct
from corpus.records.edit_conflict import RowGone, StaleVersion
from tests.support.acts import act
from tests.support.factories import EDITORS, make_article, make_user

pytestmark = pytest.mark.django_db


def test_correction_makes_the_next_revision_and_keeps_the_one_before():
    article, editor = make_article(text="Kabul fell."), make_user(EDITORS)

    revision = act(editor, correct, article, "Kabul fell at dawn.", "The hour was missing.")

    assert article.text == article.revision.text == "Kabul fell at dawn."
    assert (article.revision_number, article.version) == (2, 2)
    assert [(row.number, row.text, row.reason) for row in article.revisions.all()] == [
        (1, "Kabul fell.", "as imported"),
        (2, "Kabul fell at dawn.", "The hour was missing."),
    ]
    assert (revision, revision.created_by) == (article.revision, editor)
    action = Action.objects.latest("pk")
    assert (action.kind, action.by) == ("article.correct", editor)
    assert article.history.latest().action == action


def test_corrected_text_is_normalised():
    article = make_article(text="Kabul fell.")

    act(make_user(EDITORS), correct, article, "Kabul\r\nfell\x07.\r", "Line breaks.")

    assert article.text == "Kabul\nfell.\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kabul fell.\n\nNobody fired.", "nothing to correct"),
        ("Kabul fell.\r\n\r\nNobody\x07 fired.", "nothing to correct"),
        ("", "empty"),
        (" \n\t\n", "empty"),
        ("Kabul \x00 fell.", "NUL"),
        ("Kabul \ud800 fell.", "surrogate"),
    ],
)
def test_a_text_that_cannot_follow_is_refused_and_nothing_is_kept(text, words):
    article, editor = make_article(text="Kabul fell.\n\nNobody fired."), make_user(EDITORS)
    actions = Action.objects.count()

    with pytest.raises(CorrectionRefused) as refused:
        act(editor, correct, article, text, "A try.")

    assert words in str(refused.value)
    assert (article.revision_number, Revision.objects.count()) == (1, 1)
    assert Action.objects.count() == actions


def test_a_stale_correction_overwrites_nothing():
    article, editor = make_article(text="Kabul fell."), make_user(EDITORS)
    mine = Article.objects.get(pk=article.pk)
    act(editor, correct, article, "Kabul fell at dawn.", "First.")

    with pytest.raises(StaleVersion) as refused:
        act(editor, correct, mine, "Kabul fell at noon.", "Second.", version=1)

    assert refused.value.current.text == "Kabul fell at dawn."
    assert Article.objects.get(pk=article.pk).text == "Kabul fell at dawn."
    assert article.revisions.count() == 2


def test_a_deleted_article_is_not_corrected():
    article, editor = make_article(text="Kabul fell."), make_user(EDITORS)
    act(editor, article.remove)

    with pytest.raises(RowGone, match="deleted"):
        act(editor, correct, article, "Kabul fell at dawn.", "Late.")

    assert article.revisions.count() == 1


def test_a_correction_keeps_the_place_of_the_article_in_lists():
    article = make_article(text="Kabul fell.", published="2021-08-05")
    key = article.sort_key

    act(make_user(EDITORS), correct, article, "Kabul fell at dawn.", "The hour was missing.")

    assert Article.objects.get(pk=article.pk).sort_key == key


def test_steps_run_in_their_order_and_a_name_added_again_takes_its_place():
    said, steps = [], Hooks()
    steps.add("first", lambda word: said.append(f"old {word}"))
    steps.add("second", lambda word: said.append(f"second {word}"))
    steps.add("first", lambda word: said.append(f"first {word}"))

    steps.run("here")

    assert said == ["first here", "second here"]
