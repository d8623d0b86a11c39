"""An import of passages in a browser: previewed, stopped, gone on with, undone."""

from playwright.sync_api import expect

from annotations.interchange import jobs, staging
from annotations.models import Passage
from corpus.models import Article
from tests.browser.desk import sign_in
from tests.support.annotation_files import annotated, file_of
from tests.support.factories import TEXT, make_user

OVERFLOW = "document.documentElement.scrollWidth - innerWidth"


def upload(page, live_server):
    entries = [
        annotated("dawn", key=f"d{n}", title=f"Convoy {n}", text=f"{TEXT} Number {n}.")
        for n in range(12)
    ]
    page.goto(f"{live_server}/passages/import/")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "p.jsonl", "mimeType": "text/plain", "buffer": file_of(*entries).read()}
    )
    page.get_by_role("button", name="Preview import").click()


def test_passages_come_in_after_a_preview_stop_go_on_and_are_undone(page, live_server, monkeypatch):
    # One batch a request, so that there is something to see in between.
    monkeypatch.setattr(jobs, "MAX_SECONDS_PER_REQUEST", 0)
    monkeypatch.setattr(staging, "PART_ROWS", 250)
    sign_in(page.context, live_server, make_user())
    page.goto(f"{live_server}/import/")
    page.get_by_role("link", name="Import passages").click()
    upload(page, live_server)
    heading = page.get_by_role("heading", level=2).first
    expect(heading).to_have_text("Preview of the import")
    expect(page.locator(".import__counts")).to_contain_text("at their positions")
    expect(page.locator(".import__counts dd").first).to_have_text("12")
    assert Passage.objects.count() == 0

    # The first batch is written, the second never leaves the browser.
    requests = []

    def let_one_pass(route):
        requests.append(route)
        if len(requests) == 1:
            route.continue_()

    page.context.route("**/move/", let_one_pass)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator(".import__progress")).to_contain_text("3 of 12")
    page.get_by_role("button", name="Stop").click()
    expect(heading).to_have_text("The import was stopped")
    assert Article.objects.present().count() == 0
    page.context.unroute("**/move/")

    page.get_by_role("button", name="Resume").click()
    expect(heading).to_have_text("The import is finished")
    assert Passage.objects.present().count() == 12
    page.get_by_role("link", name="Undo import").click()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(heading).to_have_text("The import was undone")
    expect(page.get_by_role("link", name="Undo import")).to_have_count(0)
    assert Passage.objects.present().count() == Article.objects.present().count() == 0


def test_passages_come_in_without_a_script(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    sign_in(page.context, live_server, make_user())
    upload(page, live_server)
    heading = page.get_by_role("heading", level=2).first
    expect(heading).to_have_text("Comparing the file with the desk")
    page.get_by_role("button", name="Resume").click()
    page.get_by_role("button", name="Import", exact=True).click()
    while heading.text_content().strip() == "Importing":
        page.get_by_role("button", name="Resume").click()
    expect(heading).to_have_text("The import is finished")
    assert Passage.objects.present().count() == 12
    context.close()


def test_its_pages_fit_a_phone(page, live_server):
    page.set_viewport_size({"width": 320, "height": 800})
    sign_in(page.context, live_server, make_user())
    page.goto(f"{live_server}/passages/import/")
    assert page.evaluate(OVERFLOW) == 0
    upload(page, live_server)
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_visible()
    assert page.evaluate(OVERFLOW) == 0
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("link", name="Undo import")).to_be_visible()
    assert page.evaluate(OVERFLOW) == 0
