"""A ZIP archive of twenty files, from the upload over the preview to reading."""

from playwright.sync_api import expect

from corpus.models import Article
from tests.browser.desk import sign_in
from tests.corpus.importing.reading import long_text, zipped
from tests.support.factories import ANALYSTS, make_user


def test_archive_of_twenty_files_is_checked_mended_and_read(page, live_server):
    sign_in(page.context, live_server, make_user(ANALYSTS))
    files = {
        f"{n:02}.txt": f"Title: Report {n}\nSource: The Wire\n\n{long_text(n)}" for n in range(20)
    }
    page.goto(f"{live_server}/import/")
    page.get_by_label("File").set_input_files(
        {"name": "reports.zip", "mimeType": "application/zip", "buffer": zipped(files)}
    )
    page.get_by_role("button", name="Preview", exact=True).click()
    # The page reads on by itself.
    articles = page.get_by_role("group")
    expect(articles).to_have_count(20, timeout=30_000)
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
