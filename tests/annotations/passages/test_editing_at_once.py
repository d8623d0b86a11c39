"""Passages mended by two at the same moment: one is told, with both texts; nothing is lost."""

from threading import Barrier

import pytest
from django.test import Client

from annotations.models import Passage
from corpus.models import Action
from tests.annotations.models.test_at_once import at_once
from tests.support.claim_pages import text_of
from tests.support.factories import EDITORS, make_article, make_passage, make_user

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

TEXT = "The convoy left at dawn, he said. Nobody saw it.\n\nThe road was empty."


def mended_at_once(*mends):
    """The answers to (member, passage, what is typed), all of them sent at the same moment."""
    start = Barrier(len(mends), timeout=20)

    def mend(one):
        member, passage, said = one
        browser = Client()
        browser.force_login(member)
        start.wait()
        seen = {"revision": 1, "version": 1}
        return browser.post(f"/passages/{passage.public_id}/mend/", seen | said)

    return at_once(mend, mends)


def test_of_two_who_move_one_passage_at_once_one_gets_both_texts():
    article, author = make_article(TEXT), make_user()
    passage = make_passage(article, "convoy left", author)
    typed = ["The convoy left", "convoy left at dawn"]

    answers = mended_at_once(
        *[
            (member, passage, {"do": "move", "piece": 0, "quote": quote})
            for member, quote in zip([author, make_user(EDITORS)], typed, strict=True)
        ]
    )

    assert sorted(answer.status_code for answer in answers) == [303, 409]
    passage.refresh_from_db()
    [late] = [answer for answer in answers if answer.status_code == 409]
    [(kept, lost)] = [
        (mine, other)
        for mine, other, answer in zip(typed, typed[::-1], answers, strict=True)
        if answer.status_code == 303
    ]
    assert (passage.quote, passage.version) == (kept, 2)
    assert f"The passage now reads: “{kept}”" in text_of(late)
    assert f"{lost}</textarea>" in late.content.decode()
    assert [TEXT[each.start : each.end] for each in passage.current_placements()] == [kept]
    assert Action.objects.filter(kind="passage.move").count() == 1


def test_of_two_who_join_crosswise_at_once_one_is_told_and_no_words_are_lost():
    article, author = make_article(TEXT), make_user()
    one, other = (make_passage(article, quote, author) for quote in ("convoy left", "The road"))

    answers = mended_at_once(
        (author, one, {"do": "join", "others": other.public_id}),
        (author, other, {"do": "join", "others": one.public_id}),
    )

    assert answers[0].status_code != answers[1].status_code
    assert 303 in {answer.status_code for answer in answers}
    [left] = Passage.objects.present()
    assert left.quote == "convoy left … The road"
    assert Action.objects.filter(kind="passage.join").count() == 1
