"""A tag in the legend filters the highlights and cards of the open article in place."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import drag, open_article
from tests.support.crowd import make_crowd
from tests.support.factories import make_article, make_passage, make_tag, make_user

TEXT = "\n\n".join(f"Paragraph {n} says that convoy {n} left at dawn." for n in range(1, 21))
SHOWN = "[data-passage]:visible [data-quote]"
# The words of the highlights that are drawn.
DRAWN = """() => [...document.querySelectorAll("mark[data-passages]")]
  .filter((mark) => getComputedStyle(mark).backgroundImage !== "none")
  .map((mark) => mark.textContent)"""


@pytest.fixture
def analyst():
    return make_user(username="Ada")


@pytest.fixture
def article(analyst):
    article = make_article(text=TEXT, title="Convoys")
    for n in (1, 2, 3, 4):
        tags = ["even" if n % 2 == 0 else "odd"]
        make_passage(article, f"convoy {n} left", by=analyst, tags=tags)
    return article


@pytest.fixture
def legend(page, live_server, article, analyst):
    open_article(page, live_server, article, analyst)
    page.wait_for_load_state("load")
    return page.locator("[data-legend]")


def test_first_act_filters_in_place_and_the_second_leads_to_the_tag(page, legend, article):
    address = page.url
    tag = legend.get_by_role("link", name="even")

    tag.click()
    expect(page.locator(SHOWN)).to_have_text(["convoy 2 left", "convoy 4 left"])
    assert page.evaluate(DRAWN) == ["convoy 2 left", "convoy 4 left"]
    expect(legend.locator("[data-shown]")).to_have_text("2 of 4 Show all")
    expect(tag).to_have_attribute("aria-current", "true")
    assert page.url == address
    target = tag.get_attribute("href")
    tag.click()

    page.wait_for_url(f"**{target}")


@pytest.mark.parametrize("act", ["button", "Escape"])
def test_filter_is_ended(page, legend, act):
    tag = legend.get_by_role("link", name="even")
    tag.focus()
    page.keyboard.press("Enter")
    expect(page.locator(SHOWN)).to_have_count(2)

    if act == "button":
        legend.get_by_role("button", name="Show all").click()
    else:
        page.keyboard.press("Escape")

    expect(page.locator(SHOWN)).to_have_count(4)
    expect(legend.get_by_role("heading")).to_have_text("4 passages")
    assert len(page.evaluate(DRAWN)) == 4


def test_keys_walk_the_filtered_passages_and_another_one_ends_the_filter(page, legend):
    legend.get_by_role("link", name="even").click()
    expect(page.locator(SHOWN)).to_have_count(2)
    for _ in range(2):
        page.keyboard.press("j")
    expect(page.locator("[data-open] [data-quote]")).to_have_text("convoy 4 left")

    page.locator("mark", has_text="convoy 3 left").click()

    expect(page.locator("[data-passage][data-open] [data-quote]")).to_have_text("convoy 3 left")
    expect(page.locator(SHOWN)).to_have_count(4)


def test_what_is_saved_is_seen_whatever_the_filter_is(page, legend):
    legend.get_by_role("link", name="even").click()
    expect(page.locator(SHOWN)).to_have_count(2)
    drag(page, "convoy 6 left")
    page.keyboard.type("even")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(SHOWN)).to_have_count(3)
    expect(legend.locator("[data-shown]")).to_have_text("3 of 5 Show all")

    drag(page, "convoy 7 left")
    page.keyboard.press("Enter")

    expect(page.locator(SHOWN)).to_have_count(6)


def test_folded_cards_of_the_tag_are_shown(page, live_server, analyst):
    article = make_crowd(passages=300, words=400, by=analyst)
    make_passage(article, article.text[-20:-5], by=analyst, tags=["rare"])
    make_passage(article, article.text[:12], by=analyst, tags=["rare"])
    open_article(page, live_server, article, analyst)
    page.wait_for_load_state("load")

    page.locator("[data-legend]").get_by_role("link", name="rare").click()

    expect(page.locator(SHOWN)).to_have_count(2)
    expect(page.locator("[data-fold]:visible")).to_have_count(0)


def test_long_names_wrap_and_counts_stay_in_their_column(page, live_server, analyst):
    article = make_article(text=TEXT)
    names = ["short", "a very long name of a tag that goes over lines", "x" * 60]
    make_tag(names[1], digit=3)
    for name in names:
        make_passage(article, "convoy 2 left", by=analyst, tags=[name])
    open_article(page, live_server, article, analyst)
    legend = page.locator("[data-legend]")

    rights = {
        round(box["x"] + box["width"])
        for box in (each.bounding_box() for each in legend.locator(".tag__count").all())
    }
    lines = [
        name.evaluate("(tag) => tag.getClientRects().length")
        for name in legend.locator(".tag").all()
    ]

    assert len(rights) == 1
    assert min(lines) == 1 and sorted(lines)[1] > 1
    assert legend.evaluate("(legend) => legend.scrollWidth - legend.clientWidth") == 0
    expect(legend.locator("kbd")).to_have_text(["3"])


def test_long_list_of_tags_begins_with_the_most_frequent_and_is_searched(
    live_server, page, analyst, article
):
    for n in range(40):
        make_passage(
            article, f"convoy {n % 20 + 1} left", by=analyst, tags=[f"actors/group {n:02}"]
        )
    open_article(page, live_server, article, analyst)
    legend = page.locator("[data-legend]")
    rows = legend.locator("li:visible")
    expect(rows).to_have_count(20)

    legend.get_by_label("Find a tag of this article").fill("GROUP 3")
    expect(rows).to_have_count(10)
    rows.last.get_by_role("link").click()
    expect(page.locator(SHOWN)).to_have_text(["convoy 20 left"])
    expect(page.locator("mark[data-passages]", has_text="convoy 20 left").last).to_be_in_viewport()

    legend.get_by_label("Find a tag of this article").fill("")
    legend.get_by_role("button", name="Show all 42 tags").click()
    expect(rows).to_have_count(42)
