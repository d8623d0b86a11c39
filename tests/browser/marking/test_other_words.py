"""A page whose words a browser or an extension replaced: nothing is saved by offsets of these."""

import pytest

from annotations.models import Passage
from annotations.passages import editing
from corpus.models.correction import correct
from tests.browser.desk import drag, open_article
from tests.support.acts import act
from tests.support.factories import EDITORS, make_article, make_passage, make_user

TEXT = "The convoy left at dawn, he said. Nobody saw it return.\n\nThe road was empty all day."
TRANSLATED = "This page is translated by your browser. Show the original to mark passages."
ALTERED = (
    "The words on this page were changed by your browser or an extension. "
    "Switch that off and reload the page to mark passages."
)
# As Chromium does: each text is replaced and wrapped, and the root gets a class.
CHROMIUM = """() => {
  const words = {convoy: "Fahrzeugkolonne", left: "fuhr", Nobody: "Niemand", road: "Landstraße"};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("[data-article-text] p") && node.data.trim()) nodes.push(node);
  }
  for (const node of nodes) {
    const [outer, inner] = [document.createElement("font"), document.createElement("font")];
    inner.textContent = node.data.replace(/\\w+/g, (word) => words[word] ?? word);
    outer.append(inner);
    node.replaceWith(outer);
  }
  document.documentElement.lang = "de";
  document.documentElement.classList.add("translated-ltr");
}"""
# As Firefox does: the texts themselves are changed, and the language of the root.
FIREFOX = """() => {
  const walker = document.createTreeWalker(
    document.querySelector("[data-article-text]"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    node.data = node.data.replace("convoy", "Fahrzeugkolonne").replace("road", "Landstraße");
  }
  document.documentElement.lang = "de";
}"""
EXTENSION = """() => {
  const [paragraph] = document.querySelectorAll("[data-article-text] p");
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    node.data = node.data.replace("at dawn", "at daybreak");
  }
}"""
ALTERATIONS = pytest.mark.parametrize(
    ("alter", "message"),
    [(CHROMIUM, TRANSLATED), (FIREFOX, TRANSLATED), (EXTENSION, ALTERED)],
    ids=["Chromium", "Firefox", "extension"],
)


@pytest.fixture
def analyst():
    return make_user(username="Ada")


@pytest.fixture
def article():
    return make_article(text=TEXT, title="Convoys")


def expect_notice(page, message):
    page.locator(".passing-notice", has_text=message).wait_for()


def rows():
    return list(Passage.objects.values_list("quote", "version"))


@ALTERATIONS
def test_no_passage_is_marked(live_server, page, analyst, article, alter, message):
    open_article(page, live_server, article, analyst)
    page.wait_for_load_state("load")
    page.evaluate(alter)

    drag(page, "Nobody" if alter != CHROMIUM else "Niemand")
    expect_notice(page, message)
    assert page.locator("[data-popup]").is_hidden()
    page.locator("[data-notices]").evaluate("(notices) => notices.replaceChildren()")
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    expect_notice(page, message)
    assert rows() == []


@ALTERATIONS
def test_no_ends_are_moved(live_server, page, analyst, article, alter, message):
    passage = make_passage(article, "saw it", analyst)
    open_article(page, live_server, article, analyst)
    page.locator(f"#--p-{passage.public_id} [data-quote]").click()
    page.evaluate(alter)
    page.keyboard.press("e")
    expect_notice(page, message)
    assert page.locator("[data-ends]").count() == 0
    assert rows() == [("saw it", 1)]


@pytest.mark.parametrize("keys", [["ArrowRight"], ["c"]], ids=["move", "split"])
@ALTERATIONS
def test_no_ends_are_saved(live_server, page, analyst, article, alter, message, keys):
    passage = make_passage(article, "saw it", analyst)
    open_article(page, live_server, article, analyst)
    page.locator(f"#--p-{passage.public_id} [data-quote]").click()
    page.keyboard.press("e")
    page.locator(".boundary-handles__handle").first.wait_for()
    page.evaluate(alter)
    for key in keys:
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect_notice(page, message)
    assert rows() == [("saw it", 1)]


def test_no_piece_is_added(live_server, page, analyst, article):
    passage = make_passage(article, "saw it", analyst)
    open_article(page, live_server, article, analyst)
    page.locator(f"#--p-{passage.public_id} [data-quote]").click()
    page.keyboard.press("e")
    page.locator(".boundary-handles__handle").first.wait_for()
    page.keyboard.press("a")
    page.evaluate(CHROMIUM)
    drag(page, "Landstraße")
    expect_notice(page, TRANSLATED)
    assert rows() == [("saw it", 1)]


def test_no_position_is_chosen(live_server, page, analyst, article):
    passage = make_passage(article, "Nobody saw it", analyst)
    act(make_user(EDITORS), correct, article, TEXT.replace("Nobody saw it", "It did not"), "Cut.")
    open_article(page, live_server, article, analyst)
    page.goto(f"{live_server}{article.get_absolute_url()}?place={passage.public_id}")
    page.wait_for_load_state("load")
    page.evaluate(CHROMIUM)
    drag(page, "Landstraße")
    expect_notice(page, TRANSLATED)
    assert page.locator("[data-put]").is_disabled()


def test_the_server_compares_what_a_popup_and_handles_send(
    live_server, page, analyst, article, complaints
):
    """The script notices nothing where the words came in before it started."""
    passage = make_passage(article, "saw it", analyst)
    page.route(
        f"**{article.get_absolute_url()}",
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            body=answer.text().replace("The convoy left", "Die Fahrzeugkolonne fuhr"),
        ),
    )
    open_article(page, live_server, article, analyst)
    drag(page, "Nobody")
    page.locator("[data-popup]").wait_for()
    page.keyboard.press("Control+Enter")
    refusal = page.locator("[data-refusal]")
    refusal.wait_for()
    assert "If your browser translates this page, show the original" in refusal.text_content()

    page.locator(f"#--p-{passage.public_id} [data-quote]").click()
    page.keyboard.press("e")
    page.locator(".boundary-handles__handle").first.wait_for()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect_notice(page, "The text has other words at this position. Select them again.")
    assert rows() == [("saw it", 1)]
    assert len(complaints) == 2
    complaints.clear()


def test_the_original_is_marked_and_edited_again(live_server, page, analyst, article):
    """What a translator gives back are the words of the article, in other nodes."""
    passage = make_passage(article, "saw it", analyst)
    open_article(page, live_server, article, analyst)
    page.wait_for_load_state("load")
    original = page.evaluate("document.documentElement.lang")
    page.evaluate(FIREFOX)
    page.evaluate(
        """(lang) => {
          const text = document.querySelector("[data-article-text]");
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            node.data = node.data.replace("Fahrzeugkolonne", "convoy");
            node.data = node.data.replace("Landstraße", "road");
          }
          document.documentElement.lang = lang;
        }""",
        original,
    )
    act(analyst, editing.add_piece, passage, (0, 3), 1, 1)
    drag(page, "road was")
    page.locator("[data-popup]").wait_for()
    page.keyboard.press("Control+Enter")
    page.locator("[data-notice] p", has_text="Passage saved.").wait_for()
    assert rows() == [("The … saw it", 2), ("road was", 1)]
