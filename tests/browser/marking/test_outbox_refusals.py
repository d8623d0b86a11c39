"""Passages that something other than the desk answers, or that the browser cannot keep."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from playwright.sync_api import expect

from annotations.models import Passage
from tests.browser.desk import drag, intercept, open_article, sign_in, wait_until_saved
from tests.support.factories import make_article, make_tag, make_user

TEXT = "\n\n".join(f"Paragraph {n} says that convoy {n} left at dawn." for n in range(1, 6))
NO_STORAGE = "Object.defineProperty(window, 'sessionStorage', { get() { %s } })"
FULL_STORAGE = (
    "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }"
)


@pytest.fixture
def ada():
    return make_user(username="ada")


@pytest.fixture
def article():
    make_tag("one", digit=1)
    return make_article(text=TEXT)


def tag(page, words):
    drag(page, words)
    page.locator("[data-popup]").wait_for()
    page.keyboard.press("1")


def saved():
    return list(Passage.objects.order_by("pk").values_list("quote", flat=True))


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (408, "The desk cannot answer now (408)."),
        (425, "The desk cannot answer now (425)."),
        (429, "The desk cannot answer now (429)."),
        (502, "The desk cannot answer now (502)."),
        (504, "The desk cannot answer now (504)."),
        (522, "The desk cannot answer now (522)."),
        (200, "The answer did not come from the desk."),
    ],
)
def test_what_a_proxy_answers_loses_nothing_and_it_is_tried_again(
    live_server, page, ada, article, notice, complaints, status, reason
):
    open_article(page, live_server, article, ada)
    answer = {"status": status, "content_type": "text/html", "body": "<h1>Sorry</h1>"}
    intercept(page, "**/passages/", lambda route: route.fulfill(**answer))
    tag(page, "convoy 1")
    expect(notice.locator("p").first).to_contain_text(f"{reason} Your input is kept.")
    page.unroute("**/passages/")
    # It is tried again without being asked.
    wait_until_saved(page)

    assert saved() == ["convoy 1"]
    expect(notice).to_have_count(0)
    complaints.clear()


@pytest.mark.parametrize("is_date", [False, True], ids=["seconds", "date"])
def test_a_desk_that_asks_for_time_gets_it(
    live_server, page, ada, article, notice, complaints, is_date
):
    open_article(page, live_server, article, ada)
    page.wait_for_load_state("networkidle")
    requests = []

    def refuse(route):
        requests.append(route.request)
        then = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
        route.fulfill(status=429, headers={"Retry-After": then if is_date else "60"})

    intercept(page, "**/passages/", refuse)
    page.clock.install()
    tag(page, "convoy 1")
    expect(notice).to_contain_text("(429)")
    page.clock.run_for(30_000)
    assert len(requests) == 1
    with page.expect_response("**/passages/"):
        page.clock.run_for(31_000)
    assert len(requests) == 2
    page.unroute("**/passages/")
    notice.get_by_role("button", name="Try now").click()
    wait_until_saved(page)

    assert saved() == ["convoy 1"]
    complaints.clear()


@pytest.mark.parametrize(
    "script",
    [NO_STORAGE % "throw new DOMException('', 'SecurityError')", NO_STORAGE % "return null"],
    ids=["refused", "absent"],
)
def test_a_browser_without_storage_reads_and_marks(live_server, page, ada, article, script):
    page.add_init_script(script)
    open_article(page, live_server, article, ada)
    tag(page, "convoy 1")
    expect(page.locator("[data-notices]")).to_contain_text("Passage saved.")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-notices]")).to_contain_text("Redo")

    assert saved() == ["convoy 1"]
    assert Passage.objects.present().count() == 0


@pytest.mark.parametrize(
    "script",
    [NO_STORAGE % "return null", FULL_STORAGE],
    ids=["absent", "full"],
)
def test_what_the_browser_cannot_keep_is_not_left_unasked(
    live_server, page, ada, article, notice, complaints, script
):
    page.add_init_script(script)
    open_article(page, live_server, article, ada)
    intercept(page, "**/passages/", lambda route: route.abort())
    tag(page, "convoy 1")
    expect(notice).to_contain_text("1 passage not saved yet.")
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Tags", exact=True).click()
    expect(notice).to_contain_text("1 passage not saved yet.")
    assert questions == ["beforeunload"]
    page.unroute("**/passages/")
    notice.get_by_role("button", name="Try now").click()
    expect(notice).to_have_count(0)

    assert saved() == ["convoy 1"]
    complaints.clear()


def test_what_another_program_kept_in_the_tab_breaks_no_page(live_server, page, ada, article):
    page.add_init_script("sessionStorage.setItem('twosource-unsent', '{\"key\": 1}')")
    open_article(page, live_server, article, ada)
    page.evaluate("sessionStorage.removeItem('twosource-unsent')")
    tag(page, "convoy 1")
    wait_until_saved(page)

    assert saved() == ["convoy 1"]


def test_cleared_cookies_are_said_to_be_a_lost_session(live_server, page, ada, article, notice):
    open_article(page, live_server, article, ada)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    tag(page, "convoy 1")
    expect(notice.locator("p").first).to_have_text(
        "1 passage not saved yet. You are signed out. Your input is kept. "
        "Sign in in a new tab, then try again."
    )
    page.context.add_cookies(cookies)
    notice.get_by_role("button", name="Try now").click()
    wait_until_saved(page)

    assert saved() == ["convoy 1"]


def test_words_selected_before_the_scripts_have_run_open_the_popup(
    live_server, page, ada, article, popup
):
    held, is_released = [], False

    def hold(route):
        if is_released:
            route.continue_()
        else:
            held.append(route)

    page.route("**/js/**", hold)
    sign_in(page.context, live_server, ada)
    page.goto(f"{live_server}{article.get_absolute_url()}", wait_until="commit")
    page.locator("[data-article-text] p").last.wait_for()
    page.evaluate(
        """() => {
          const [words] = document.querySelector("[data-article-text] p").childNodes;
          getSelection().setBaseAndExtent(words, 0, words, 11);
        }"""
    )
    assert popup.count() == 0
    is_released = True
    for route in held:
        route.continue_()
    popup.wait_for()
    page.keyboard.press("1")
    wait_until_saved(page)

    assert saved() == ["Paragraph 1"]
