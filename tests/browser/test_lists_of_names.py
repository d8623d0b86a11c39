"""Pages of sources, people and tags as a browser shows them, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from annotations.models import Role
from tests.browser.desk import sign_in
from tests.browser.page_faults import faults_shown
from tests.support.acts import act
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_relation,
    make_source,
    make_user,
)

WIDTHS = [1280, 760, 360, 320]
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
LONG = "Oberstdampfschifffahrtsgesellschaftskapitänsvereinigung" * 2


@pytest.fixture
def editor(page, live_server):
    editor = make_user(EDITORS)
    sign_in(page.context, live_server, editor)
    return editor


@pytest.fixture
def rows(editor):
    """A source, a person and a tag, with everything that their pages show."""
    person, source = make_person(f"Bik {LONG}", aliases=["Vik"], by=editor), make_source("Reuters")
    act(editor, source.grade, "B", f"because {LONG}")
    article = make_article(source=source, by=editor)
    people = [(person, Role.SPEAKS), (person, Role.SPOKEN_OF)]
    passage = make_passage(article, "convoy", tags=["a tag"], people=people, by=editor, note=LONG)
    claim = make_claim(f"Claim {LONG}", speaker=person, tags=["a tag"], by=editor)
    make_evidence(claim, passage, by=editor)
    make_relation(claim, make_claim(speaker=make_person(by=editor), by=editor), by=editor)
    return [source, person, passage.tag_links.get().tag]


def header_lines(page):
    """At how many heights the words of the main navigation stand."""
    links = page.locator(".site-header__nav a:visible").all()
    return len({round(link.bounding_box()["y"]) for link in links})


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_fit_every_width_with_the_navigation_in_one_line(page, live_server, rows, width):
    page.set_viewport_size({"width": width, "height": 800})
    addresses = [row.get_absolute_url() for row in rows]
    for address in ["/sources/", "/people/", "/tags/", "/claims/?dispute=1", *addresses]:
        page.goto(f"{live_server}{address}")
        measured = page.evaluate(OVERFLOW), header_lines(page)
        assert (address, *measured) == (address, 0, 1)


def test_claims_are_narrowed_by_typing_a_name(page, live_server, rows):
    make_claim("Of somebody else")
    page.goto(f"{live_server}/claims/")
    page.get_by_text("Filters", exact=True).click()
    speaker = page.get_by_label("Speaker")
    speaker.fill("v")
    offer = page.get_by_role("option", name=f"Bik {LONG} also Vik")
    expect(offer).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(speaker).to_have_attribute("aria-activedescendant", offer.get_attribute("id"))
    assert (faults_shown(page), page.evaluate(OVERFLOW)) == ([], 0)
    page.keyboard.press("Enter")
    expect(speaker).to_have_value(f"Bik {LONG}")
    expect(speaker).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")

    expect(page.locator(".claim-line__statement")).to_have_text([f"Claim {LONG}"])
    assert page.get_by_label("Speaker").input_value() == f"Bik {LONG}"
    page.get_by_role("link", name="All claims").click()
    expect(page.locator(".claim-line__statement")).to_have_count(3)


def test_people_are_merged_and_parted_on_their_pages(page, live_server, editor):
    make_person("Bikantov", by=editor)
    merged = make_person("Vikantov", by=editor)
    page.goto(f"{live_server}{merged.get_absolute_url()}")
    page.get_by_role("link", name="Merge into another person").click()
    page.get_by_label("Merge into").fill("bikantov")
    page.get_by_role("button", name="Preview changes").click()
    page.get_by_role("button", name="Merge into “Bikantov”").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bikantov")

    page.get_by_role("button", name="Undo merge of Vikantov").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vikantov")
