"""No state of the popup, and none of the filtered legend, breaks a rule of accessibility."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import drag, open_article
from tests.browser.page_faults import faults_shown, overflow
from tests.support.factories import make_article, make_passage, make_person, make_tag, make_user

TEXT = "\n\n".join(f"Paragraph {n} says that convoy {n} left at dawn." for n in range(1, 9))

# Whether the lower edge of an element is shown, not cut or covered.
IS_IN_SIGHT = """(element) => {
  const { left, bottom } = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(left + 4, bottom - 4));
}"""


@pytest.mark.parametrize("width, scheme", [(1280, "light"), (360, "dark")])
def test_popup_with_keys_recent_tags_and_a_draft(live_server, page, width, scheme):
    analyst, article = make_user(), make_article(text=TEXT)
    for digit in range(1, 10):
        make_tag(f"tag {digit}", digit=digit, definition="What it means.")
    for number in range(4):
        make_person(f"Person {number}")
    for name in ("recent", "another recent one"):
        make_passage(article, "convoy 2 left", by=analyst, tags=[name])
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    open_article(page, live_server, article, analyst)
    faults = {}
    if width > 1000:
        page.locator("[data-legend] a").first.click()
        faults["filtered"] = faults_shown(page)
        page.keyboard.press("Escape")

    drag(page, "convoy 3 left")
    popup = page.locator("[data-popup]")
    popup.wait_for()
    faults["open"] = faults_shown(page)
    popup.locator("[data-person-filter]").fill("Person")
    offers = popup.locator("[data-person-options] [role=option]")
    expect(offers).to_have_count(5)
    assert offers.last.evaluate(IS_IN_SIGHT) is True
    popup.locator("[data-person-filter]").fill("")
    popup.locator("[data-claim-filter]").click()
    popup.get_by_role("option", name="New claim from this quote").click()
    expect(popup.get_by_label("Statement")).to_be_focused()
    faults["draft"] = faults_shown(page)
    popup.locator("[data-tag-filter]").fill("recentz")
    popup.locator("[data-near]").first.wait_for()
    faults["near"] = faults_shown(page)
    # Save stays in sight in a low window too, whatever stands above it.
    page.set_viewport_size({"width": width, "height": 480})
    expect(popup.get_by_role("button", name="Save")).to_be_in_viewport(ratio=1)

    assert {state: each for state, each in faults.items() if each} == {}
    assert overflow(page) == []


def test_long_tag_that_was_chosen_is_whole_and_beside_its_cross(live_server, page, popup):
    article = make_article(text=TEXT)
    make_tag("supply of weapons across the border " * 2 + "to a named group")
    open_article(page, live_server, article, make_user())
    drag(page, "convoy 3 left")
    popup.locator("[data-tag-filter]").fill("supply")
    popup.get_by_role("option", name="supply of weapons").first.wait_for()
    page.keyboard.press("Enter")
    chosen = popup.get_by_role("list", name="Selected tags").get_by_role("listitem")
    expect(chosen).to_have_count(1)

    box = popup.bounding_box()
    tag, cross = chosen.locator(".tag").bounding_box(), chosen.get_by_role("button").bounding_box()
    assert tag["x"] + tag["width"] <= cross["x"]
    assert cross["x"] + cross["width"] <= box["x"] + box["width"]
    assert abs(tag["y"] - cross["y"]) < 24
