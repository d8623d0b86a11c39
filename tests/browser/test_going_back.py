"""Back after a save: never the page before it, and nothing typed is lost.

A browser keeps a page that it has left as it was, or only what was typed there; both are tried.
"""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import drag, eventually, sign_in, wait_until_saved
from tests.support.acts import act
from tests.support.chromium import find_whole_chromium
from tests.support.factories import make_article, make_claim, make_passage, make_user

# Playwright switches it off, and the shell of Chromium has it not.
NOT_KEEPING = "--disable-back-forward-cache"
IS_REQUIRED = os.environ.get("TWOSOURCE_REQUIRE_ALL") == "1"
WAYS = ["what was typed is kept"]
if find_whole_chromium() or IS_REQUIRED:
    WAYS += ["all is kept"]
KEPT = "This page is out of date. Your input is kept. Reload the page to see the latest changes."
NOTE_HOW = "addEventListener('pageshow', (event) => { window.wasKept = event.persisted; })"
COUNT = "if (origin !== 'null') sessionStorage.loads = Number(sessionStorage.loads ?? 0) + 1"


@pytest.fixture(params=WAYS)
def page(request, browser_type, browser_type_launch_args, live_server):
    """A page of the editor Edith, in a browser that goes back as people's browsers do."""
    options = {}
    if request.param == "all is kept":
        program = find_whole_chromium()
        options = {"executable_path": program, "ignore_default_args": [NOT_KEEPING]}
    browser = browser_type.launch(**browser_type_launch_args | options)
    context = browser.new_context(
        base_url=str(live_server), viewport={"width": 1280, "height": 900}
    )
    complaints = []
    context.on("weberror", lambda failure: complaints.append(str(failure.error)))
    context.add_init_script(f"{NOTE_HOW}; {COUNT}")
    sign_in(context, live_server, make_user("Editors", "edith"))
    page = context.new_page()
    yield page
    browser.close()
    assert complaints == []


@pytest.fixture
def is_kept_whole(request, page):
    return request.node.callspec.params["page"] == "all is kept"


def go_back(page, path, by=1):
    # Not at once: the page that is asked to must be there to answer.
    page.evaluate("by => { setTimeout(() => history.go(-by)); }", by)
    page.wait_for_function("path => decodeURI(location.pathname) === path", arg=path)
    page.wait_for_function("() => document.readyState === 'complete'")


def make_tag(page, name):
    page.get_by_role("link", name="New tag").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Create tag").click()
    page.wait_for_url(f"**/{name}/")


def test_a_page_is_kept_in_either_way(page, is_kept_whole):
    page.goto("/tags/")
    page.evaluate("window.wasHere = true")
    page.goto("/people/")
    go_back(page, "/tags/")

    expected = [True, True, "2"] if is_kept_whole else [None, False, "3"]
    assert page.evaluate("[window.wasHere ?? null, wasKept, sessionStorage.loads]") == expected


def test_back_shows_what_was_saved(page):
    page.goto("/tags/")
    make_tag(page, "convoys")
    go_back(page, "/tags/new/")
    expect(page.get_by_label("Name")).to_have_value("")
    go_back(page, "/tags/")
    expect(page.locator("main").get_by_role("link", name="convoys")).to_have_count(1)


def test_back_shows_a_passage_that_was_saved_by_script(page):
    article = make_article()
    page.goto(article.get_absolute_url())
    drag(page, "The convoy left at dawn")
    page.locator("[data-popup]").wait_for()
    page.keyboard.press("Control+Enter")
    wait_until_saved(page)
    page.goto("/tags/")
    go_back(page, article.get_absolute_url())

    expect(page.locator("[data-passage]")).to_have_count(1)


# The scroll position, the open card, the tag that is filtered by, and the passages that are hidden.
SHOWN = """() => [
  scrollY,
  document.querySelector("[data-passage][data-open] [data-quote]")?.textContent,
  document.querySelector("[data-legend] [aria-current]")?.textContent.trim(),
  [...document.querySelectorAll("mark[data-out]")].map((mark) => mark.textContent)]"""


