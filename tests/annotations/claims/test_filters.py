"""Narrowing the list of claims: for members by what stands, for strangers not at all."""

import pytest
from django.db import connection

from annotations.models import RelationKind
from corpus.records.merging import merge
from tests.support.acts import act
from tests.support.claim_pages import (
    links_of,
    links_with_text,
    signed_in,
    statements,
    text_of,
)
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_full_claim,
    make_passage,
    make_person,
    make_published_claim,
    make_relation,
    make_source,
    make_user,
)
from tests.support.member_queries import OF_MEMBER
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return signed_in()


@pytest.fixture
def shown(member):
    """The statements that a member is shown for a question."""
    return lambda query: statements(member.get(f"/claims/?{query}"))


def test_claims_of_a_speaker_by_id_name_alias_and_merged_name(shown):
    person = make_person("Bikantov", aliases=["Wikantow"])
    merged = make_person("Vikantov")
    make_claim("One", speaker=person)
    make_claim("Two", speaker=merged)
    make_claim("Other", speaker=make_person("Kabulov"))
    act(make_user(), merge, merged, person)

    asked = [person.public_id, merged.public_id, "bikantov", "wikantow", "vikantov"]
    assert [shown(f"speaker={one}") for one in asked] == [["Two", "One"]] * 5


def test_claims_of_namesakes_are_shown_together(shown):
    for statement in ("One", "Two"):
        make_claim(statement, speaker=make_person("Ivan Petrov"))
    assert shown("speaker=ivan+petrov") == ["Two", "One"]


def test_claims_with_a_tag(shown):
    claim = make_claim("One", tags=["cities"])
    make_claim("Other", tags=["districts"])
    tag = claim.tag_links.get().tag
    assert [shown(f"tag={one}") for one in ("CITIES", tag.public_id)] == [["One"]] * 2


def test_claims_that_a_source_reports(shown):
    source = make_source("Reuters")
    article = make_article(source=source)
    for statement, stance in (("One", "reports"), ("Denied", "contradicts")):
        make_evidence(make_claim(statement), make_passage(article), stance)
    untied = make_evidence(make_claim("Untied"), make_passage(article))
    act(make_user(), untied.remove)
    assert [shown(f"source={one}") for one in ("reuters", source.public_id)] == [["One"]] * 2


def test_claims_by_status_and_credibility(shown):
    make_claim("Draft", credibility=2)
    make_published_claim("Published", credibility=2)
    act(make_user(EDITORS), make_published_claim("Withdrawn").withdraw)
    asked = ["status=draft", "status=published", "status=withdrawn", "credibility=2"]
    expected = [["Draft"], ["Published"], ["Withdrawn"], ["Published", "Draft"]]
    assert [shown(one) for one in asked] == expected
    assert shown("credibility=2&status=draft") == ["Draft"]


def test_the_head_counts_what_the_other_filters_leave_by_status(member):
    for statement in ("One", "Two"):
        make_published_claim(statement, credibility=2)
    make_claim("Draft", credibility=2)
    make_claim("Another", credibility=3)
    act(make_user(EDITORS), make_published_claim("Withdrawn", credibility=2).withdraw)

    page = member.get("/claims/?credibility=2&status=draft")
    query = "credibility=2&status="
    counts = [link for link in links_with_text(page) if link[0].startswith(f"?{query}")]
    assert counts == [
        (f"?{query}draft", "1 draft"),
        (f"?{query}published", "2 published"),
        (f"?{query}withdrawn", "1 withdrawn"),
    ]


def test_a_line_names_its_status_only_where_it_is_not_the_usual_one(member):
    make_published_claim("Published")
    make_claim("Not yet")

    def states(query):
        notes = parse(member.get(f"/claims/?{query}")).find("body/main").iter("p")
        notes = ["".join(note.itertext()) for note in notes if "against" in note.get("class", "")]
        return [[word for word in ("draft", "published") if word in note] for note in notes]

    assert (states("status=draft"), states("status=published")) == ([[]], [[]])
    assert states("") == [["draft"], []]


