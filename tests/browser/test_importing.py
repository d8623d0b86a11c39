"""Importing articles in a browser: by the page that asks for more, by a button, by pasting."""

import pytest
from playwright.sync_api import expect

from corpus.importing import jobs
from corpus.models import Article, ImportJob
from tests.browser.desk import sign_in
from tests.corpus.importing.reading import jsonl, long_text
from tests.support.factories import EDITORS, make_user

ROWS = [
    {
        "headline": f"Title {n}",
        "body": long_text(n),
        "site": "The Wire",
        "link": f"https://x.org/{n}",
    }
    for n in range(30)
]


@pytest.fixture
def editor(live_server, monkeypatch):
    # Batches of five, one a request, so that there is something to see in between.
    monkeypatch.setattr(jobs, "BATCH_SIZE", 5)
    monkeypatch.setattr(jobs, "MOVE_SECONDS", -1)
    return make_user(EDITORS)


def choose(page, server, content):
    page.goto(f"{server}/articles/")
    page.get_by_role("main").get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("File").set_input_files(
        {"name": "news.jsonl", "mimeType": "application/json", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Upload").click()


def test_import_goes_on_by_itself_and_where_it_was_when_the_page_was_closed(
    page, live_server, editor
):
    sign_in(page.context, live_server, editor)
    choose(page, live_server, jsonl(*ROWS[:20]) + "{broken\n" + jsonl(*ROWS[20:], ROWS[3]))
    # What the columns are called is recognised.
    expect(page.get_by_label("Text", exact=True)).to_have_value("body")
    expect(page.get_by_label("Address")).to_have_value("link")
    moves = []
    # The second step waits until the page is closed, so that the first one is there to be seen.
    page.route("**/move/", lambda route: moves.append(route) or moves[1:] or route.continue_())
    page.get_by_role("button", name="Import", exact=True).click()
    # The counts move without anybody's doing; the button for those without a script is gone.
    expect(page.locator(".import__counts")).to_contain_text("New 5")
    expect(page.get_by_role("button", name="Resume")).to_have_count(0)
    address = page.url
    job = ImportJob.objects.get()
    assert (job.is_running, job.new_count) == (True, 5)
    # The step that waits may reach the server while the page closes.
    page.close()

    again = page.context.new_page()
    again.goto(address)
    expect(again.get_by_role("heading", level=2).first).to_have_text("The import is finished")
    counts = again.locator(".import__counts dd")
    expect(counts).to_have_text(["30", "1", "1"])
    expect(again.locator(".import__problems tbody tr")).to_contain_text("line 21")
    expect(again.get_by_role("link", name="The Wire")).to_be_visible()
    assert Article.objects.count() == 30
    lefts = {each.bounding_box()["x"] for each in again.locator("main h1, main h2").all()}
    assert len(lefts) == 1


def test_without_a_script_a_button_goes_on(browser, live_server, editor):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    sign_in(context, live_server, editor)
    page = context.new_page()
    choose(page, live_server, jsonl(*ROWS[:8]))
    page.get_by_role("button", name="Import", exact=True).click()
    for state in ("New 5", "New 8"):
        page.get_by_role("button", name="Resume").click()
        expect(page.locator(".import__counts")).to_contain_text(state)
    expect(page.get_by_role("heading", level=2).first).to_have_text("The import is finished")

    page.goto(f"{live_server}/import/paste/")
    page.get_by_label("Text", exact=True).fill(ROWS[0]["body"])
    page.get_by_label("Source").fill("The Paper")
    page.get_by_role("button", name="Save article").click()
    # Another source carries the same text.
    expect(page.locator(".near-duplicates")).to_contain_text(
        "Also published by 1 other source, 100% the same"
    )
    page.locator("summary").filter(has_text="Details").click()
    page.locator(".near-duplicates").get_by_role("link", name="Title 0").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Title 0")
    context.close()
