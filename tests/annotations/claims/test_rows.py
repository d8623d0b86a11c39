"""The lists of claims: all of them for members, the published ones for strangers."""

import pytest
from django.db import connection

from annotations.models import Claim
from tests.support.acts import act
from tests.support.claim_pages import signed_in, statements, text_of
from tests.support.factories import (
    EDITORS,
    make_claim,
    make_evidence,
    make_full_claim,
    make_published_claim,
    make_user,
)
from tests.support.member_queries import OF_MEMBER
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return signed_in()


def test_the_lists_are_newest_first(client, member):
    make_published_claim("First")
    make_claim("Draft")
    make_published_claim("Last")
    act(make_user(EDITORS), make_published_claim("Withdrawn").withdraw)
    act(make_user(), make_claim("Deleted").remove)
    assert statements(client.get("/claims/")) == ["Last", "First"]
    assert statements(member.get("/claims/")) == ["Last", "Draft", "First"]
    everything = ["Withdrawn", "Last", "Draft", "First"]
    assert statements(member.get("/claims/?status=all")) == everything
    assert statements(member.get("/claims/?as=stranger")) == ["Last", "First"]


def test_a_contradicted_claim_is_in_dispute_until_it_is_withdrawn(client, member):
    claim = make_claim("Kabul fell")
    make_evidence(claim, stance="contradicts")
    act(make_user(EDITORS), claim.publish)
    words = [text_of(browser.get("/claims/")).count("; in dispute") for browser in (client, member)]
    assert words == [1, 1]
    act(make_user(EDITORS), claim.withdraw)
    page = member.get("/claims/?status=all")
    assert (statements(page), "; in dispute" in text_of(page)) == (["Kabul fell"], False)


def test_empty_lists_say_what_to_do(client, member):
    assert "No published claims yet." in text_of(client.get("/claims/"))
    assert "No claims yet." in text_of(member.get("/claims/"))


def test_pages_of_the_list_start_at_claims(client, member):
    by = make_user(EDITORS)
    for number in range(31):
        make_published_claim(f"Claim {number}", by=by)
    for browser in (client, member):
        first = browser.get("/claims/")
        assert statements(first) == [f"Claim {number}" for number in range(30, 0, -1)]
        older = next(
            link.get("href") for link in parse(first).iter("a") if link.get("rel") == "next"
        )
        last_of_first = Claim.objects.get(statement="Claim 1")
        assert older == f"?before={last_of_first.public_id}"
        second = browser.get(f"/claims/{older}")
        assert statements(second) == ["Claim 0"]
        newer = next(
            link.get("href") for link in parse(second).iter("a") if link.get("rel") == "prev"
        )
        assert statements(browser.get(f"/claims/{newer}")) == statements(first)
        assert statements(browser.get("/claims/?before=nonsense")) == statements(first)


def test_a_page_of_strangers_cannot_start_at_a_draft(client):
    make_published_claim("Old")
    draft = make_claim()
    make_published_claim("New")
    assert statements(client.get(f"/claims/?before={draft.public_id}")) == ["New", "Old"]


@pytest.mark.parametrize("is_member", [False, True])
def test_the_list_makes_as_many_queries_for_many_claims(
    client, member, django_assert_num_queries, is_member
):
    # For strangers the publications that are searched, the records of new ones, claims, and which
    # related ones stand; for members, after those of the member, counts by status, claims, and
    # their tags, evidence and relations, on PostgreSQL together.
    of_list = 3 if connection.vendor == "postgresql" else 5
    browser, queries = (member, OF_MEMBER + of_list) if is_member else (client, 4)
    for number in range(1, 5):
        make_full_claim()
        with django_assert_num_queries(queries):
            assert len(statements(browser.get("/claims/"))) == 2 * number
