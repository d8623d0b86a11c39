"""The orders of the lists of names and claims: as chosen, in the address, kept by links."""

import pytest

from annotations.models import Role
from tests.support.acts import act
from tests.support.claim_pages import signed_in
from tests.support.factories import (
    make_article,
    make_claim,
    make_evidence,
    make_origin,
    make_passage,
    make_person,
    make_source,
    make_tag,
    make_user,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return signed_in()


def names(member, address):
    """The names of a list, with those of the links that say its order and lead to another page."""
    response = member.get(address)
    page = response.context["page"]
    return [getattr(row, "name", None) or row.statement for row in page]


def links(member, address):
    anchors = parse(member.get(address)).iter("a")
    return {" ".join("".join(a.itertext()).split()): a.get("href") for a in anchors}


def test_people_by_passages_by_use_and_by_age(member):
    make_person("Never")
    often, once, merged = (make_person(name) for name in ("Often", "Once", "X"))
    for person in (often, merged):
        make_passage(people=[(person, Role.SPEAKS)])
    make_passage(people=[(once, Role.SPOKEN_OF)])
    merged.merged_into = often
    act(make_user(), merged.save)

    assert names(member, "/people/") == ["Never", "Often", "Once"]
    assert names(member, "/people/?sort=passages") == ["Often", "Once", "Never"]
    assert names(member, "/people/?sort=used") == ["Once", "Often", "Never"]
    assert names(member, "/people/?sort=added") == ["Once", "Often", "Never"]
    assert names(member, "/people/?sort=articles") == ["Never", "Often", "Once"]


def test_sources_by_articles_and_by_age(member):
    make_source("None")
    few, many = make_source("Few"), make_source("Many")
    for source in (few, many, many):
        make_article(source=source)

    assert names(member, "/sources/?sort=articles") == ["Many", "Few", "None"]
    assert names(member, "/sources/?sort=added") == ["Many", "Few", "None"]
    assert names(member, "/sources/") == ["Few", "Many", "None"]


def test_origins_by_claims_and_by_use(member):
    briefing, leak = make_origin("Briefing"), make_origin("A leak")
    for origin in (briefing, briefing, leak):
        make_evidence(make_claim(), origin=origin)

    assert names(member, "/origins/?sort=claims") == ["Briefing", "A leak"]
    assert names(member, "/origins/?sort=used") == ["A leak", "Briefing"]


def test_tags_by_last_use_and_by_age(member):
    for name in ("b", "a", "c"):
        make_tag(name)
    make_passage(tags=["b"])

    assert names(member, "/tags/?sort=recent") == ["b", "a", "c"]
    assert names(member, "/tags/?sort=added") == ["c", "a", "b"]


def test_claims_by_edit_and_by_reports(member):
    first, second, third = make_claim("First"), make_claim("Second"), make_claim("Third")
    make_evidence(second)
    make_evidence(second)
    make_evidence(third)
    for _ in range(3):
        make_evidence(third, stance="supports")
    act(make_user(), first.edit, first.version, statement="First, edited", attribution="he said")

    assert names(member, "/claims/") == ["Third", "Second", "First, edited"]
    assert names(member, "/claims/?sort=reports") == ["Second", "Third", "First, edited"]
    assert names(member, "/claims/?sort=edited")[0] == "First, edited"


def test_order_is_kept_with_filters_and_on_every_page(member):
    for number in range(31):
        make_person(f"Ann {number:02}")
    make_person("Bob")

    first = links(member, "/people/?q=ann&sort=added")
    assert first["name"] == "?q=ann"
    assert first["most passages"] == "?q=ann&sort=passages"
    following = first["Next after Ann 01"]
    assert following.startswith("?q=ann&sort=added&after=")
    assert names(member, f"/people/{following}") == ["Ann 00"]
    back = links(member, f"/people/{following}")["Previous before Ann 00"]
    assert names(member, f"/people/{back}")[::29] == ["Ann 30", "Ann 01"]


def test_order_of_claims_is_kept_with_filters(member):
    make_claim("One")
    shown = links(member, "/claims/?status=draft&sort=edited")
    assert shown["newest"] == "?status=draft"
    assert shown["most reports"] == "?status=draft&sort=reports"
    assert shown["0 published"] == "?sort=edited&status=published"
