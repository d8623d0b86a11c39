"""Corrections at the same moment as others, and as marking: nothing is overwritten or left."""

from threading import Barrier, Event
from time import sleep

import pytest

from annotations.corrections import review as reviewing
from annotations.models import Passage, Placement
from annotations.passages.marking import Annotation, Marking, mark
from corpus.hooks import AFTER_CORRECTION
from corpus.models import Action, Article, Revision
from corpus.models.correction import correct
from corpus.records.edit_conflict import StaleVersion
from tests.annotations.models.test_at_once import at_once
from tests.support.acts import act
from tests.support.factories import EDITORS, make_article, make_passage, make_user

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

TEXT = "Kabul fell at dawn.\n\nNobody saw it return.\n\nThe road was cut."


def test_of_two_who_correct_at_once_one_is_told_and_nothing_is_overwritten():
    article, editors = make_article(text=TEXT), [make_user(EDITORS) for _ in range(4)]
    start = Barrier(4, timeout=20)

    def correct_once(editor):
        mine = Article.objects.get(pk=article.pk)
        start.wait()
        try:
            act(editor, correct, mine, f"{TEXT} {editor.username}.", "At once.", version=1)
        except StaleVersion:
            return "stale"
        return editor.username

    answers = at_once(correct_once, editors)

    [first] = [answer for answer in answers if answer != "stale"]
    assert sorted(answers) == sorted([first, "stale", "stale", "stale"])
    article.refresh_from_db()
    assert (article.text, article.revision_number) == (f"{TEXT} {first}.", 2)
    assert Revision.objects.filter(article=article).count() == 2
    assert Action.objects.filter(kind="article.correct").count() == 1


def test_marking_while_others_correct_leaves_no_passage_behind():
    """Each passage stands in every revision since the one that it was marked on."""
    article = make_article(text=TEXT)
    authors, editors = [make_user(None) for _ in range(4)], [make_user(EDITORS) for _ in range(2)]
    start = Barrier(6, timeout=20)

    def work(member):
        start.wait()
        for turn in range(4):
            if member in editors:
                act(
                    member,
                    correct,
                    Article.objects.get(pk=article.pk),
                    f"{member.username} {turn}. {TEXT}",
                    "At once.",
                )
            else:
                marking = Marking(revision=1, start=44, end=52, quote="The road")
                act(member, mark, article, marking, Annotation())

    at_once(work, authors + editors)

    article.refresh_from_db()
    assert article.revision_number == 9
    revisions = {row.number: row.text for row in article.revisions.all()}
    assert article.text == revisions[9]
    passages = list(Passage.objects.all())
    assert len(passages) == 16
    for passage in passages:
        places = passage.placements.order_by("revision__number")
        found = places.values_list("revision__number", "start", "end", "state")
        assert [number for number, *_ in found] == list(range(1, 10))
        assert {state for *_, state in found} == {"placed"}
        assert {revisions[number][start:end] for number, start, end, _ in found} == {"The road"}


def test_of_two_who_review_at_once_one_is_told():
    article, editors = make_article(text=TEXT), [make_user(EDITORS) for _ in range(2)]
    passage = make_passage(article, "Nobody saw it return")
    act(editors[0], correct, article, TEXT.replace("Nobody", "Nobody there"), "A word was missing.")
    start = Barrier(2, timeout=20)

    def review(editor):
        mine = Passage.objects.get(pk=passage.pk)
        start.wait()
        try:
            if editor == editors[0]:
                act(editor, reviewing.set_aside, mine, revision=2, version=1)
            else:
                act(editor, reviewing.place_again, mine, (0, 10), revision=2, version=1)
        except StaleVersion:
            return "stale"
        return mine.current_placements()[0].state

    answers = at_once(review, editors)

    [first] = [answer for answer in answers if answer != "stale"]
    assert sorted(answers) == sorted([first, "stale"])
    assert Placement.objects.get(revision__number=2).state == first


def test_a_review_waits_for_the_correction_that_is_under_way(monkeypatch):
    """Or it would confirm a place in a text that is no longer the newest, and be passed over."""
    article, editors = make_article(text=TEXT), [make_user(EDITORS) for _ in range(2)]
    passage = make_passage(article, "Nobody saw it return")
    act(editors[0], correct, article, TEXT.replace("Nobody", "Nobody there"), "A word was missing.")
    is_followed = Event()

    def linger(old, new):
        is_followed.set()
        sleep(1)

    monkeypatch.setattr(AFTER_CORRECTION, "_hooks", AFTER_CORRECTION._hooks | {"linger": linger})

    def work(editor):
        if editor == editors[0]:
            act(editor, correct, Article.objects.get(pk=article.pk), f"More. {TEXT}", "At once.")
            return "corrected"
        assert is_followed.wait(20)
        try:
            act(
                editor, reviewing.confirm, Passage.objects.get(pk=passage.pk), revision=2, version=1
            )
        except StaleVersion:
            return "stale"
        return "confirmed"

    answers = at_once(work, editors)

    assert answers == ["corrected", "stale"]
    states = passage.placements.order_by("revision__number").values_list("state", flat=True)
    assert list(states) == ["placed", "needs_review", "needs_review"]
