"""Exporting what a search shows, from the menu of the page."""

import csv

from django.db import transaction
from playwright.sync_api import expect

from annotations.models import Passage, PassageTag, Placement
from tests.browser.desk import sign_in
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
