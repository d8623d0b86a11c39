"""The popup's claim field: what it offers, and a new claim made from the quote."""

import re

import pytest
from playwright.sync_api import expect

from annotations.models import Claim, Passage
from tests.browser.desk import drag, intercept, open_article, wait_until_saved
from tests.support.factories import (
    make_article,
    make_claim,
    make_passage,
    make_person,
    make_tag,
    make_user,
)

TEXT = "\n\n".join(
    f"Paragraph {n} says that convoy {n} left at dawn on day {n}." for n in range(1, 31)
)


@pytest.fixture
def analyst():
    return make_user(username="Ada")


@pytest.fixture
def article():
    return make_article(text=TEXT, title="Convoys")


def test_option_stepped_to_stays_active_when_the_others_arrive(
    live_server, page, popup, analyst, article
):
    make_claim("Convoys left at dawn", by=analyst)
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 3 left")
    held = []
    intercept(page, "**/offers/claims/", lambda route: held.append(route))

    with page.expect_request("**/offers/claims/"):
        popup.locator("[data-claim-filter]").press("ArrowDown")
    held[0].continue_()
    expect(popup.locator("#popup-claims > li")).to_have_text(
        ["New claim from this quote", "Convoys left at dawn “reportedly”; draft"]
    )
    page.keyboard.press("Enter")

    expect(popup.get_by_label("Statement")).to_have_value("convoy 3 left")
    assert Passage.objects.count() == 0


def test_newest_claims_are_offered_once_the_field_is_reached(
    live_server, page, popup, analyst, article, complaints
):
    for number in range(2):
        make_claim(f"Convoy {number} left", by=analyst)
    new = "New claim from this quote"
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 1", "dawn")
    field, options = popup.locator("[data-claim-filter]"), popup.locator("#popup-claims > li")
    intercept(page, "**/offers/claims/", lambda route: route.abort())

    field.click()
    expect(options).to_have_text([new])
    popup.locator("[data-tag-filter]").focus()
    page.unroute("**/offers/claims/")
    field.click()

    offered = [f"Convoy {number} left “reportedly”; draft" for number in (1, 0)]
    expect(options).to_have_text([new, *offered])
    assert complaints == ["Failed to load resource: net::ERR_FAILED"]
    complaints.clear()


def test_new_claim_is_drafted_in_the_popup_in_four_acts(live_server, page, popup, analyst, article):
    open_article(page, live_server, article, analyst)
    address = page.url

    drag(page, "convoy 2 left")
    popup.locator("[data-claim-filter]").click()
    popup.get_by_role("option", name="New claim from this quote").click()
    popup.get_by_role("button", name=re.compile("^Save")).click()
    wait_until_saved(page)

    claim = Claim.objects.get()
    assert (claim.statement, claim.speaker, claim.is_draft) == ("convoy 2 left", None, True)
    assert claim.evidence.get().passage == Passage.objects.get()
    assert page.url == address
    card = page.locator("[data-passage]")
    expect(card.get_by_role("link", name="convoy 2 left", exact=True)).to_have_count(2)
    card.locator("[data-quote]").click()
    card.get_by_text("Edit draft claim").click()
    page.wait_for_url(f"**/claims/{claim.public_id}/edit/")


def test_what_was_typed_is_the_statement_and_who_speaks_the_speaker(
    live_server, page, popup, analyst, article
):
    make_person("Fawad Aman")
    other = make_person("Mina")
    make_claim("Something else", by=analyst)
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")
    popup.locator("[data-person-filter]").fill("fawad")
    popup.get_by_role("option", name="Fawad Aman").wait_for()
    page.keyboard.press("Enter")

    popup.locator("[data-claim-filter]").fill("All convoys left")
    popup.get_by_role("option", name="New claim “All convoys left”").click()
    expect(popup.get_by_label("Statement")).to_have_value("All convoys left")
    speaker = popup.get_by_role("list", name="Selected speaker")
    expect(speaker.get_by_role("listitem")).to_have_text(re.compile("Fawad Aman"))
    speaker.get_by_role("button", name="Remove Fawad Aman").click()
    popup.get_by_label("Speaker", exact=True).fill("mina")
    popup.get_by_label("Names", exact=True).get_by_role("option", name="Mina", exact=True).click()
    expect(speaker.get_by_role("listitem")).to_have_text(re.compile("Mina"))
    popup.get_by_label("contradicts").press("Space")
    page.keyboard.press("Control+Enter")
    wait_until_saved(page)

    claim = Claim.objects.get(statement="All convoys left")
    assert (claim.speaker, claim.evidence.get().stance) == (other, "contradicts")


def test_enter_goes_to_the_only_offer_of_a_new_claim_and_then_takes_it(
    live_server, page, popup, analyst, article
):
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")
    field = popup.locator("[data-claim-filter]")
    field.fill("All convoys left")
    offer = popup.get_by_role("option", name="New claim “All convoys left”")
    offer.wait_for()
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("Enter")
    expect(field).to_have_attribute("aria-activedescendant", offer.get_attribute("id"))
    expect(popup.get_by_label("Statement")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(popup.get_by_label("Statement")).to_have_value("All convoys left")
    assert Claim.objects.count() == 0


def test_refused_new_claim_keeps_what_was_typed(
    live_server, page, popup, analyst, article, complaints
):
    open_article(page, live_server, article, analyst)
    drag(page, "convoy 2 left")
    popup.locator("[data-claim-filter]").click()
    popup.get_by_role("option", name="New claim from this quote").click()
    popup.get_by_label("Statement").fill("It left")
    popup.get_by_label("Speaker", exact=True).fill("Somebody new")
    intercept(page, "**/passages/", lambda route: route.abort())

    page.keyboard.press("Control+Enter")
    notice = page.locator("[data-notice]")
    expect(notice.get_by_role("listitem")).to_contain_text("It left")
    page.unroute("**/passages/")
    wait_until_saved(page)

    claim = Claim.objects.get()
    assert (claim.statement, claim.speaker.name) == ("It left", "Somebody new")
    complaints.clear()


def test_same_words_and_tags_are_said_to_be_marked_also_in_another_tab(
    live_server, page, popup, analyst, article, complaints
):
    make_tag("one", digit=1)
    open_article(page, live_server, article, analyst)
    # Another tab, whose passage this page does not show.
    first = make_passage(article, "convoy 2 left", by=analyst, tags=["one"])
    drag(page, "convoy 2 left")

    page.keyboard.press("1")
    notice = page.locator("[data-notice]")
    notice.get_by_text("You have already marked these words with these tags.").wait_for()
    link = notice.get_by_role("link", name="Open that passage in a new tab")
    expect(link).to_have_attribute("href", first.get_absolute_url())
    assert Passage.objects.count() == 1
    notice.get_by_role("button", name="Try again").click()
    wait_until_saved(page)

    assert Passage.objects.count() == 2
    complaints.clear()
