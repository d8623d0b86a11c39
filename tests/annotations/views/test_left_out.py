"""What the reader of pages left out, from the line at the article to the saved correction."""

import io
import json

import pytest

from annotations.corrections.left_out import REASON, number_left_out
from corpus.models import Article, Retrieval, Revision, Snapshot
from corpus.models.correction import correct
from corpus.readers.formats import read_articles
from tests.corpus.importing.reading import load
from tests.support.acts import act
from tests.support.claim_pages import links_of, signed_in, text_of
from tests.support.factories import EDITORS, make_article, make_passage, make_user
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

ONE = "The ministry said on Thursday that the road had been closed after the river rose."
TWO = "Two drivers told our reporter that lorries had passed the bridge on Wednesday evening."
THREE = "The council will meet on Monday to decide whether the weir is opened, the mayor said."
CAPTION = "The bridge on Monday, as it was seen from the town hall."
CREDIT = "Additional reporting for this story came from our office in the capital city."
TEXT = f"{ONE}\n\n{TWO}\n\n{THREE}"


def caption(text):
    return f"<figure><figcaption>{text}</figcaption></figure>"


PAGE = (
    "<!doctype html><html><head><title>Road closed</title></head><body><article>"
    f"<p>{ONE}</p>{caption(CAPTION)}<p>{TWO}</p><p>{THREE}</p>{caption(CREDIT)}"
    "</article></body></html>"
)


@pytest.fixture
def editor():
    return signed_in(EDITORS)


def imported(content, form):
    records = read_articles(io.BytesIO(content.encode()), "name", form)
    load(*records, by=make_user(EDITORS))
    return Article.objects.latest("pk")


@pytest.fixture
def article():
    return imported(PAGE, "html")


def as_formerly(article):
    """The article as a former release left it, which kept nothing of what was left out."""
    Retrieval.objects.filter(article=article).update(left_out=None)
    return article


def address(article):
    return f"/articles/{article.public_id}/left-out/"


def line_of(browser, article):
    """The words of the link at the article, None without one."""
    page = parse(browser.get(article.get_absolute_url()))
    links = [each for each in page.iter("a") if each.get("href") == address(article)]
    return " ".join("".join(links[0].itertext()).split()) if links else None


def keys(browser, article):
    page = parse(browser.get(address(article)))
    boxes = [each for each in page.iter("input") if each.get("type") == "checkbox"]
    return [each.get("value") for each in boxes]


def take_in(browser, article, *chosen):
    """The page of the correction with the chosen blocks."""
    response = browser.get(address(article), {"take": ["-", *chosen]})
    assert response.status_code == 302
    return response.url, browser.get(response.url)


def fields_of(response):
    page = parse(response)
    [text] = [each for each in page.iter("textarea") if each.get("name") == "text"]
    inputs = {each.get("name"): each.get("value") for each in page.iter("input")}
    return {
        "text": "".join(text.itertext()),
        **{name: inputs[name] for name in ("reason", "version", "revision")},
    }


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (PAGE, "html"),
        (json.dumps({"html": PAGE}), "jsonl"),
        (f'html\n"{PAGE}"\n', "csv"),
    ],
)
def test_an_article_tells_those_who_may_correct_it_how_many_blocks_it_lacks(editor, content, form):
    article = imported(content, form)

    assert article.text == TEXT
    assert line_of(editor, article) == "2 blocks left out"
    assert line_of(signed_in(), article) is None


def test_an_article_that_lacks_nothing_has_no_line(editor):
    page = PAGE.replace(caption(CAPTION), "").replace(caption(CREDIT), "")
    assert line_of(editor, imported(page, "html")) is None
    assert line_of(editor, imported("The convoy left at dawn.", "text")) is None
    assert line_of(editor, make_article()) is None


def test_blocks_are_shown_with_the_sentences_around_them(editor, article):
    words = text_of(editor.get(address(article)))

    assert f"Before {ONE} {CAPTION} After {TWO} Before {THREE} {CREDIT} Take in Cancel" in words


