"""The cookie that tells kept pages that something was saved since."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support.factories import PASSWORD, make_article, make_user
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    client = Client()
    client.force_login(make_user("Editors"))
    return client


def page_value(response):
    return parse(response).get("data-last-save")


def cookie(client):
    return client.cookies["lastsave"].value if "lastsave" in client.cookies else None


def test_a_page_holds_what_the_cookie_said_when_it_was_drawn(editor):
    before = page_value(editor.get("/tags/"))
    editor.post("/tags/new/", {"name": "convoys"})
    saved = cookie(editor)
    after = page_value(editor.get("/tags/"))

    assert before == "-"
    assert after == saved
    assert len(saved) == 8


def test_each_save_gives_another_value(editor):
    values = set()
    for name in ("a", "b", "c"):
        editor.post("/tags/new/", {"name": name})
        values.add(cookie(editor))
    assert len(values) == 3


def test_a_save_by_script_counts_too(editor):
    article = make_article()
    data = {"revision": 1, "start": 0, "end": 23, "quote": "The convoy left at dawn"}
    path = f"/articles/{article.public_id}/passages/"
    answer = editor.post(path, data, headers={"HX-Request": "true"})

    assert (answer.status_code, "lastsave" in answer.cookies) == (200, True)


def test_what_is_refused_or_only_shown_is_no_save(editor):
    article = make_article()
    correction = f"/articles/{article.public_id}/correct/"
    codebook = {"file": SimpleUploadedFile("codebook.csv", b"tag\nconvoys\n")}
    answers = {
        "refused": editor.post("/tags/new/", {"name": ""}),
        "previewed": editor.post(correction, {"preview": "1", "text": "Other."}),
        "codebook": editor.post("/tags/import/", codebook),
        "read": editor.get("/tags/"),
    }

    assert [answer.status_code for answer in answers.values()] == [422, 200, 200, 200]
    assert [name for name, answer in answers.items() if "lastsave" in answer.cookies] == []


def test_signing_in_and_out_make_every_page_another():
    make_user(username="ada")
    client = Client()
    client.post("/sign-in/", {"username": "ada", "password": PASSWORD})
    signed_in = cookie(client)
    client.post("/sign-out/")

    assert None not in (signed_in, cookie(client))
    assert cookie(client) != signed_in


def test_the_answer_to_a_form_is_not_to_be_loaded_again(editor):
    answer = editor.post("/tags/new/", {"name": ""})
    assert (answer.status_code, page_value(answer)) == (422, None)


def test_strangers_have_no_such_cookie(client):
    client.post("/sign-in/", {"username": "ada", "password": "wrong"})
    assert cookie(client) is None
    assert page_value(client.get("/help/")) is None
