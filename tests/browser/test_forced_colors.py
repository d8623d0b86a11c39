"""Where the reader's system gives the colours: marks, focus and selection can still be seen."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import drag, intercept, sign_in
from tests.support.acts import act
from tests.support.factories import EDITORS, make_article, make_claim, make_passage, make_user

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
SAVING = """() => {
  const text = document.querySelector("[data-article-text]");
  const name = [...CSS.highlights.keys()].find((each) => each.startsWith("saving-"));
  return getComputedStyle(text, `::highlight(${name})`).textDecorationLine;
}"""
LINE = "(element) => getComputedStyle(element).textDecorationLine"
GROUND = "(element) => getComputedStyle(element).backgroundColor"
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
    sign_in(context, live_server, make_user(EDITORS))
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


def test_what_hues_tell_is_told_otherwise_in_forced_colours(page):
    article = make_article()
    for quote, tag in (("The convoy left at dawn", "movement"), ("Nobody saw", "denial")):
        make_passage(article, quote, tags=[tag])
    page.goto(f"{article.get_absolute_url()}?q=convoy")
    paper, ink = (page.evaluate(SYSTEM, name) for name in ("Canvas", "CanvasText"))

    # The words of a search.
    assert page.locator(".hit").first.evaluate(GROUND) == ink
    page.goto("/search/?q=convoy")
    assert page.locator(".result__snippet mark").first.evaluate(GROUND) == ink != paper

    # What another tag filters out, and the card that is selected.
    page.goto(article.get_absolute_url())
    page.locator("[data-legend] a", has_text="denial").click()
    page.locator("mark[data-out]").first.wait_for()
    assert [page.locator(f"mark{which}").first.evaluate(LINE) for which in
            ("[data-out]", ":not([data-out])")] == ["none", "underline"]  # fmt: skip
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.locator("[data-passage][data-open] [data-choose]").click()
    chosen = page.locator("[data-passage][data-chosen]")
    expect(chosen).to_have_css("outline-style", "dashed")

    # What is being saved.
    intercept(page, "**/passages/", lambda route: route.abort())
    drag(page, "it")
    page.locator("[data-popup]").wait_for()
    page.keyboard.press("Control+Enter")
    assert page.evaluate(SAVING) == "underline"

    # What a change took away and brought.
    claim = make_claim("Kabul fell")
    facts = {"statement": "Herat fell", "attribution": claim.attribution}
    act(make_user(), claim.edit, claim.version, **facts)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/claims/{claim.public_id}/history/")
    lines = {page.locator(f"main {name}").first.evaluate(LINE) for name in ("ins", "del")}
    assert lines == {"underline", "line-through"}
