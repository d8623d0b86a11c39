"""Claims say when a quote no longer stands in the text of today; publications stay as they were."""

import pytest
from django.test import Client

from annotations.corrections import review
from annotations.corrections.quote_status import GONE, IN_REVIEW, REWORDED
from corpus.models.correction import correct
from tests.support.acts import act
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_passage,
    make_published_claim,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = (
    "Kabul fell at dawn, he said.\n\nNobody saw it return.\n\nThe road to Herat was cut."
    + " x" * 900
)


def test_members_and_strangers_read_what_became_of_a_quote():
    article, editor = make_article(text=TEXT), make_user(EDITORS)
    passage = make_passage(article, "Nobody saw it return")
    claim = make_published_claim("Nobody came back", passage=passage)
    record = claim.publication.record

    def said():
        pages = [text_of(one.get(claim.get_absolute_url())) for one in (signed_in(), Client())]
        told = [{words for words in (GONE, IN_REVIEW, REWORDED) if words in page} for page in pages]
        assert all("Nobody saw it return" in page for page in pages)
        assert told[0] == told[1]
        return told[0]

    assert said() == set()
    act(editor, correct, article, f"KABUL. {TEXT}", "The place was missing.")
    assert said() == set()
    text = article.text.replace("Nobody", "Nobody there")
    act(editor, correct, article, text, "A word was missing.")
    assert said() == {IN_REVIEW}
    act(editor, review.confirm, passage, revision=3, version=1)
    assert said() == {REWORDED}
    act(editor, correct, article, article.text.replace("Nobody there saw it return.", ""), "Cut.")
    assert said() == {GONE}
    claim.refresh_from_db()
    assert claim.publication.record == record


def test_a_quote_whose_signs_alone_were_changed_reads_as_before():
    text = f'He said "nobody saw it return" - twice.\n\n{TEXT}'
    article, editor = make_article(text=text), make_user(EDITORS)
    passage = make_passage(article, '"nobody saw it return" - twice')
    claim = make_published_claim("Nobody came back", passage=passage)
    act(editor, correct, article, text.replace(' "', " “").replace('" - ', "”—"), "Signs.")
    [placement] = passage.current_placements()
    assert (placement.state, placement.start, placement.end) == ("placed", 8, 36)
    page = text_of(Client().get(claim.get_absolute_url()))
    assert [words for words in (GONE, IN_REVIEW, REWORDED) if words in page] == []


def test_an_unchanged_page_asks_of_quotes_only_where_an_article_was_corrected(
    client, django_assert_num_queries
):
    article, editor = make_article(text=TEXT), make_user(EDITORS)
    claim = make_published_claim("No return", passage=make_passage(article, "Nobody saw it return"))
    address = claim.get_absolute_url()
    # Of another article of the same author's; its passage is no evidence here.
    other = make_article(text=TEXT)
    make_passage(other, "Kabul fell at dawn")
    act(editor, correct, other, f"KABUL. {TEXT}", "The place was missing.")

    def again(tag, queries):
        with django_assert_num_queries(queries):
            answer = client.get(address, headers={"If-None-Match": tag})
        return answer.status_code, answer["ETag"]

    first = client.get(address)["ETag"]
    assert again(first, 1) == (304, first)
    act(editor, correct, article, f"KABUL. {TEXT}", "The place was missing.")
    assert again(first, 2) == (304, first)
    act(editor, correct, article, article.text.replace("Nobody saw it return.", ""), "Cut.")
    status, second = again(first, 2)
    assert (status, second == first) == (200, False)
    assert again(second, 2) == (304, second)


def test_a_published_quote_is_asked_about_after_its_evidence_was_deleted(client):
    article, editor = make_article(text=TEXT), make_user(EDITORS)
    claim = make_published_claim("No return", passage=make_passage(article, "Nobody saw it return"))
    act(editor, claim.evidence.get().remove)
    act(editor, correct, article, TEXT.replace("Nobody saw it return.", ""), "Cut.")
    assert GONE in text_of(client.get(claim.get_absolute_url()))
