"""Undo on the page: the notice, the keys, the confirmation, and the scroll position."""

import pytest
from playwright.sync_api import expect

from annotations.models import Passage
from tests.browser.desk import drag, open_article
from tests.support.factories import (
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_tag,
    make_user,
)

TEXT = "\n\n".join(
    f"Paragraph {n} says that convoy {n} left at dawn on day {n}." for n in range(1, 31)
)
SHOW_NOTICES = """async (notices) => {
  const { showNotice } = await import(performance.getEntriesByType("resource")
    .map(({ name }) => name).find((name) => name.includes("/js/reading/notices.")));
  for (const [words, asks, passages = ""] of notices) {
    const notice = document.createElement("p");
    notice.className = "passing-notice";
    notice.tabIndex = -1;
    notice.textContent = words;
    if (asks) notice.dataset.asks = "";
    notice.dataset.passages = passages;
    showNotice(notice);
  }
}"""
TOP = "document.querySelector('[data-start]').getBoundingClientRect().top"


@pytest.fixture
def analyst():
    return make_user(username="Ada")


@pytest.fixture
def article():
    return make_article(text=TEXT, title="Convoys")


def present():
    return list(Passage.objects.present().order_by("pk").values_list("quote", flat=True))


def status_of(page):
    notice = page.locator("[data-notice] p")
    notice.wait_for()
    return notice.inner_text()


def wait_for_cards(page, number):
    page.wait_for_function(
        "(n) => document.querySelectorAll('[data-passage]').length === n", arg=number
    )


def test_saved_passage_is_undone_from_its_notice_without_moving_the_reader(
    live_server, page, analyst, article
):
    make_tag("a")
    open_article(page, live_server, article, analyst)
    page.evaluate("scrollTo(0, 300)")
    drag(page, "convoy 12 left")
    page.keyboard.press("Control+Enter")
    wait_for_cards(page, 1)
    top = page.evaluate(TOP)
    assert status_of(page) == "Passage saved."

    page.locator("[data-notice] button").click()

    wait_for_cards(page, 0)
    page.get_by_text("Undid: marked “convoy 12 left”").first.wait_for()
    assert present() == []
    assert page.locator("mark[data-passages]").count() == 0
    assert page.evaluate(TOP) == pytest.approx(top, abs=1)

    page.locator("[data-notice] button").get_by_text("Redo").click()
    wait_for_cards(page, 1)
    assert present() == ["convoy 12 left"]
    assert page.locator("mark[data-passages]").inner_text() == "convoy 12 left"


def test_keys_undo_and_redo_what_one_did_last(live_server, page, analyst, article):
    make_passage(article, "convoy 2 left", by=analyst)
    make_passage(article, "convoy 3 left", by=analyst)
    theirs = make_passage(article, "convoy 4 left", by=make_user())
    open_article(page, live_server, article, analyst)
    wait_for_cards(page, 3)

    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    wait_for_cards(page, 1)
    assert present() == [theirs.quote]

    page.keyboard.press("Control+Shift+Z")
    wait_for_cards(page, 2)
    assert present() == ["convoy 2 left", "convoy 4 left"]
    page.keyboard.press("Control+Shift+Z")
    wait_for_cards(page, 3)
    assert present() == ["convoy 2 left", "convoy 3 left", "convoy 4 left"]


def test_keys_in_a_field_are_the_fields_own(live_server, page, analyst, article):
    make_passage(article, "convoy 2 left", by=analyst)
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 3 left")
    page.locator("[data-popup] [data-tag-filter]").wait_for()
    page.keyboard.type("ab")

    page.keyboard.press("Control+z")

    page.wait_for_timeout(300)
    assert present() == ["convoy 2 left"]
    assert page.locator("[data-notice]").count() == 0


def test_what_a_colleague_built_on_is_asked_for_first(
    live_server, page, analyst, article, complaints
):
    passage = make_passage(article, "convoy 2 left", by=analyst)
    bob = make_user(username="Bob")
    make_evidence(make_claim("Two left.", by=bob), passage, by=bob)
    open_article(page, live_server, article, analyst)
    wait_for_cards(page, 1)

    page.keyboard.press("Control+z")

    assert status_of(page).startswith(
        "Since then Bob linked “convoy 2 left”, which reports “Two left.”"
    )
    assert present() == ["convoy 2 left"]
    page.get_by_role("button", name="Undo anyway").click()
    wait_for_cards(page, 0)
    assert present() == []
    # The browser reports the answer that asks.
    assert len(complaints) == 1
    assert "409" in complaints.pop()


def test_question_is_left_with_nothing_changed(live_server, page, analyst, article, complaints):
    passage = make_passage(article, "convoy 2 left", by=analyst)
    make_evidence(make_claim(), passage)
    page.clock.install()
    open_article(page, live_server, article, analyst)
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="Cancel").wait_for()
    # It is not one of those that go by themselves.
    page.clock.run_for(30_000)
    page.get_by_role("button", name="Cancel").click()

    assert page.locator("[data-notice]").count() == 0
    assert present() == ["convoy 2 left"]
    complaints.clear()


def test_notice_goes_after_ten_seconds_but_not_under_the_pointer_or_with_the_focus(
    live_server, page, analyst, article
):
    page.clock.install()
    for number in (2, 3):
        make_passage(article, f"convoy {number} left", by=analyst)
    open_article(page, live_server, article, analyst)
    page.wait_for_load_state("load")
    page.keyboard.press("Control+z")
    notice = page.locator("[data-notice]")
    notice.wait_for()

    page.clock.run_for(9_000)
    assert notice.count() == 1
    notice.hover()
    page.clock.run_for(20_000)
    assert notice.count() == 1
    page.mouse.move(5, 5)
    page.clock.run_for(10_100)
    assert notice.count() == 0

    page.keyboard.press("Control+z")
    notice.get_by_role("button").focus()
    page.clock.run_for(20_000)
    assert notice.count() == 1
    notice.get_by_role("button").blur()
    page.clock.run_for(10_100)
    assert notice.count() == 0


