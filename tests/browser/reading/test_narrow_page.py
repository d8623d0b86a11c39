"""Where the text begins on a narrow page, and what is folded above it."""

import pytest

from tests.browser.desk import sign_in
from tests.support.factories import make_article, make_source, make_user

TITLE = "Russia says Afghan Taliban offensive running out of steam – report"


@pytest.mark.parametrize("size", [(360, 740), (640, 450), (1280, 900)], ids=str)
def test_text_begins_in_the_upper_half_and_the_facts_are_a_tap_away(browser, live_server, size):
    source = make_source("Reuters", "B")
    article = make_article("The convoy left.", TITLE, "2021-08-05", source=source, place="Moscow")
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True)
    sign_in(context, live_server, make_user())
    page = context.new_page()
    page.goto(f"{live_server}{article.get_absolute_url()}")

    assert page.locator("[data-article-text]").bounding_box()["y"] < height / 2
    shown = [page.get_by_text(words, exact=True).first for words in ("Reuters", "5 August 2021")]
    boxes = [each.bounding_box() for each in shown]
    facts, summary = page.get_by_text("Moscow", exact=True), page.locator("[data-facts] > summary")
    is_wide = width == 1280
    assert (facts.is_visible(), summary.is_visible()) == (is_wide, not is_wide)
    if not is_wide:
        # Source and date share a line.
        assert boxes[0]["y"] == pytest.approx(boxes[1]["y"], abs=6)
        summary.tap()
        assert facts.is_visible()
    context.close()
