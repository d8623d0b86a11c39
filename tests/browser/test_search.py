"""Searching as a member: typing, filtering, saving, with and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import sign_in
from tests.support.factories import EDITORS, make_article, make_passage, make_source, make_user

OVERFLOW = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture
def corpus(live_server, page):
    by = make_user(EDITORS)
    sign_in(page.context, live_server, by)
    reuters, tass = make_source("Reuters", by=by), make_source("TASS", by=by)
    convoy = make_article("The convoy left.", "Convoy", "2021-08-05", source=reuters, by=by)
    make_passage(convoy, "convoy", by, tags=["movement"])
    make_article("A convoy was seen.", "Seen", "2019-01-02", source=tass, by=by)
    make_article("Nothing.", "Quiet", "2020", by=by)
    return by


def titles(page):
    return page.locator(".result__title").all_inner_texts()


def test_a_search_from_anywhere_is_narrowed_kept_and_found_again(page, live_server, corpus):
    page.goto(f"{live_server}/claims/")
    page.keyboard.press("/")
    page.keyboard.type("convoy")
    page.keyboard.press("Enter")
    expect(page.locator(".result__title")).to_have_text(["Convoy", "Seen"])
    expect(page.locator(".result__snippet mark").first).to_have_text("convoy")

    # Counts and facets come after the articles, without moving them.
    expect(page.locator("[data-groups] [aria-current=page]")).to_have_text("Articles 2")
    page.get_by_role("link", name="2019: 1 article").click()
    expect(page.locator(".result__title")).to_have_text(["Seen"])
    expect(page.locator("#search-q")).to_have_value("convoy from:2019 to:2019")
    page.get_by_label("Save this search").fill("Convoys of 2019")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Search saved as “Convoys of 2019”.")).to_be_visible()

    page.goto(f"{live_server}/search/")
    page.get_by_role("link", name="Convoys of 2019").click()
    expect(page.locator(".result__title")).to_have_text(["Seen"])

    # Enter beside "Link to claim" links, and a refusal keeps what was selected and typed.
    page.goto(f"{live_server}/search/?q=convoy&group=passages")
    page.get_by_label("Select “convoy”").check()
    page.get_by_label("Claim", exact=True).fill("It left at noon")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No claim says “It left at noon”.")).to_be_visible()
    expect(page.get_by_label("Select “convoy”")).to_be_checked()
    expect(page.get_by_label("Claim", exact=True)).to_have_value("It left at noon")


def test_values_of_a_field_are_offered_and_taken_by_keys(page, live_server, corpus):
    page.goto(f"{live_server}/search/?q=convoy")
    box = page.locator("#search-q")
    box.press("End")
    box.press_sequentially(" source:ta")
    expect(page.get_by_role("option")).to_have_text(["TASS"])
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("convoy source:TASS ")
    expect(page.get_by_role("option")).to_have_count(0)
    box.press("Enter")
    expect(page.locator(".result__title")).to_have_text(["Seen"])


def test_all_of_it_works_without_scripts_on_a_small_screen(browser, live_server, corpus):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    sign_in(context, live_server, corpus)
    page = context.new_page()
    page.goto(f"{live_server}/")
    page.get_by_role("link", name="Search", exact=True).click()
    page.locator("#search-q").fill("convoy")
    page.get_by_role("button", name="Search").click()
    assert titles(page) == ["Convoy", "Seen"]
    page.get_by_role("link", name="Show counts by source, period, person and tag").click()
    assert page.locator("[data-groups] li").all_inner_texts() == [
        "Articles 2",
        "Passages 1",
        "Claims 0",
        "People 0",
        "Tags 0",
    ]
    page.get_by_role("link", name="Reuters 1").click()
    assert titles(page) == ["Convoy"]
    page.get_by_role("link", name="Passages").click()
    assert page.locator(".mention__passage").all_inner_texts() == ["convoy"]
    context.close()


def test_nothing_moves_when_counts_and_facets_come(page, live_server, corpus):
    page.add_init_script(
        "new PerformanceObserver((list) => { for (const each of list.getEntries())"
        " window.moved = (window.moved ?? 0) + each.value; })"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(f"{live_server}/search/?q=convoy")
    expect(page.locator(".facet__list").first).to_be_visible()
    assert page.evaluate("window.moved ?? 0") == 0
    assert page.evaluate(OVERFLOW) == 0
