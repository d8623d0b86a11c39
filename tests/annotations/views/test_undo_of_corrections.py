"""Undoing a correction or an edit of facts by its notice, on a page that shows what goes."""

import re

import pytest

from corpus.models import Action
from corpus.models.correction import correct
from tests.annotations.views.test_undo import HTMX, last, notices, undo_url, write
from tests.support.acts import act
from tests.support.claim_pages import text_of
from tests.support.factories import ANALYSTS, EDITORS, make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(title="The convoy")


@pytest.fixture
def editor(client):
    editor = make_user(EDITORS)
    client.force_login(editor)
    return editor


def test_correction_is_undone_by_its_notice_and_the_open_page_is_loaded_anew(
    client, editor, article
):
    sent = {"text": "Other words.", "reason": "As printed.", "version": 1}
    corrected = client.post(f"/articles/{article.public_id}/correct/", sent, follow=True)
    undo_it = (undo_url(last()), "Undo")
    message = "Correction saved. The earlier text is kept with its revision."
    assert list(notices(corrected)) == [(message, *undo_it)]

    answer = client.post(undo_url(last()), {"article": article.public_id}, **HTMX)
    # The open page has revision 2: it loads the text of revision 3, and the notice with it.
    assert re.findall(r'data-saved data-revision="(\d)"', answer.content.decode()) == ["3"]
    page = client.get(article.get_absolute_url())
    [(message, _, offer)] = notices(page)
    assert (message, offer) == ("Undid: corrected the text of the article “The convoy”", "Redo")
    article.refresh_from_db()
    assert (article.revision_number, article.text[:10]) == (3, "The convoy")


def test_why_a_correction_cannot_be_undone_is_said(client, editor, article):
    act(editor, correct, article, "Other words.", "As printed.")
    first = last()
    act(editor, correct, article, "Still other words.", "As printed later.")
    response = client.post(undo_url(first))
    assert response.status_code == 409
    assert "corrected again since, as revision 3. Undo that correction first" in text_of(response)


def test_key_for_the_last_change_leaves_corrections_alone(client, editor, article):
    act(editor, correct, article, "Other words.", "As printed.")
    assert client.post(f"/articles/{article.public_id}/undo/").status_code == 409
    article.refresh_from_db()
    assert article.text == "Other words."


def test_who_may_not_correct_may_not_undo_a_correction(client, editor, article):
    act(editor, correct, article, "Other words.", "As printed.")
    client.force_login(make_user(ANALYSTS))
    assert client.post(undo_url(last())).status_code == 403
    assert Action.objects.filter(kind="action.undo").count() == 0


@pytest.mark.parametrize(
    ("name", "sent", "done"),
    [
        ("article_state", {"state": "done"}, "changed the reading status of"),
        ("article_edit", {"title": "Other", "version": 1}, "edited the facts of"),
    ],
)
def test_undo_of_what_stands_beside_the_text_loads_the_page_anew(
    client, editor, article, name, sent, done
):
    write(client, name, article.public_id, **sent)

    answer = client.post(undo_url(last()), {"article": article.public_id}, **HTMX)

    assert re.findall(r'data-gone=""( data-reload)?>', answer.content.decode()) == [" data-reload"]
    page = client.get(article.get_absolute_url())
    assert list(notices(page)) == [(f"Undid: {done} “The convoy”", undo_url(last()), "Redo")]
