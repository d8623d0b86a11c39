"""Where the reader's system gives the colours: marks, focus and selection can still be seen."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import drag, sign_in
from tests.support.factories import make_article, make_passage, make_user

COLOURS = """(element) => {
  const { color, textDecorationLine, textDecorationStyle } = getComputedStyle(element);
  return [color, textDecorationLine, textDecorationStyle];
}"""
HIGHLIGHTED = """() => {
  const text = document.querySelector("[data-article-text]");
  const { color, backgroundColor } = getComputedStyle(text, "::highlight(pending)");
  const inMark = getComputedStyle(text.querySelector("mark"), "::highlight(pending)");
  return [color, backgroundColor, inMark.backgroundColor, text.hasAttribute("data-each")];
}"""
SYSTEM = """(name) => {
  const probe = document.createElement("i");
  probe.style.color = name;
  document.body.append(probe);
  return getComputedStyle(probe).color;
}"""


@pytest.fixture
def page(browser, live_server):
    """A page of somebody whose system forces its colours."""
    context = browser.new_context(base_url=str(live_server), forced_colors="active")
    sign_in(context, live_server, make_user())
    yield context.new_page()
    context.close()


def test_marks_focus_and_selection_are_seen_in_forced_colours(page):
    article = make_article()
    for quote in ("The convoy left at dawn", "convoy"):
        make_passage(article, quote, tags=["a tag"])
    page.goto(article.get_absolute_url())
    ink, lit = (page.evaluate(SYSTEM, name) for name in ("CanvasText", "HighlightText"))
    mark = page.locator("mark:not([data-depth])").first
    deeper = page.locator("mark[data-depth='2']").first

    assert mark.evaluate(COLOURS) == [ink, "underline", "solid"]
    assert deeper.evaluate(COLOURS) == [ink, "underline", "double"]
    assert ink != page.evaluate(SYSTEM, "Canvas")

    page.keyboard.press("j")
    page.locator("[data-passage][data-open]").wait_for()
    expect(mark).to_have_css("color", lit)
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"
    page.keyboard.press("Escape")

    drag(page, "Nobody saw")
    page.locator("[data-popup]").wait_for()
    ground = page.evaluate(SYSTEM, "Highlight")
    # What is in the text inherits it, and is given no style of its own.
    assert page.evaluate(HIGHLIGHTED) == [lit, ground, ground, False]
