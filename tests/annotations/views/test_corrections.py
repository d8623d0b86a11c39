"""The page that corrects a text: what it shows before saving, what it refuses, what it saves."""

import re

import pytest

from annotations.models import Passage
from corpus.models import Article, Revision
from corpus.models.correction import correct
from tests.support.acts import act
from tests.support.claim_pages import links_with_text, signed_in, text_of
from tests.support.factories import (
    ANALYSTS,
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_user,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell at dawn, he said.\n\nNobody saw it return.\n\nThe road to Herat was cut."
CORRECTED = TEXT.replace("Nobody saw it return.\n\n", "").replace("at dawn", "at noon")


@pytest.fixture
def editor():
    return signed_in(EDITORS)


@pytest.fixture
def article():
    article = make_article(text=TEXT)
    for quote in ("Kabul fell", "fell at dawn, he said", "Nobody saw it return", "The road"):
        make_passage(article, quote)
    return article


def post(browser, article, text=CORRECTED, *, version=1, reason="As printed.", **more):
    data = {"text": text, "reason": reason, "version": version, **more}
    headers = {"HX-Request": "true"} if data.pop("by_script", False) else {}
    return browser.post(f"/articles/{article.public_id}/correct/", data, headers=headers)


def saved(article):
    return [(row.number, row.text) for row in Revision.objects.filter(article=article)]


def test_page_holds_the_text_as_it_is_and_its_version(editor):
    article = make_article(text="\n\nKabul <fell>.\n\n  Nobody & no one. ")
    page = parse(editor.get(f"/articles/{article.public_id}/correct/"))

    [field] = [each for each in page.iter("textarea") if each.get("name") == "text"]
    assert "".join(field.itertext()) == article.text
    hidden = {each.get("name"): each.get("value") for each in page.iter("input")}
    assert (hidden["version"], hidden["revision"]) == ("1", "1")


def test_preview_says_what_will_happen_and_saves_nothing(editor, article):
    make_evidence(make_claim("Nobody came back"), Passage.objects.get(quote__startswith="Nobody"))

    answer = post(editor, article, reason="", preview="1")

    assert answer.status_code == 200
    words = text_of(answer)
    assert "1 moves, 2 need review, 1 is lost" in words
    assert "evidence for Nobody came back" in words
    assert "Say in a few words" not in words
    assert saved(article) == [(1, TEXT)]
    page = parse(answer)
    assert ["".join(each.itertext()) for each in page.iter("del")] == [
        "dawn",
        "Nobody saw it return.¶\n¶\n",
    ]
    assert ["".join(each.itertext()) for each in page.iter("ins")] == ["noon"]


def test_preview_for_the_script_is_the_same_as_a_fragment(editor, article):
    fragment = post(editor, article, reason="", preview="1", by_script=True).content.decode()

    assert "<html" not in fragment
    assert "1 moves, 2 need review, 1 is lost" in fragment
    # Old and new context of what needs review stand beside each other.
    marks = re.findall(r"<mark>([^<]*)</mark>", fragment)
    assert marks[:4] == [
        *("Kabul fell", "Kabul fell"),
        *("fell at dawn, he said", "fell at noon, he said"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [(TEXT, "nothing to correct"), (" \r\n ", "empty"), ("", "empty"), ("A\x00B", "NUL")],
)
def test_what_cannot_be_saved_is_said_in_preview_and_on_saving(editor, article, text, words):
    for more in ({"preview": "1"}, {"preview": "1", "by_script": True}, {}):
        answer = post(editor, article, text, **more)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert saved(article) == [(1, TEXT)]


def test_saving_makes_the_next_revision_of_what_a_browser_sends(editor, article):
    answer = post(editor, article, CORRECTED.replace("\n", "\r\n"))

    assert (answer.status_code, answer["Location"]) == (303, article.get_absolute_url())
    assert saved(article) == [(1, TEXT), (2, CORRECTED)]
    revision = article.revisions.get(number=2)
    assert (revision.reason, revision.created_by) == (
        "As printed.",
        Article.history.latest().history_user,
    )


def test_a_reason_and_a_version_are_asked_for(editor, article):
    for wrong in ({"reason": " "}, {"version": ""}, {"version": "x"}, {"reason": "x" * 501}):
        assert post(editor, article, **wrong).status_code == 422
    assert saved(article) == [(1, TEXT)]


def test_a_stale_form_gets_both_texts_and_overwrites_nothing(editor, article):
    theirs = TEXT.replace("Herat", "Kunduz")
    act(make_user(EDITORS, "colleague"), correct, article, theirs, "It was Kunduz.")

    answer = post(editor, article, version=1, revision=1)

    assert answer.status_code == 409
    assert saved(article) == [(1, TEXT), (2, theirs)]
    words = text_of(answer)
    assert "Edit conflict: changed by somebody else meanwhile" in words
    assert "colleague saved revision 2" in words
    assert "It was Kunduz." in words
    page = parse(answer)
    fields = ["".join(each.itertext()) for each in page.iter("textarea")]
    assert fields == [theirs, CORRECTED]
    cut = ["".join(each.itertext()) for each in page.iter("del")]
    # What they changed, then what saving mine would change in theirs.
    assert cut == ["Herat", "dawn", "Nobody saw it return.¶\n¶\n", "Kunduz"]
    hidden = {each.get("name"): each.get("value") for each in page.iter("input")}
    assert (hidden["version"], hidden["reason"]) == ("2", "As printed.")
    assert post(editor, article, version=2).status_code == 303
    assert saved(article)[2] == (3, CORRECTED)


def test_a_form_that_is_stale_for_another_reason_says_so(editor, article):
    Article.objects.filter(pk=article.pk).update(version=2)

    answer = post(editor, article, version=1, revision=1)

    assert answer.status_code == 409
    assert "Other details of the article were changed." in text_of(answer)
    assert saved(article) == [(1, TEXT)]


def test_preview_of_a_stale_form_says_so(editor, article):
    act(make_user(EDITORS), correct, article, TEXT.replace("Herat", "Kunduz"), "It was Kunduz.")

    answer = post(editor, article, version=1, preview="1", by_script=True)

    assert (
        "Edit conflict: somebody else corrected this article meanwhile" in answer.content.decode()
    )


def test_a_deleted_article_is_not_there_to_be_corrected(editor, article):
    act(make_user(EDITORS), article.remove)

    assert editor.get(f"/articles/{article.public_id}/correct/").status_code == 404
    assert post(editor, article).status_code == 410


@pytest.mark.parametrize(
    ("group", "offered"),
    [(EDITORS, "Correct the text"), (ANALYSTS, "Propose a correction"), (None, None)],
)
def test_page_offers_what_the_member_may_do(article, group, offered):
    links = links_with_text(signed_in(group).get(article.get_absolute_url()))
    address = f"/articles/{article.public_id}/correct/"
    assert [text for href, text in links if href == address] == ([offered] if offered else [])


def test_nothing_typed_becomes_markup(editor):
    article = make_article(text="Kabul fell.")
    make_passage(article, "Kabul")

    answer = post(editor, article, "<script>alert(1)</script> & Kabul fell.", preview="1")

    assert "<script>alert" not in answer.content.decode()
    inserted = ["".join(each.itertext()) for each in parse(answer).iter("ins")]
    assert inserted == ["<script>alert(1)</script> & "]


def test_a_preview_asks_a_fixed_number_of_questions(editor, django_assert_max_num_queries):
    few, many = make_article(text=TEXT), make_article(text=TEXT)
    for article, number in ((few, 1), (many, 12)):
        for _ in range(number):
            for quote in ("Kabul fell", "Nobody saw it return", "The road"):
                make_passage(article, quote)
    for article in (few, many):
        with django_assert_max_num_queries(9):
            post(editor, article, preview="1", by_script=True)
