"""Changes sent before others are answered: the page ends as a fresh load shows it."""

import pytest
from playwright.sync_api import expect

from annotations.models import Passage
from tests.browser.desk import drag, eventually, intercept, open_article, wait_until_saved
from tests.support.factories import make_article, make_passage, make_tag, make_user

TEXT = "\n\n".join(f"Paragraph {n} says that convoy {n} left at dawn." for n in range(1, 6))

# [the page, the page as it is opened now]: the text, the legend and the ids of the cards, folded
# ones included. The page as it is opened has a card for each passage that begins in its text.
PAGES = """async () => {
  const answer = await fetch(location.pathname);
  const opened = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [document, opened].map((page) => {
    const parts = ["[data-article-text]", "[data-legend]"].map((name) => {
      const copy = page.querySelector(name).cloneNode(true);
      for (const each of copy.querySelectorAll("*")) {
        for (const name of ["data-open", "data-lit", "data-out"]) each.removeAttribute(name);
      }
      return copy.innerHTML;
    });
    const ids = page === document
      ? [...page.querySelector("[data-cards]").children].flatMap(
          ({ id, dataset }) => dataset.ids?.split(" ").map((each) => `--p-${each}`) ?? [id])
      : [...page.querySelectorAll("[data-article-text] [data-anchor]")].map(
          ({ dataset }) => dataset.anchor);
    return [...parts, ids];
  });
}"""


@pytest.fixture
def ada():
    return make_user(username="ada")


@pytest.fixture
def article():
    make_tag("one", digit=1)
    make_tag("two", digit=2)
    return make_article(text=TEXT)


def tag(page, words, digit):
    drag(page, words)
    page.locator("[data-popup]").wait_for()
    page.keyboard.press(str(digit))


def present():
    return sorted(Passage.objects.present().values_list("quote", flat=True))


def delay(page, pattern):
    """Hold back answers that have arrived until the returned function is called."""
    held = []

    def hold(route):
        response = route.fetch()
        held.append((route, response))

    intercept(page, pattern, hold)

    def release():
        for route, response in held:
            route.fulfill(response=response)
        page.unroute(pattern)

    return held, release


def test_undo_pressed_while_a_save_is_on_its_way_undoes_that_save(live_server, page, ada, article):
    make_passage(article, "Paragraph 4", by=ada)
    open_article(page, live_server, article, ada)
    tag(page, "Paragraph 1", 1)
    wait_until_saved(page)
    held, release = delay(page, "**/passages/")
    tag(page, "convoy 1", 2)
    page.wait_for_timeout(200)
    page.keyboard.press("Control+z")
    page.wait_for_timeout(200)
    assert len(held) == 1
    release()
    expect(page.locator("[data-notices]")).to_contain_text("Redo")

    assert present() == ["Paragraph 1", "Paragraph 4"]
    shown, opened = page.evaluate(PAGES)
    assert shown == opened


def test_undo_answered_late_takes_no_later_save_off_the_page(live_server, page, ada, article):
    open_article(page, live_server, article, ada)
    tag(page, "Paragraph 1", 1)
    wait_until_saved(page)
    _, release = delay(page, "**/undo/")
    page.keyboard.press("Control+z")
    page.wait_for_timeout(200)
    tag(page, "convoy 1", 2)
    page.wait_for_timeout(500)
    release()
    wait_until_saved(page)
    expect(page.locator("[data-notices]")).to_contain_text("Passage saved.")

    assert present() == ["convoy 1"]
    shown, opened = page.evaluate(PAGES)
    assert shown == opened


def test_a_paragraph_fetched_late_brings_no_passage_back_that_was_undone(
    live_server, page, ada, article
):
    open_article(page, live_server, article, ada)
    page.wait_for_load_state("networkidle")
    # What this page does not show yet: the paragraph is fetched.
    make_passage(article, "Paragraph 1 says", by=make_user(username="bob"))
    held, release = delay(page, f"**{article.get_absolute_url()}")
    tag(page, "says that convoy", 1)
    page.wait_for_timeout(500)
    assert len(held) == 1
    page.keyboard.press("Control+z")
    page.wait_for_timeout(300)
    release()
    wait_until_saved(page)
    expect(page.locator("[data-notices]")).to_contain_text("Redo")

    assert present() == ["Paragraph 1 says"]
    shown, opened = page.evaluate(PAGES)
    assert shown == opened


def test_nothing_older_is_undone_while_the_last_passage_waits(
    live_server, page, ada, article, complaints
):
    open_article(page, live_server, article, ada)
    tag(page, "Paragraph 1", 1)
    wait_until_saved(page)
    intercept(page, "**/passages/", lambda route: route.abort())
    tag(page, "convoy 1", 2)
    expect(page.locator(".unsent")).to_contain_text("1 passage not saved yet.")
    page.keyboard.press("Control+z")
    status = page.locator("[data-status]")
    expect(status).to_have_text("Your last passage is not saved yet. Nothing was undone.")
    assert present() == ["Paragraph 1"]
    page.unroute("**/passages/")
    wait_until_saved(page)
    complaints.clear()


def test_a_change_without_an_answer_stops_no_later_one(live_server, page, ada, article, complaints):
    open_article(page, live_server, article, ada)
    tag(page, "Paragraph 1", 1)
    wait_until_saved(page)
    intercept(page, "**/undo/", lambda route: (route.fetch(), route.abort()))
    page.keyboard.press("Control+z")
    status = page.locator("[data-status]")
    expect(status).to_have_text(
        "The desk cannot be reached. This may have been changed all the same."
    )
    assert present() == []
    page.unroute("**/undo/")
    page.keyboard.press("Control+Shift+z")

    assert eventually(page, present, ["Paragraph 1"]) == ["Paragraph 1"]
    complaints.clear()


def test_a_change_that_cannot_be_drawn_is_said_to_be_made(
    live_server, page, ada, article, complaints
):
    open_article(page, live_server, article, ada)
    tag(page, "convoy 1", 1)
    wait_until_saved(page)
    # The answer brings its words, but not its card.
    make_passage(article, "Paragraph 1", by=make_user(username="bob"))
    intercept(page, "**/passages/?ids=*", lambda route: route.abort())
    page.keyboard.press("Control+z")
    expect(page.locator("[data-notices]")).to_contain_text("Reload the page to see it.")
    assert present() == ["Paragraph 1"]
    complaints.clear()
