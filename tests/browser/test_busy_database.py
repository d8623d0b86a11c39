"""A save while the database is busy: the input stays, a notice says so, and it is tried again."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from playwright.sync_api import expect

from annotations.models import Passage
from config.write_queue import queue_before
from corpus.models import Article
from tests.browser.desk import drag, open_article, sign_in, wait_until_saved
from tests.corpus.importing.reading import jsonl

pytestmark = pytest.mark.only_on("sqlite")

GOES_ON = "The import will resume automatically."
QUOTE = "insurgent activity was notable this month near big provincial centres"
BUSY = (
    "1 passage not saved yet. The database is busy. "
    "Too many changes are being saved at the moment. Nothing was saved. Your input is kept."
)


@pytest.fixture
def opened(page, desk, monkeypatch):
    """An article is open; the desk's threads wait for their turn to write for a moment only."""
    options = connection.settings_dict["OPTIONS"] | {"timeout": 0.1}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    article = Article.objects.get(text__contains=QUOTE)
    reader = get_user_model().objects.get(username="ada")
    open_article(page, desk, article, reader)
    return page


@pytest.fixture
def turn():
    """Somebody else writes, until `end()`, or else until the test has ended."""
    queue = queue_before(connection.settings_dict["NAME"])

    class Turn:
        mine = queue.enter(1)

        def end(self):
            if self.mine:
                queue.leave(self.mine)
            self.mine = None

    turn = Turn()
    yield turn
    turn.end()


def forget_refusals(complaints):
    """The browser itself reports answers of 503."""
    assert {"503" in complaint for complaint in complaints} == {True}
    complaints.clear()


def test_a_save_is_tried_again_until_the_database_has_time(opened, request, complaints):
    opened.clock.install()
    others = Passage.objects.count()
    drag(opened, QUOTE)
    popup = opened.locator("[data-popup]")
    popup.locator("[name=note]").fill("Said twice.")
    turn = request.getfixturevalue("turn")
    popup.get_by_role("button", name="Save").click()
    notice = opened.locator("[data-notice]")
    expect(notice.locator("p").first).to_have_text(BUSY)
    for _ in range(6):
        with opened.expect_response("**/passages/"):
            opened.clock.fast_forward(60_000)
    expect(notice.get_by_role("listitem")).to_contain_text("Said twice.")
    assert Passage.objects.count() == others

    turn.end()
    opened.clock.fast_forward(60_000)
    opened.locator("[data-passage]", has_text="Said twice.").wait_for()
    wait_until_saved(opened)
    assert Passage.objects.count() == others + 1
    forget_refusals(complaints)


def test_an_undo_says_that_the_database_is_busy(opened, request, complaints):
    drag(opened, QUOTE)
    popup = opened.locator("[data-popup]")
    popup.get_by_role("button", name="Save").click()
    wait_until_saved(opened)
    number = Passage.objects.present().count()
    turn = request.getfixturevalue("turn")
    opened.get_by_role("button", name="Undo").click()
    opened.locator("[data-notices]", has_text="The database is busy.").wait_for()
    turn.end()
    assert Passage.objects.present().count() == number
    forget_refusals(complaints)


def test_an_import_says_that_it_waits_for_the_database(page, desk, monkeypatch, request):
    options = connection.settings_dict["OPTIONS"] | {"timeout": 0.1}
    editor = get_user_model().objects.get(username="edith")
    client = Client()
    client.force_login(editor)
    file = SimpleUploadedFile("news.jsonl", jsonl({"text": "The convoy left."}).encode())
    address = client.post("/import/", {"file": file}).headers["Location"]
    client.post(address, {"text": "text"})
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    sign_in(page.context, desk, editor)
    turn = request.getfixturevalue("turn")
    page.goto(f"{desk}{address}")
    page.get_by_role("status").filter(has_text="The database is busy.").wait_for()
    assert page.locator("[data-waiting]").text_content().endswith(GOES_ON)

    turn.end()
    page.get_by_role("heading", name="The import is finished").wait_for()
    assert page.locator("[data-waiting]").count() == 0
    request.getfixturevalue("complaints").clear()


def test_a_correction_is_given_back_on_the_page_that_says_so(page, desk, monkeypatch, request):
    options = connection.settings_dict["OPTIONS"] | {"timeout": 0.1}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    article = Article.objects.get(text__contains=QUOTE)
    editor = get_user_model().objects.get(username="edith")
    open_article(page, desk, article, editor)
    page.goto(f"{desk}/articles/{article.public_id}/correct/")
    page.locator("[name=reason]").fill("A wrong name.")
    page.locator("[name=text]").fill(article.text.replace("Vikantov", "Bikantov"))
    page.locator("[data-preview] > *").first.wait_for()
    turn = request.getfixturevalue("turn")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="The database is busy").wait_for()
    assert page.get_by_label("Reason").input_value() == "A wrong name."
    turn.end()
    page.get_by_role("button", name="Send again").click()
    page.locator("[data-article-text]", has_text="Bikantov").wait_for()
    request.getfixturevalue("complaints").clear()
