"""The popup's claim field: what it offers, and a new claim made from the quote."""

import re

import pytest
from playwright.sync_api import expect

from annotations.models import Passage
from tests.browser.desk import drag, intercept, open_article
from tests.support.factories import make_article, make_claim, make_user

TEXT = "\n\n".join(
    f"Paragraph {n} says that convoy {n} left at dawn on day {n}." for n in range(1, 31)
)


@pytest.fixture
def analyst():
    return make_user(username="Ada")


@pytest.fixture
def article():
    return make_article(text=TEXT, title="Convoys")


@pytest.fixture
def popup(page):
    return page.locator("[data-popup]")


def test_option_stepped_to_stays_active_when_the_others_arrive(
    live_server, page, popup, analyst, article
):
    make_claim("Convoys left at dawn", by=analyst)
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 3 left")
    held = []
    intercept(page, "**/offers/claims/", lambda route: held.append(route))

    with page.expect_request("**/offers/claims/"):
        popup.locator("[data-claim-filter]").press("ArrowUp")
    held[0].continue_()
    expect(popup.locator("#popup-claims > li")).to_have_text(
        ["Convoys left at dawn", "Create claim from this quote"]
    )
    page.keyboard.press("Enter")

    popup.locator("[data-chosen] [name=then]").wait_for(state="attached")
    assert popup.locator("[data-chosen] [name=then]").input_value() == "claim"
    assert Passage.objects.count() == 0


def test_newest_claims_are_offered_once_the_field_is_reached(
    live_server, page, popup, analyst, article, complaints
):
    claims = [make_claim(f"Convoy {n} left", by=analyst).statement for n in range(2)]
    new = "Create claim from this quote"
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 1", "dawn")
    field, options = popup.locator("[data-claim-filter]"), popup.locator("#popup-claims > li")
    intercept(page, "**/offers/claims/", lambda route: route.abort())

    field.click()
    expect(options).to_have_text([new])
    popup.locator("[data-tag-filter]").focus()
    page.unroute("**/offers/claims/")
    field.click()

    expect(options).to_have_text([*reversed(claims), new])
    assert complaints == ["Failed to load resource: net::ERR_FAILED"]
    complaints.clear()


def test_new_claim_saves_the_passage_and_opens_its_form(live_server, page, popup, analyst, article):
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")

    popup.locator("[data-claim-filter]").click()
    popup.get_by_role("option", name="Create claim from this quote").click()
    popup.get_by_role("button", name=re.compile("^Save")).click()
    page.wait_for_url("**/claims/new/**")

    passage = Passage.objects.get()
    assert page.url.split("?")[1].split("&")[0] == f"passage={passage.public_id}"
