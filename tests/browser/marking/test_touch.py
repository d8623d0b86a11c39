"""Selecting by touch: the popup waits for a finished selection, stands below it and follows it."""

import re

import pytest

from annotations.models import Passage
from tests.browser.desk import marked, rectangle, sign_in, wait_until_saved
from tests.support.factories import make_article, make_passage, make_tag, make_user

TEXT = "\n\n".join(f"Paragraph {n} says that convoy {n} left at dawn." for n in range(1, 31))

# What a browser tells a page of a long press that selects, or of a handle that is dragged: the
# selection changes, of the finger it hears nothing.
SELECT = """([words, to]) => {
  const text = document.querySelector("[data-article-text]");
  const paragraph = [...text.children].find((each) => each.textContent.includes(words));
  const node = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode();
  const from = node.data.indexOf(words);
  getSelection().setBaseAndExtent(node, from, node, from + (to ?? words).length);
}"""


@pytest.fixture
def analyst():
    return make_user(username="Ada")


@pytest.fixture(params=[(360, 740), (1024, 768)], ids=["phone", "tablet"])
def page(request, browser, live_server, analyst, complaints):
    """An article on a device with touch."""
    width, height = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=True, is_mobile=True
    )
    earlier = make_article(text="Earlier.")
    for name in ("one", "two"):
        make_passage(earlier, "Earlier", by=analyst, tags=[name])
    sign_in(context, live_server, analyst)
    page = context.new_page()
    page.goto(f"{live_server}{make_article(text=TEXT, title='Convoys').get_absolute_url()}")
    page.wait_for_load_state("load")
    yield page
    context.close()


@pytest.fixture
def popup(page):
    return page.locator("[data-popup]")


@pytest.fixture
def fingers(page):
    """Put fingers on the window at (x, y), move them, or take them away: `fingers("touchEnd")`."""
    session = page.context.new_cdp_session(page)

    def touch(kind, *points):
        points = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


def select(page, words, to=None):
    page.evaluate(SELECT, [words, to])


def test_popup_waits_until_the_finger_is_lifted(page, popup, fingers):
    left, top, _, _ = rectangle(page, "convoy 2")
    fingers("touchStart", (left, top))
    select(page, "convoy 2")
    page.wait_for_timeout(900)
    assert popup.is_hidden()

    fingers("touchEnd")

    assert marked(page)[2] == "convoy 2"
    assert page.evaluate("document.activeElement === document.body") is True
    assert page.evaluate("getSelection().toString()") == "convoy 2"


def test_popup_stands_below_the_words_and_leaves_room_for_their_handles(page, popup, fingers):
    before = page.evaluate("scrollY")
    tap(fingers, page)
    select(page, "convoy 2")
    marked(page)

    _, _, _, middle = rectangle(page, "convoy 2")
    box = popup.bounding_box()
    assert box["y"] - middle >= 36
    assert box["height"] < 120
    assert page.evaluate("scrollY") == before
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]


def tap(fingers, page):
    left, top, _, _ = rectangle(page, "Paragraph 2")
    fingers("touchStart", (left, top))
    fingers("touchEnd")


def test_popup_follows_a_handle_that_is_dragged_on(page, popup, fingers):
    tap(fingers, page)
    select(page, "convoy 2")
    assert marked(page)[2] == "convoy 2"

    select(page, "convoy 2", "convoy 2 left at")
    page.wait_for_function(
        "() => document.querySelector('[data-popup] [name=quote]').value === 'convoy 2 left at'"
    )

    assert popup.is_visible()
    assert popup.locator("[data-more]").is_visible()


def test_popup_goes_with_the_selection(page, popup, fingers):
    tap(fingers, page)
    select(page, "convoy 2")
    marked(page)

    page.evaluate("getSelection().removeAllRanges()")

    popup.wait_for(state="hidden")


def test_tapped_tag_saves(page, popup, fingers):
    tap(fingers, page)
    select(page, "convoy 2")
    marked(page)

    popup.get_by_role("option", name="one").tap()
    wait_until_saved(page)

    passage = Passage.objects.get(quote="convoy 2")
    assert [tag.name for tag in passage.tags.all()] == ["one"]
    assert page.locator(f'mark[data-passages="{passage.public_id}"]').count() == 1


def test_more_opens_the_whole_popup_where_tags_are_added_and_saved(page, popup, fingers):
    tap(fingers, page)
    select(page, "convoy 2")
    marked(page)
    assert popup.get_by_label("Note").is_hidden()

    popup.locator("[data-more]").tap()
    popup.get_by_role("option", name="one").tap()
    popup.get_by_role("option", name="two").tap()
    popup.get_by_label("Note").fill("By hand.")
    assert Passage.objects.count() == 2
    popup.get_by_role("button", name=re.compile("^Save")).tap()
    wait_until_saved(page)

    passage = Passage.objects.get(quote="convoy 2")
    assert [tag.name for tag in passage.tags.all()] == ["one", "two"]
    assert passage.note == "By hand."


def test_typed_tag_that_has_a_key_is_offered_on_one_line(page, popup, fingers):
    make_tag("government forces", digit=4, definition="Strength of the army.")
    page.reload()
    tap(fingers, page)
    select(page, "convoy 2")
    marked(page)

    popup.locator("[data-more]").tap()
    popup.locator("[data-tag-filter]").fill("govern")
    offer = popup.get_by_role("option", name="government forces")
    offer.locator(".popup__about").wait_for()

    # The key itself is not shown where there is no keyboard.
    assert offer.locator("kbd").is_hidden()
    assert offer.locator(".tag").evaluate("(tag) => tag.getClientRects().length") == 1
