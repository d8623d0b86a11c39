"""The pages of an import: a folder of twenty-one files, and the problems of a finished one."""

import pytest
from playwright.sync_api import expect

from corpus.models import Article
from tests.browser.desk import sign_in
from tests.corpus.importing.reading import jsonl, long_text, make_job, zipped
from tests.support.factories import ANALYSTS, EDITORS, make_user


def test_folder_is_dropped_or_chosen_and_its_files_are_checked_mended_and_read(
    page, live_server, tmp_path
):
    sign_in(page.context, live_server, make_user(ANALYSTS))
    folder = tmp_path / "Reports"
    (folder / "März").mkdir(parents=True)
    for n in range(20):
        text = f"Title: Report {n}\nSource: The Wire\n\n{long_text(n)}"
        (folder / f"März/{n:02}.txt").write_text(text)
    (folder / "song.mp3").write_bytes(b"ID3")
    page.goto(f"{live_server}/import/")
    notice = page.locator("[data-chosen-files]")
    page.locator("h1").evaluate(
        """(place) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["One."], "note.txt"));
          dataTransfer.items.add(new File(["Two."], "note.txt"));
          const options = { dataTransfer, bubbles: true, cancelable: true };
          place.dispatchEvent(new DragEvent("drop", options));
        }"""
    )
    expect(notice).to_have_text("2 files, 1 kB: note (2).txt, note.txt")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a folder").click()
    chooser.value.set_files(folder)
    expect(notice).to_contain_text("Folder Reports: 21 files, ")
    page.get_by_role("button", name="Preview", exact=True).click()
    # The page reads on by itself.
    expect(page.get_by_role("heading", level=1)).to_contain_text("Reports")
    articles = page.get_by_role("group")
    expect(articles).to_have_count(20, timeout=30_000)
    expect(page.get_by_text("März/00.txt", exact=True)).to_be_visible()
    first, last = articles.first, articles.last
    first.get_by_label("Title").fill("Mended")
    last.get_by_label("Leave out").check()
    assert Article.objects.count() == 0
    page.get_by_role("button", name="Import", exact=True).click()
    heading = page.get_by_role("heading", level=2).first
    expect(heading).to_have_text("The import is finished", timeout=30_000)
    expect(page.locator(".import__counts dd").first).to_have_text("19")
    page.get_by_role("link", name="View articles").click()
    page.get_by_role("link", name="Mended").click()
    expect(page.locator("[data-article-text]")).to_contain_text(long_text(0)[:60])
    titles = set(Article.objects.values_list("title", flat=True))
    assert titles == {"Mended"} | {f"Report {n}" for n in range(1, 19)}


@pytest.mark.parametrize("width", [1280, 360])
def test_problems_of_an_import_are_read_without_scrolling_sideways(page, live_server, width):
    editor = make_user(EDITORS)
    sign_in(page.context, live_server, editor)
    rows = [{"text": "One.", "url": "no address"}, {"text": "", "title": "Two"}]
    name = "export-of-a-whole-year.jsonl"
    page.set_viewport_size({"width": width, "height": 800})
    job = make_job(zipped({name: jsonl(*rows)}), name="year.zip", format="zip", by=editor)
    page.goto(f"{live_server}{job.get_absolute_url()}")
    expect(page.get_by_role("heading", name="The import is finished")).to_be_visible()
    problems = page.locator(".import__problems")
    cells = problems.get_by_role("row").nth(1).get_by_role("cell")
    expect(cells.nth(0)).to_have_text(f"{name}, line 1")
    assert problems.evaluate("(table) => table.scrollWidth - table.clientWidth") == 0
