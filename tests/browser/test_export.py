"""Exporting what a search shows, from the menu of the page."""

import csv
from threading import Event

import pytest
from django.db import transaction
from playwright.sync_api import expect

from annotations.exports import table as tables
from annotations.models import Passage, PassageTag, Placement
from annotations.views.interchange import exports
from tests.browser.desk import sign_in
from tests.browser.page_faults import faults_shown
from tests.support.factories import EDITORS, make_article, make_passage, make_tag, make_user

NUMBER, SENTENCE = 5_000, "The convoy left. "


def make_passages(by):
    """Passages with the tag “movement”, one for each sentence of a long article."""
    article = make_article(SENTENCE * NUMBER, "Convoys", by=by)
    revision, tag, quote = article.revisions.get(), make_tag("movement", by=by), SENTENCE[:-2]
    with transaction.atomic():
        passages = [Passage(article=article, quote=quote, created_by=by) for _ in range(NUMBER)]
        passages = Passage.objects.bulk_create(passages)
        Placement.objects.bulk_create(
            Placement(
                passage=passage,
                revision=revision,
                start=len(SENTENCE) * number,
                end=len(SENTENCE) * number + len(quote),
                text_length=len(article.text),
            )
            for number, passage in enumerate(passages)
        )
        PassageTag.objects.bulk_create(
            PassageTag(tag=tag, content_object=passage) for passage in passages
        )
        Passage.add_to_index(passages)


def test_all_passages_of_a_search_are_exported(page, live_server):
    by = make_user(EDITORS)
    make_passages(by)
    make_passage(make_article("A convoy was seen.", by=by), "A convoy", by)
    sign_in(page.context, live_server, by)
    page.goto(f"{live_server}/search/?q=tag:movement&group=passages")
    page.locator("summary", has_text="Export").click()
    menu = page.locator("details.export")
    expect(menu).to_contain_text("passages, as on this page")
    with page.expect_download() as download:
        menu.get_by_role("link", name="CSV", exact=True).click()
    assert download.value.suggested_filename == "passages.csv"
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == NUMBER
    assert {(row["quote"], row["tags"], row["state"]) for row in rows} == {
        (SENTENCE[:-2], "movement", "placed")
    }
    assert sorted(int(row["start"]) for row in rows) == list(
        range(0, NUMBER * len(SENTENCE), len(SENTENCE))
    )


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_large_workbook_says_how_far_it_is(browser, live_server, monkeypatch, has_scripts):
    monkeypatch.setattr(exports, "SMALL_ROWS", 1)
    monkeypatch.setattr(tables, "ROWS_PER_PAGE", 1)
    monkeypatch.setattr("annotations.exports.export.ROWS_PER_PAGE", 1)
    by = make_user(EDITORS)
    for word in ("One", "two", "three"):
        make_passage(make_article("One two three.", by=by), word, by, tags=["roads"])
    context = browser.new_context(
        java_script_enabled=has_scripts, viewport={"width": 320, "height": 640}
    )
    sign_in(context, live_server, by)
    page = context.new_page()
    page.goto(f"{live_server}/search/?q=tag:roads&group=passages")
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX", exact=True).click()
        save = page.get_by_role("link", name="Save passages.xlsx")
        if not has_scripts:
            save.click()
    assert download.value.suggested_filename == "passages.xlsx"
    steps = page.locator("[data-workbook] > p")
    expect(steps).to_have_count(4)
    assert [step.is_visible() for step in steps.all()] == [False] * 3 + [True]
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    if has_scripts:
        assert faults_shown(page) == []
    context.close()


def test_the_last_step_is_seen_while_the_workbook_grows(page, live_server, monkeypatch):
    may_end, make_workbook = Event(), exports.make_workbook

    def make_and_wait(export):
        for step in make_workbook(export):
            yield step
            if step.get("rows") == "2":
                assert may_end.wait(60)

    monkeypatch.setattr(exports, "SMALL_ROWS", 1)
    monkeypatch.setattr(tables, "ROWS_PER_PAGE", 1)
    monkeypatch.setattr(exports, "make_workbook", make_and_wait)
    by = make_user(EDITORS)
    for _ in range(3):
        make_passage(make_article(by=by), by=by)
    sign_in(page.context, live_server, by)
    page.goto(f"{live_server}/exports/passages/", wait_until="commit")
    steps = page.locator("[data-workbook] > p")
    expect(steps).to_have_count(2)
    box = steps.nth(1).bounding_box()
    top = "([x, y]) => document.elementFromPoint(x, y).closest('p').textContent.trim()"
    assert page.evaluate(top, [box["x"] + 1, box["y"] + 1]) == "2 rows"
    with page.expect_download():
        may_end.set()
