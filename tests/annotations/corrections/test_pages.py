"""The printed pages of a document: on cards, in exports and citations, and after corrections."""

import csv
import io
import json

import pytest

from annotations.claims.detail import live_detail
from annotations.models import Claim
from annotations.passages.cards import cards_of
from corpus.models import Article, Revision
from corpus.models.correction import correct
from tests.corpus.importing.reading import load, make_record
from tests.support.acts import act
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_evidence,
    make_passage,
    make_published_claim,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell at dawn. Nobody saw it.\n\nThe convoy left at noon. It came back."
PAGES = ((0, "3"), (TEXT.index("The convoy"), "4"))


@pytest.fixture
def article():
    load(make_record(TEXT, pages=PAGES))
    return Article.objects.get()


def card_pages(article, *passages):
    cards = cards_of(article, [passage.pk for passage in passages], make_user())
    return [card.page for card in cards]


def test_card_shows_the_page_of_its_words(article):
    passages = [make_passage(article, quote) for quote in ("Kabul", "saw it.\n\nThe", "came back")]
    assert card_pages(article, *passages) == ["p. 3", "pp. 3–4", "p. 4"]
    page = signed_in().get(article.get_absolute_url())
    assert "pp. 3–4" in text_of(page)


def test_text_without_pages_shows_none():
    article = make_article(TEXT)
    assert card_pages(article, make_passage(article, "Kabul")) == [""]


def test_pages_move_with_a_correction_and_come_back_when_it_is_undone(article):
    passage = make_passage(article, "The convoy left")
    editor = make_user(EDITORS)
    act(editor, correct, article, f"Erratum.\n\n{TEXT}", "As printed.")
    assert card_pages(article, passage) == ["p. 4"]
    [first, second] = Revision.objects.order_by("number")
    moved = [[0, "3"], [10 + PAGES[1][0], "4"]]
    assert (first.pages, second.pages) == ([list(page) for page in PAGES], [[10, "3"], moved[1]])
    act(editor, correct, article, "Nothing of it.", "A mistake.")
    act(editor, correct, article, TEXT, "Back.")
    assert article.revision.pages == first.pages


def test_newer_file_brings_its_own_pages(article):
    url = "https://x.org/1"
    load(make_record(TEXT, url=url, pages=PAGES))
    newer = f"New words.\n\n{TEXT}"
    load(make_record(newer, url=url, pages=((0, "1"), (12, "2"))), update=True)
    updated = Article.objects.get(url=url)
    assert (updated.text, updated.revision.pages) == (newer, [[0, "1"], [12, "2"]])


def test_article_that_came_in_without_pages_gets_them_from_the_same_file():
    record = make_record(TEXT)
    load(record)
    counts = load(make_record(TEXT, content=record.content, pages=PAGES))
    assert (counts.same, counts.new) == (1, 0)
    article = Article.objects.get()
    assert article.revision.pages == [list(page) for page in PAGES]


def test_exports_name_the_page(article):
    make_passage(article, "The convoy left", tags=["convoys"])
    make_passage(article, "saw it.\n\nThe")
    browser = signed_in()

    def body(address):
        answer = browser.get(address)
        return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()

    rows = csv.DictReader(io.StringIO(body("/passages.csv?bom=0")))
    assert [row["page"] for row in rows] == ["3–4", "4"]
    assert [json.loads(line)["page"] for line in body("/passages.json").splitlines()] == [
        "3–4",
        "4",
    ]
    lines = [json.loads(line) for line in body("/passages.twosource").splitlines()]
    assert [line["passage"]["page"] for line in lines if "passage" in line] == ["4", "3–4"]
    annotations = json.loads(body("/passages.jsonld"))["first"]["items"]
    assert [each["ts:page"] for each in annotations] == ["4", "3–4"]


def test_claim_cites_the_page_and_its_publication_freezes_it(article):
    passage = make_passage(article, "The convoy left")
    evidence = make_evidence(passage=passage)
    parts = live_detail(evidence.claim).page.groups[0].parts
    assert [part.page for part in parts] == ["p. 4"]
    assert ", p. 4" in text_of(signed_in().get(evidence.claim.get_absolute_url()))

    published = make_published_claim("It left", passage=passage)
    act(make_user(EDITORS), correct, article, "The convoy left at noon.", "Shorter.")
    frozen = Claim.objects.get(pk=published.pk).publication.content
    assert [part["page"] for part in frozen["evidence"]] == ["4"]


def test_publication_without_pages_is_frozen_as_before():
    record = make_published_claim().publication.content
    assert "page" not in record["evidence"][0]
