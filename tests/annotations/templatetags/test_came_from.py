"""Cancel leads back to where one came from, and nowhere outside the desk."""

import pytest

from tests.support.claim_pages import links_with_text, signed_in
from tests.support.factories import EDITORS, make_claim

pytestmark = pytest.mark.django_db

ARTICLES = "http://testserver/articles/?sort=oldest"


def cancel(response):
    [address] = [href for href, text in links_with_text(response) if text == "Cancel"]
    return address


@pytest.mark.parametrize(
    ("referrer", "leads_to"),
    [
        (ARTICLES, "/articles/?sort=oldest"),
        (None, "{claim}"),
        ("http://elsewhere.example/articles/", "{claim}"),
        ("http://testserver//elsewhere.example/", "{claim}"),
        ("http://testserver/nowhere/at/all/", "{claim}"),
        ("http://testserver/sign-in/?next=/", "{claim}"),
        ("http://testserver{claim}edit/", "{claim}"),
    ],
)
def test_cancel_leads_back_within_the_desk(referrer, leads_to):
    claim, browser = make_claim("A convoy left"), signed_in(EDITORS)
    names = {"claim": f"/claims/{claim.public_id}/"}
    headers = {"referer": referrer.format(**names)} if referrer else {}
    response = browser.get(f"{names['claim']}edit/", headers=headers)
    names["claim"] = claim.get_absolute_url()
    assert cancel(response) == leads_to.format(**names)


def test_after_a_refused_form_it_leads_to_the_row():
    claim, browser = make_claim("A convoy left"), signed_in(EDITORS)
    page = f"/claims/{claim.public_id}/edit/"
    headers = {"referer": f"http://testserver{page}"}
    refused = browser.post(page, {"version": 1, "statement": ""}, headers=headers)
    assert (refused.status_code, cancel(refused)) == (422, claim.get_absolute_url())
