"""Earlier texts of an article, and what two of them differ in."""

import pytest

from annotations.reading.page import load_reading
from corpus.models.correction import correct
from tests.support.acts import act
from tests.support.claim_pages import links_of, signed_in, text_of
from tests.support.crowd import make_crowd
from tests.support.factories import EDITORS, make_article, make_passage, make_user
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell at dawn, he said.\n\nNobody saw it return.\n\nThe road to Herat was cut."


@pytest.fixture
def member():
    return signed_in()


@pytest.fixture
def article():
    article = make_article(text=TEXT)
    make_passage(article, "Nobody saw it return")
    make_passage(article, "The road")
    editor = make_user(EDITORS, "editor")
    text = TEXT.replace("Nobody saw it return.\n\n", "")
    act(editor, correct, article, text, "It was not printed.")
    make_passage(article, "Herat")
    return article


def drawn(answer):
    page = parse(answer)
    [text] = [each for each in page.iter("div") if each.get("data-article-text") is not None]
    marks = ["".join(mark.itertext()) for mark in text.iter("mark")]
    return "".join(text.itertext()), marks


def test_earlier_text_is_shown_with_its_passages_as_they_stood(member, article):
    answer = member.get(f"{article.get_absolute_url()}?rev=1")

    assert drawn(answer) == (TEXT.replace("\n\n", ""), ["Nobody saw it return", "The road"])
    words = text_of(answer)
    assert "You are reading revision 1 of 2" in words
    page = parse(answer)
    assert [
        each for each in page.iter("template") if each.get("data-popup-offers") is not None
    ] == []
    assert "Tag a passage by its quote" not in words
    cards = [each.get("id") for each in page.iter("li") if each.get("data-passage") is not None]
    assert cards == [f"--p-{passage.public_id}" for passage in article.passages.order_by("pk")[:2]]


def test_revision_of_today_is_the_page_itself(member, article):
    answer = member.get(f"{article.get_absolute_url()}?rev=2")

    assert drawn(answer)[1] == ["The road", "Herat"]
    assert "You are reading revision" not in text_of(answer)


@pytest.mark.parametrize("number", ["0", "3", "x", "-1", str(2**70)])
def test_a_revision_that_is_not_there_is_not_found(member, article, number):
    assert member.get(f"{article.get_absolute_url()}?rev={number}").status_code == 404


def test_folded_cards_of_an_earlier_text_are_fetched_from_it(member):
    article = make_crowd(100, words=400)
    act(make_user(EDITORS), correct, article, "Nothing is left of it.", "A test.")

    page = parse(member.get(f"{article.get_absolute_url()}?rev=1"))

    [cards] = [each for each in page.iter("ol") if each.get("data-cards") is not None]
    assert cards.get("data-url") == f"/articles/{article.public_id}/passages/?rev=1"
    fold = next(each for each in cards if each.get("data-fold"))
    in_text = list(load_reading(article.revisions.get(number=1)).starts)
    first = in_text.index(fold.get("id").removeprefix("--p-"))
    ids = in_text[first : first + int(fold.get("data-fold"))]
    fragment = member.get(f"/articles/{article.public_id}/passages/?rev=1&ids={'+'.join(ids)}")
    assert fragment.content.decode().count("data-passage>") == len(ids)
    today = member.get(f"/articles/{article.public_id}/passages/?ids={'+'.join(ids)}")
    assert today.content.decode().count("data-passage>") == 0
    [link] = [each.get("href") for each in fold.iter("a")]
    assert link == f"{article.get_absolute_url()}?rev=1&cards={ids[0]}#--p-{ids[0]}"


def test_facts_name_the_corrections_and_link_the_texts(member, article):
    text = article.text + " Nobody knew."
    act(make_user(EDITORS, "second"), correct, article, text, "A line more.")

    answer = member.get(article.get_absolute_url())

    words = text_of(answer)
    for said in (
        "Revision 3 by second",
        "A line more.",
        "Revision 2 by editor",
        "It was not printed.",
    ):
        assert said in words
    links = links_of(answer)
    assert f"{article.get_absolute_url()}?rev=2" in links
    assert f"/articles/{article.public_id}/revisions/" in links


def test_list_compares_the_last_two_or_those_that_are_asked_for(member, article):
    text = article.text.replace("Herat", "Kunduz")
    act(make_user(EDITORS), correct, article, text, "It was Kunduz.")
    address = f"/articles/{article.public_id}/revisions/"

    def compared(query):
        page = parse(member.get(address + query))
        return [["".join(each.itertext()) for each in page.iter(kind)] for kind in ("del", "ins")]

    assert compared("") == compared("?old=2&new=3") == [["Herat"], ["Kunduz"]]
    assert compared("?old=3&new=1") == compared("?old=1&new=3")
    assert compared("?old=1&new=3") == [["Nobody saw it return.¶\n¶\n", "Herat"], ["Kunduz"]]
    for nothing in ("?old=2&new=2", "?old=1&new=9", f"?new={2**70}"):
        assert member.get(address + nothing).status_code == 200
    assert compared("?old=2&new=2") == [[], []]
    words = text_of(member.get(address))
    assert "It was not printed." in words
    assert "as imported" in words


def test_a_text_that_was_never_corrected_says_so(member):
    article = make_article(text=TEXT)
    answer = member.get(f"/articles/{article.public_id}/revisions/")
    assert "The text has not been corrected." in text_of(answer)
    assert "Corrected" not in text_of(member.get(article.get_absolute_url()))
