"""What scripts put into an open article gives no style anew to its text."""

import json

import pytest

from tests.browser.desk import open_article
from tests.support.crowd import make_crowd
from tests.support.factories import make_user

# Puts an element into the page, and has its style computed.
INSERT = """(where) => {
  const added = document.createElement("div");
  document.querySelector(where).append(added);
  return getComputedStyle(added).display;
}"""


def elements_restyled(page, act):
    """How many elements got a style while `act()` ran."""
    browser = page.context.browser
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    act()
    events = json.loads(browser.stop_tracing())["traceEvents"]
    passes = [event for event in events if event["name"] == "UpdateLayoutTree"]
    return sum(event["args"].get("elementCount", 0) for event in passes)


@pytest.mark.parametrize("where", ["body", "main", "[data-cards]"])
def test_an_element_put_into_the_page_leaves_the_marks_their_style(live_server, page, where):
    analyst = make_user()
    article = make_crowd(passages=150, words=1500, by=analyst)
    open_article(page, live_server, article, analyst)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    marks = page.locator(".article-text mark").count()

    restyled = elements_restyled(page, lambda: page.evaluate(INSERT, where))

    assert marks > 150
    assert 0 < restyled < marks


# The colour behind selected words, of the whole page, and of those in some elements.
SELECTION_COLORS = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.backgroundColor = "var(--color-pen-tint)";
  const tint = getComputedStyle(probe).backgroundColor;
  const places = ["html", "h1", ".article-text mark", "[data-search-field]"];
  const inside = places.map((each) => document.querySelector(each));
  const styles = inside.map((element) => getComputedStyle(element, "::selection"));
  return [tint, ...styles.map((style) => style.backgroundColor)];
}"""


def test_selected_words_have_one_colour_everywhere(live_server, page):
    """What is in the page inherits it: no element has a rule of its own."""
    analyst = make_user()
    open_article(page, live_server, make_crowd(passages=5, words=100, by=analyst), analyst)

    tint, *colors = page.evaluate(SELECTION_COLORS)

    assert colors == [tint] * 4
