"""The links of published quotes that recur in their articles."""

import pytest
from django.test import Client

from annotations.models.evidence import directives_in_texts
from annotations.passages import editing
from corpus.models.correction import correct
from tests.support.acts import act
from tests.support.claim_pages import signed_in
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_published_claim,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell, he said.\n\nKabul fell at dawn, they said. Nobody saw it."
URL = "https://news.example/a"


def evidence_of(claim):
    return list(claim.evidence.with_details())


def test_links_on_both_pages_lead_to_the_quote_that_was_marked():
    editor = make_user(EDITORS)
    article = make_article(TEXT, url=URL)
    passage = make_passage(article, "Kabul fell", editor, start=22)
    claim = make_published_claim(by=editor, passage=passage)
    link = f'href="{URL}#:~:text=Kabul%20fell,-at"'
    for client in (Client(), signed_in()):
        assert client.get(claim.get_absolute_url()).content.decode().count(link) > 0


def test_quotes_that_stand_once_or_elsewhere_keep_the_plain_link(django_assert_num_queries):
    editor = make_user(EDITORS)
    article = make_article(TEXT, url=URL)
    claim = make_claim(by=editor)
    once = make_evidence(claim, make_passage(article, "Nobody saw it", editor))
    again = make_passage(article, "Kabul fell", editor)
    moved = make_evidence(claim, again)
    make_evidence(claim, make_passage(make_article(TEXT), "Kabul fell"))
    evidence = evidence_of(claim)
    with django_assert_num_queries(2):
        directives = directives_in_texts(evidence)
    assert directives == {moved.public_id: "text=Kabul%20fell,-%2C%20he"}
    act(editor, editing.move, again, (22, 32), 1, 1)
    assert directives_in_texts(evidence_of(claim)) == {moved.public_id: "text=Kabul%20fell,-at"}
    act(editor, correct, article, TEXT.replace("Kabul fell", "Kabul had fallen"), "Cut.")
    assert directives_in_texts(evidence_of(claim)) == {}
    assert once.public_id in claim.evidence.values_list("public_id", flat=True)