def test_claims_in_dispute_are_those_that_the_list_calls_so(member, shown):
    make_evidence(make_claim("Denied"), stance="contradicts")
    make_evidence(make_claim("Supported"), stance="supports")
    make_relation(make_claim("One"), make_claim("Other"))
    make_relation(make_claim("Repeated"), make_claim("Repeating"), RelationKind.REPEATS)
    undone = make_relation(make_claim("Reconciled"), make_claim("Also"))
    act(make_user(), undone.remove)
    make_relation(make_claim("Against a deleted one"), gone := make_claim("Gone"))
    act(make_user(), gone.remove)
    withdrawn = make_published_claim("Withdrawn")
    make_evidence(withdrawn, stance="contradicts")
    withdrawn.refresh_from_db()
    act(make_user(EDITORS), withdrawn.withdraw)

    assert shown("dispute=1") == ["Other", "One", "Denied"]
    assert text_of(member.get("/claims/")).count("; in dispute") == 3


def test_unknown_names_are_said_to_be_unknown(member):
    make_claim("One")
    for field, words in (
        ("speaker", "No person is called “x”."),
        ("tag", "No tag is called “x”."),
        ("source", "No source is called “x”."),
    ):
        page = member.get(f"/claims/?{field}=x")
        assert statements(page) == []
        assert words in text_of(page)
        assert "No claims match these filters." in text_of(page)


def test_what_means_nothing_asks_nothing_or_shows_nothing(member, shown):
    make_claim("One")
    assert shown("speaker=+&tag=&colour=red") == ["One"]
    assert [shown(one) for one in ("status=x", "credibility=9", "speaker=%00")] == [[]] * 3


def test_pages_of_a_narrowed_list_keep_what_was_asked(member):
    by, person = make_user(), make_person("Bik Antov")
    for number in range(31):
        make_claim(f"Claim {number}", by=by, speaker=person)
        make_claim("Other", by=by)
    first = member.get("/claims/?speaker=Bik+Antov")
    older = links_of(first)[-1]

    assert statements(first) == [f"Claim {number}" for number in range(30, 0, -1)]
    assert older.startswith("?speaker=Bik+Antov&before=")
    assert statements(member.get(f"/claims/{older}")) == ["Claim 0"]


def test_strangers_find_nothing_by_what_is_not_published(client, member):
    """What stands now, unpublished, must not show through what a question leaves out."""
    claim = make_published_claim("One", speaker=make_person("Bik"), tags=["cities"])
    published = client.get("/claims/").content
    claim.refresh_from_db()
    act(
        make_user(), claim.edit, claim.version, statement="Secret", attribution="some", tags=["new"]
    )
    make_evidence(claim, stance="contradicts")
    for query in ("tag=new", "tag=cities", "dispute=1", "status=draft", "credibility=1"):
        assert client.get(f"/claims/?{query}").content == published
        assert statements(member.get(f"/claims/?as=stranger&{query}")) == ["One"]
    for query, found in (("speaker=Bik", ["One"]), ("speaker=some", []), ("q=Secret", [])):
        for browser, address in ((client, "/claims/?"), (member, "/claims/?as=stranger&")):
            assert statements(browser.get(f"{address}{query}")) == found


def test_narrowed_list_makes_as_many_queries_for_many_claims(member, django_assert_num_queries):
    by, person, source = make_user(), make_person(), make_source()
    article = make_article(source=source)
    passage = make_passage(article)
    query = f"speaker={person.public_id}&source={source.public_id}&tag=t&dispute=1&status=draft"
    for wanted in (1, 30):
        while make_claim("One", by=by, speaker=person, tags=["t"]):
            claim = person.claims.latest("pk")
            make_evidence(claim, passage, by=by)
            make_evidence(claim, make_passage(article, by=by), "contradicts", by=by)
            if person.claims.count() == wanted:
                break
        # Three names, then the list, of which PostgreSQL reads tags, evidence, relations together.
        of_list = 3 if connection.vendor == "postgresql" else 5
        with django_assert_num_queries(OF_MEMBER + 3 + of_list):
            assert len(statements(member.get(f"/claims/?{query}"))) == wanted


def test_fields_suggest_the_names_of_the_page(member):
    claim = make_full_claim()
    tree = text_of(member.get("/claims/"))
    assert claim.speaker.name in tree
    page = member.get(f"/claims/?speaker={claim.speaker.public_id}").content.decode()
    assert f'value="{claim.speaker.name}" list="filter_speakers"' in page
    assert f'<option value="{claim.speaker.name}"></option>' in page
