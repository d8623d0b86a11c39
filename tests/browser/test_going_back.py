"""Back after a save: never the page before it, and nothing typed is lost.

A browser keeps a page it has left as it was, or its bytes alone; both are tried.
"""

import pytest

from annotations.models import Claim, Passage, Tag
from corpus.models import Article
from tests.browser.desk import drag, sign_in
from tests.factories import make_claim, make_passage, make_user

# Playwright switches it off.
KEEPING = "--disable-back-forward-cache"
COUNT_LOADS = "sessionStorage.loads = Number(sessionStorage.loads ?? 0) + 1"


@pytest.fixture(params=["kept as it was", "kept as bytes"])
def page(request, browser_type, browser_type_launch_args, live_server):
    """A page of the editor Edith, in a browser that goes back as people's browsers do."""
    is_kept = request.param == "kept as it was"
    options = {"ignore_default_args": [KEEPING]} if is_kept else {}
    with_browser = browser_type.launch(**browser_type_launch_args, **options)
    context = with_browser.new_context(base_url=str(live_server))
    context.add_init_script("addEventListener('pageshow', (e) => { window.cameBack = e.persisted; })")
    complaints = []
    context.on("weberror", lambda failure: complaints.append(str(failure.error)))
    page = context.new_page()
    page.is_kept = is_kept
    yield page
    with_browser.close()
    assert complaints == []


@pytest.fixture
def editor(page, live_server):
    editor = make_user("Editors", "edith")
    sign_in(page.context, live_server, editor)
    return editor


def go_back(page, path):
    """Back, and wait until what is shown is what will stay."""
    page.evaluate("history.back()")
    page.wait_for_url(f"**{path}")
    page.wait_for_load_state("networkidle")


def test_pages_are_kept_in_the_two_ways(page, editor):
    page.goto("/tags/")
    page.evaluate("window.wasHere = true")
    page.goto("/people/")
    go_back(page, "/tags/")

    assert page.evaluate("[window.wasHere, window.cameBack]") == (
        [True, True] if page.is_kept else [None, False]
    )


def test_the_list_shows_what_was_saved(page, editor):
    page.goto("/tags/")
    page.get_by_role("link", name="New tag").click()
    page.get_by_label("Name").fill("convoys")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/convoys/")
    go_back(page, "/tags/new/")
    assert page.get_by_label("Name").input_value() == ""
    go_back(page, "/tags/")
    assert page.locator("main").get_by_role("link", name="convoys").count() == 1
