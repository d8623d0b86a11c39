import pytest

from annotations.claims.repeated_texts import repeated_texts
from annotations.models import Claim, Evidence, Stance
from tests.corpus.importing.reading import long_text
from tests.support.claim_pages import links_with_text, signed_in, text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_origin,
    make_passage,
    make_source,
)

pytestmark = pytest.mark.django_db

TEXT = long_text(1, 100)


@pytest.fixture
def articles():
    wire = make_article(TEXT, source=make_source("The Wire"), published="2021-08-05")
    paper = make_article(f"Other {TEXT.partition(' ')[2]}", source=make_source("The Paper"))
    return wire, paper


def tie(claim, article, stance=Stance.REPORTS, origin=None):
    passage = make_passage(article, article.text[30:60])
    return make_evidence(claim, passage, stance, origin=origin)


def found(claim):
    rows = list(claim.evidence.with_details())
    return [(each.first.pk, each.second.pk, each.words) for each in repeated_texts(rows)]


def test_near_duplicates_that_count_as_two_are_named(articles):
    claim = make_claim()
    for article in articles:
        tie(claim, article)
    tie(claim, make_article("It rained all day in the valleys around Kunduz, he said."))
    assert found(claim) == [(articles[0].pk, articles[1].pk, "97% the same")]

    page = signed_in(EDITORS).get(claim.get_absolute_url())
    words = "The Wire and The Paper repeat one text (97% the same) but name no common origin"
    assert f"{words}, so they count twice." in text_of(page)
    compared = f"/articles/{articles[0].public_id}/compare/{articles[1].public_id}/"
    assert (compared, "Compare them") in links_with_text(page)


def test_near_duplicates_with_one_origin_or_of_two_stances_are_not(articles):
    claim, origin = make_claim(), make_origin("Briefing")
    for article in articles:
        tie(claim, article, origin=origin)
    assert found(claim) == []

    other = make_claim()
    tie(other, articles[0])
    tie(other, articles[1], Stance.CONTRADICTS)
    assert found(other) == []


def test_a_pair_of_near_duplicates_gets_one_origin_unless_it_is_taken_out(articles):
    left, right = articles
    browser = signed_in(EDITORS)
    address = f"/articles/{left.public_id}/compare/{right.public_id}/"
    page = browser.get(address, {"pair": 1})
    assert page.context["form"]["new_origin"].value() == "Text by The Wire, 5 August 2021"
    assert "Two articles that repeat one text are one source" in text_of(page)

    initial = page.context["form"].initial
    sent = {name: initial[name] for name in ("pair", "statement", "new_origin")}
    browser.post(address, sent | {"left_revision": 1, "right_revision": 1})
    claim = Claim.objects.get()
    origins = {row.origin.name for row in Evidence.objects.present()}
    assert origins == {"Text by The Wire, 5 August 2021"}
    assert found(claim) == []