def test_chosen_blocks_come_into_the_text_by_a_correction_with_its_preview(editor, article):
    passage = make_passage(article, "Two drivers")
    first, second = keys(editor, article)

    url, page = take_in(editor, article, first, second)

    corrected = f"{ONE}\n\n{CAPTION}\n\n{TWO}\n\n{THREE}\n\n{CREDIT}"
    fields = {"text": corrected, "reason": REASON, "version": "1", "revision": "1"}
    assert fields_of(page) == fields
    assert "Passages: 1 moves" in text_of(page)
    assert "Edit conflict" not in text_of(page)
    assert Revision.objects.filter(article=article).count() == 1

    assert editor.post(url, fields).status_code == 303
    article.refresh_from_db()
    assert (article.text, article.revision.reason) == (corrected, "taken from the saved page")
    placement = passage.placements.latest("pk")
    assert (placement.revision.number, corrected[placement.start : placement.end]) == (
        2,
        "Two drivers",
    )
    assert line_of(editor, article) is None


def test_what_is_in_the_text_is_not_listed_again(editor, article):
    first, second = keys(editor, article)
    url, page = take_in(editor, article, second)
    editor.post(url, fields_of(page))

    assert keys(editor, article) == [first]
    assert line_of(editor, article) == "1 block left out"
    # A link of before opens the correction as any.
    assert fields_of(editor.get(url))["reason"] == ""


def test_choosing_nothing_tells_so(editor, article):
    response = editor.get(address(article), {"take": ["-"]})

    assert response.status_code == 422
    assert "Nothing was taken in. Select at least one block." in text_of(response)


def test_a_correction_meanwhile_is_an_edit_conflict(editor, article):
    url, page = take_in(editor, article, keys(editor, article)[0])
    act(make_user(EDITORS), correct, article, f"{TEXT} Again.", "As printed.")

    response = editor.post(url, fields_of(page))

    assert response.status_code == 409
    assert article.revisions.count() == 2


def test_a_block_whose_place_was_corrected_is_put_at_the_end_and_the_page_tells_so(editor, article):
    act(make_user(EDITORS), correct, article, "The road is closed.", "As printed.")

    assert text_of(editor.get(address(article))).count("It is put at the end") == 2
    _, page = take_in(editor, article, keys(editor, article)[0])
    assert fields_of(page)["text"] == f"The road is closed.\n\n{CAPTION}"


def test_a_page_that_a_former_release_imported_is_read_when_it_is_asked_for(editor, article):
    before = keys(editor, article)
    as_formerly(article)

    assert line_of(editor, article) == "Look for blocks left out"
    assert keys(editor, article) == before
    _, page = take_in(editor, article, *before)
    assert fields_of(page)["text"] == f"{ONE}\n\n{CAPTION}\n\n{TWO}\n\n{THREE}\n\n{CREDIT}"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", "text/html"),
        (b"<html>", "text/html; charset=utf-8"),
        (b"\xff\x00\xfe", "text/html"),
        (PAGE.encode(), "text/plain"),
        (json.dumps({"html": PAGE}).encode(), "application/json"),
    ],
)
def test_former_bytes_that_are_no_readable_page_lack_nothing(editor, content, media_type):
    article = make_article(text=TEXT)
    snapshot = Snapshot.objects.keep(content, media_type)
    Retrieval.objects.create(article=article, snapshot=snapshot)

    response = editor.get(address(article))

    assert "The text lacks no sentence of the saved page." in text_of(response)
    assert links_of(response).count(article.get_absolute_url()) == 2


def test_the_newest_saved_page_counts(editor, article):
    page = PAGE.replace(caption(CAPTION), "")
    Retrieval.objects.create(
        article=article, snapshot=Snapshot.objects.keep(page.encode(), "text/html")
    )

    assert len(keys(editor, article)) == 1


def test_the_line_costs_one_query(editor, article, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert number_left_out(article) == 2