def test_back_and_forward_show_filter_scroll_and_open_card_as_they_were(page):
    """Also where the page was loaded anew, for something saved on another page."""
    numbers = range(1, 60)
    article = make_article(text="\n\n".join(f"Convoy {n} left at dawn." for n in numbers))
    for number, tag in ((2, "movement"), (30, "movement"), (31, "losses")):
        make_passage(article, f"Convoy {number} left", tags=[tag])
    page.goto(article.get_absolute_url())
    page.locator("[data-legend] a", has_text="movement").click()
    page.locator("mark[data-passages]", has_text="Convoy 30 left").click()
    page.locator("[data-passage][data-open]").wait_for()
    page.evaluate("scrollBy(0, 150)")
    before = page.evaluate(SHOWN)
    assert before[1:] == ["Convoy 30 left", "movement", ["Convoy 31 left"]]
    page.goto("/tags/")
    make_tag(page, "convoys")
    go_back(page, "/tags/new/")
    go_back(page, article.get_absolute_url(), by=2)
    assert eventually(page, lambda: page.evaluate(SHOWN), before) == before

    # Both end.
    page.keyboard.press("Escape")
    after = [before[0], None, None, []]
    assert page.evaluate(SHOWN) == after
    go_back(page, "/tags/", by=-1)
    go_back(page, article.get_absolute_url())
    assert eventually(page, lambda: page.evaluate(SHOWN), after) == after


def test_back_to_a_form_that_was_saved_shows_the_claim_of_now(page):
    """What was typed then is saved: in the form of now it would undo a colleague's change."""
    claim = make_claim("Kabul fell")
    edit = f"/claims/{claim.public_id}/edit/"
    page.goto(edit)
    page.get_by_label("Statement").fill("Herat fell")
    page.get_by_role("button", name="Save claim").click()
    page.wait_for_url("**/herat-fell/")
    claim.refresh_from_db()
    facts = {"statement": "Kunduz fell", "attribution": claim.attribution}
    act(make_user(), claim.edit, claim.version, **facts)
    go_back(page, edit)

    expect(page.get_by_label("Statement")).to_have_value("Kunduz fell")
    expect(page.locator("main [name=version]")).to_have_value(str(claim.version))


def test_back_to_a_correction_shows_the_text_of_now(page):
    article = make_article()
    page.goto(f"/articles/{article.public_id}/correct/")
    page.locator("[data-correction] [name=text]").fill("The convoy left at dusk.")
    page.locator("[data-correction] [name=reason]").fill("As printed.")
    page.locator("[data-correction] button:not([data-look])").click()
    page.wait_for_url(f"**{article.get_absolute_url()}")
    go_back(page, f"/articles/{article.public_id}/correct/")

    expect(page.locator("[data-correction] [name=text]")).to_have_value("The convoy left at dusk.")
    article.refresh_from_db()
    expect(page.locator("[data-correction] [name=version]")).to_have_value(str(article.version))


@pytest.mark.parametrize("link", ["", "#main"])
def test_what_was_typed_and_not_sent_stays_and_overwrites_nothing(page, is_kept_whole, link):
    """Also where a link within the page was followed after the typing."""
    claim = make_claim("Kabul fell")
    edit = f"/claims/{claim.public_id}/edit/"
    page.goto(edit)
    page.get_by_label("Statement").fill("Herat fell")
    page.evaluate("(link) => { if (link) location.hash = link; }", link)
    page.goto("/tags/")
    make_tag(page, "convoys")
    facts = {"statement": "Kunduz fell", "attribution": claim.attribution}
    act(make_user(), claim.edit, claim.version, **facts)
    go_back(page, edit, by=3)

    expect(page.get_by_label("Statement")).to_have_value("Herat fell")
    words = [KEPT] if is_kept_whole else []
    expect(page.locator("[data-notice]")).to_have_text(words)
    page.get_by_role("button", name="Save claim").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was overwritten.")
    expect(page.get_by_label("Statement")).to_have_value("Herat fell")


def test_what_was_sent_and_refused_stays(page):
    claim = make_claim("Kabul fell")
    edit = f"/claims/{claim.public_id}/edit/"
    page.goto(edit)
    page.get_by_label("Statement").fill("Herat fell")
    page.get_by_label("When it was said").fill("soon")
    page.get_by_role("button", name="Save claim").click()
    page.locator("[aria-invalid=true]").wait_for()
    go_back(page, edit)

    expect(page.get_by_label("Statement")).to_have_value("Herat fell")


def test_nothing_is_loaded_anew_where_nothing_was_saved(page, is_kept_whole):
    claim = make_claim("Kabul fell")
    edit = f"/claims/{claim.public_id}/edit/"
    page.goto(edit)
    page.get_by_label("Statement").fill("Herat fell")
    page.goto("/tags/")
    go_back(page, edit)

    expect(page.get_by_label("Statement")).to_have_value("Herat fell")
    assert page.evaluate("sessionStorage.loads") == ("2" if is_kept_whole else "3")
    assert page.locator("[data-notice]").count() == 0


def test_back_after_signing_out_shows_no_page_of_a_member(page):
    page.goto("/tags/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    page.evaluate("() => { setTimeout(() => history.back()); }")

    expect(page).to_have_url(re.compile(r"/sign-in/\?next=/tags/$"))
    expect(page.get_by_role("button", name="Sign in")).to_have_count(1)
