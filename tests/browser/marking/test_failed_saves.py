"""Saves that are lost, refused, pressed twice or signed out: nothing typed is lost or doubled."""

import pytest
from playwright.sync_api import expect

from annotations.models import Passage, Tag
from tests.browser.desk import (
    drag,
    intercept,
    marked,
    open_article,
    saving,
    wait_for_offers,
    wait_until_saved,
)
from tests.support.factories import (
    make_article,
    make_claim,
    make_person,
    make_tag,
    make_user,
)

PARAGRAPHS = [f"Paragraph {n} says that convoy {n} left at dawn on day {n}." for n in range(1, 31)]
TEXT = "\n\n".join(PARAGRAPHS)


@pytest.fixture
def analyst():
    return make_user(username="Ada")


@pytest.fixture
def article():
    return make_article(text=TEXT, title="Convoys")


def test_lost_connection_keeps_everything_and_says_so(
    live_server, page, popup, notice, analyst, article, complaints
):
    make_tag("one", digit=1)
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")
    page.keyboard.press("Shift+Digit1")
    popup.get_by_label("Note").fill("typed")
    intercept(page, "**/passages/", lambda route: route.abort())

    page.keyboard.press("Control+Enter")
    expect(notice.locator("p").first).to_have_text(
        "1 passage not saved yet. The desk cannot be reached. "
        "Your input is kept and sent as soon as possible."
    )
    assert popup.is_hidden()
    assert saving(page) == {f"saving-{Tag.objects.get().hue}": ["convoy 2 left"]}
    expect(notice.get_by_role("listitem")).to_contain_text("one · typed")
    page.unroute("**/passages/")
    notice.get_by_role("button", name="Try now").click()
    wait_until_saved(page)

    expect(notice).to_have_count(0)
    assert Passage.objects.filter(note="typed").count() == 1
    assert {"ERR_FAILED" in complaint for complaint in complaints} == {True}
    complaints.clear()


def test_answer_that_got_lost_and_a_second_try_make_one_passage(
    live_server, page, popup, notice, analyst, article, complaints
):
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")
    popup.get_by_label("Note").fill("typed")

    def lose(route):
        route.fetch()
        route.abort()

    intercept(page, "**/passages/", lose)
    page.keyboard.press("Control+Enter")
    notice.get_by_text("The desk cannot be reached").wait_for()
    page.unroute("**/passages/")
    # It is tried again without being asked.
    wait_until_saved(page)

    assert Passage.objects.count() == 1
    assert page.locator("[data-passage]").count() == 1
    complaints.clear()


def test_save_pressed_twice_saves_once(live_server, page, popup, analyst, article):
    open_article(page, live_server, article, analyst)
    requests = []
    page.on("request", lambda each: each.method == "POST" and requests.append(each.url))
    drag(page, "convoy 2 left")
    popup.get_by_role("button", name="Save").dblclick()
    wait_until_saved(page)
    drag(page, "convoy 4 left")
    popup.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    wait_until_saved(page)
    # Before the page has answered the first press.
    drag(page, "convoy 6 left")
    popup.wait_for()
    popup.locator("form").evaluate("(form) => { form.requestSubmit(); form.requestSubmit(); }")
    wait_until_saved(page)

    quotes = ["convoy 2 left", "convoy 4 left", "convoy 6 left"]
    assert [passage.quote for passage in Passage.objects.order_by("pk")] == quotes
    assert len(requests) == 3
    expect(page.locator("[data-passage] [data-quote]")).to_have_text(quotes)


def test_words_typed_but_not_chosen_are_not_lost(live_server, page, popup, analyst, article):
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")
    popup.locator("[data-tag-filter]").fill("by day")
    popup.locator("[data-person-filter]").fill("Somebody")
    popup.locator("[data-claim-filter]").fill("nothing like it")
    wait_for_offers(popup, "claim", "nothing like it")

    page.keyboard.press("Control+Enter")
    popup.get_by_text("“nothing like it” was not found").wait_for()
    assert Passage.objects.count() == 0
    popup.locator("[data-claim-filter]").clear()
    page.keyboard.press("Control+Enter")
    wait_until_saved(page)

    passage = Passage.objects.get()
    assert [tag.name for tag in passage.tags.all()] == ["by day"]
    assert [link.person.name for link in passage.people.all()] == ["Somebody"]


def test_ended_session_keeps_everything_and_signing_in_elsewhere_helps(
    live_server, page, popup, notice, analyst, article
):
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")
    popup.get_by_label("Note").fill("typed")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")

    page.keyboard.press("Control+Enter")
    expect(notice.locator("p").first).to_have_text(
        "1 passage not saved yet. You are signed out. Your input is kept. "
        "Sign in in a new tab, then try again."
    )
    with page.expect_popup() as new_tab:
        notice.get_by_role("link", name="Sign in in a new tab").click()
    expect(new_tab.value.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert Passage.objects.count() == 0
    page.context.add_cookies(cookies)
    notice.get_by_role("button", name="Try now").click()
    wait_until_saved(page)

    assert Passage.objects.get().note == "typed"


def test_refused_passage_is_edited_and_saved_with_all_that_was_typed(
    live_server, page, popup, notice, analyst, article, complaints
):
    claim = make_claim("The convoys left at dawn", by=analyst)
    make_person("Mina")
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")
    page.keyboard.type("night\n")
    popup.locator("[data-chosen] [name=tags]").wait_for(state="attached")
    popup.locator("[data-person-filter]").fill("mina")
    wait_for_offers(popup, "person", "Mina")
    page.keyboard.press("Enter")
    popup.get_by_role("group", name="Mina, role").get_by_text("mentioned").click()
    popup.locator("[data-claim-filter]").fill("convoys")
    wait_for_offers(popup, "claim", claim.statement, "convoys")
    page.keyboard.press("Enter")
    popup.get_by_label("supports").check()
    popup.get_by_label("Note").fill("typed")
    popup.locator("form [name=quote]").evaluate("(field) => { field.value = 'other words'; }")

    page.keyboard.press("Control+Enter")
    expect(notice).to_contain_text("Select it again")
    assert ("422" in complaints.pop(), Passage.objects.count()) == (True, 0)
    notice.get_by_role("button", name="Edit").click()
    assert marked(page)[2] == "convoy 2 left"
    page.keyboard.press("Control+Enter")
    wait_until_saved(page)

    passage = Passage.objects.get()
    assert ([tag.name for tag in passage.tags.all()], passage.note) == (["night"], "typed")
    assert [(link.person.name, link.role) for link in passage.people.all()] == [
        ("Mina", "spoken_of")
    ]
    evidence = passage.evidence.get()
    assert (evidence.claim, evidence.stance) == (claim, "supports")
    expect(notice).to_have_count(0)