def test_without_script_the_notice_stays_and_its_form_undoes(
    browser, live_server, analyst, article
):
    passage = make_passage(article, "convoy 2 left", by=analyst)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_article(page, live_server, article, analyst)
    page.goto(f"{live_server}/passages/{passage.public_id}/delete/")
    page.get_by_role("button", name="Delete passage").click()
    assert present() == []

    page.get_by_role("button", name="Undo").click()

    assert present() == ["convoy 2 left"]
    assert page.locator("[data-notice] p").inner_text() == (
        "Undid: deleted the passage “convoy 2 left”"
    )
    assert page.locator("mark[data-passages]").count() == 1
    context.close()


def test_delete_of_a_card_is_one_act_with_undo(live_server, page, analyst, article):
    for number in (2, 14):
        make_passage(article, f"convoy {number} left", by=analyst)
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 12 left")
    page.keyboard.press("Control+Enter")
    wait_for_cards(page, 3)
    assert status_of(page) == "Passage saved."
    page.locator("mark[data-passages]", has_text="convoy 12 left").click()
    top = page.evaluate(TOP)

    page.locator("[data-passage][data-open] [data-delete]").click()
    wait_for_cards(page, 2)
    # The notice of the passage that went is gone with it.
    expect(page.locator("[data-notice] p")).to_have_text("Passage deleted.")
    assert present() == ["convoy 2 left", "convoy 14 left"]
    assert page.evaluate(TOP) == top
    opened = page.locator("[data-passage][data-open] [data-quote]")
    assert page.evaluate("document.activeElement.textContent") == "convoy 14 left"
    assert opened.count() == 0
    page.keyboard.press("j")
    expect(opened).to_have_text("convoy 14 left")

    page.locator("[data-notice] button").click()
    wait_for_cards(page, 3)
    assert present() == ["convoy 2 left", "convoy 14 left", "convoy 12 left"]
    expect(opened).to_have_text("convoy 12 left")
    expect(opened).to_be_focused()

    page.keyboard.press("Delete")
    wait_for_cards(page, 2)
    assert present() == ["convoy 2 left", "convoy 14 left"]


def test_three_notices_stand_at_once_and_the_oldest_without_a_question_gives_way(
    live_server, page, analyst, article, complaints
):
    for number in range(2, 6):
        make_passage(article, f"convoy {number} left", by=analyst)
    asked_for = make_passage(article, "convoy 6 left", by=analyst)
    make_evidence(make_claim(), asked_for)
    open_article(page, live_server, article, analyst)
    notices = page.locator("[data-notice]")
    page.keyboard.press("Control+z")
    expect(notices.get_by_role("button", name="Undo anyway")).to_be_visible()
    question = notices.first.inner_text()

    for number in range(2, 5):
        page.locator("[data-passage]", has_text=f"convoy {number} left").click()
        page.locator("[data-passage][data-open] [data-delete]").click()
        wait_for_cards(page, 6 - number)
    assert notices.count() == 3
    assert notices.first.inner_text() == question

    # The older of the two deletions that can still be undone here.
    notices.nth(1).get_by_role("button", name="Undo").click()
    wait_for_cards(page, 3)
    expect(notices.locator("p")).to_have_text(
        [question.splitlines()[0], "Passage deleted.", "Undid: deleted the passage “convoy 3 left”"]
    )
    assert present() == ["convoy 3 left", "convoy 5 left", "convoy 6 left"]
    complaints.clear()


@pytest.mark.usefixtures("modules_as_files")
def test_room_for_notices_is_kept_for_what_is_read_and_what_asks(
    live_server, page, analyst, article
):
    open_article(page, live_server, article, analyst)
    page.wait_for_load_state("load")
    page.evaluate(SHOW_NOTICES, [["one", ""], ["two", ""], ["three", ""]])
    notices = page.locator("[data-notices] > *:visible")
    # The one with the focus stays, the oldest of the others gives way.
    notices.first.focus()
    page.evaluate(SHOW_NOTICES, [["four", ""]])
    expect(notices).to_have_text(["one", "three", "four"])
    notices.nth(1).hover()
    page.evaluate(SHOW_NOTICES, [["five", ""]])
    expect(notices).to_have_text(["one", "three", "five"])
    # The same words once more stand once.
    page.evaluate(SHOW_NOTICES, [["three", ""]])
    expect(notices).to_have_text(["one", "five", "three"])

    # Questions take all the room, and a fourth waits until one is answered.
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(5, 5)
    page.evaluate(SHOW_NOTICES, [[word, "asks"] for word in ("a?", "b?", "c?", "d?")])
    expect(notices).to_have_text(["a?", "b?", "c?"])
    notices.first.evaluate("(notice) => notice.remove()")
    expect(notices).to_have_text(["b?", "c?", "d?"])

    # A later change of the same passage takes the place of the earlier one.
    page.evaluate(
        "document.querySelector('[data-notices]').firstElementChild.dataset.passages = 'x'"
    )
    page.evaluate(SHOW_NOTICES, [["e?", "asks", "x"]])
    expect(notices).to_have_text(["c?", "d?", "e?"])
