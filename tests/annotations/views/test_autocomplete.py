import pytest

from tests.support.acts import act
from tests.support.factories import (
    make_article,
    make_claim,
    make_origin,
    make_passage,
    make_person,
    make_source,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return user


def test_tags_for_what_was_typed_and_whether_it_is_one_already(client, member):
    make_tag("major cities")
    make_tag("city")
    act(member, make_tag("gone city").remove)

    some = client.get("/offers/tags/?q=cit").context
    exact = client.get("/offers/tags/?q=CITY").context

    assert ([tag.name for tag in some["tags"]], some["exact"]) == (["city", "major cities"], False)
    assert ([tag.name for tag in exact["tags"]], exact["exact"]) == (["city"], True)


def test_tags_with_keys_and_recent_ones_before_anything_was_typed(client, member):
    make_tag("cities", digit=4)
    make_passage(by=member, tags=["outlook", "cities"])

    offers = client.get("/offers/tags/").context
    assert [[tag.name for tag in offers[name]] for name in ("tags", "recent")] == [
        ["cities"],
        ["outlook"],
    ]


def test_people_by_name_or_alias(client, member):
    make_person("Alexander Bikantov", aliases=["Vikantov"])

    found = client.get("/offers/people/?q=vikantov").context

    assert [(who.name, who.matched_alias) for who in found["people"]] == [
        ("Alexander Bikantov", "Vikantov")
    ]
    assert found["exact"] is True
    assert client.get("/offers/people/?q=%20").context["people"] == []


def offered(client, what, typed):
    offers = client.get(f"/offers/{what}/", {"q": typed}).context["offers"]
    return [(offer.name, offer.value, offer.about) for offer in offers]


def test_sources_and_origins_by_a_word_of_their_name(client, member):
    source, origin = make_source("The Wire"), make_origin("Briefing in Moscow")
    act(member, make_source("Wire of old").remove)
    assert offered(client, "sources", "wir") == [("The Wire", source.public_id, "")]
    assert offered(client, "origins", "mosc") == [("Briefing in Moscow", origin.public_id, "")]
    assert (offered(client, "sources", " "), offered(client, "origins", "")) == ([], [])


def test_articles_by_their_words_newest_first(client, member):
    old = make_article("Kabul fell.", title="A road", published="2021-07")
    new = make_article(
        "The road is cut.", title="", source=make_source("The Wire"), published="2021-08-05"
    )
    act(member, make_article("No road at all.").remove)
    assert offered(client, "articles", "roa") == [
        ("The road is cut.", new.public_id, "The Wire, 5 August 2021"),
        ("A road", old.public_id, "July 2021"),
    ]
    assert offered(client, "articles", "?") == []


def test_claims_by_the_words_of_their_statement(client, member):
    older = make_claim("Kabul will fall soon")
    newer = make_claim("Nobody will take Kabul")
    act(member, make_claim("Herat will fall").remove)

    assert list(client.get("/offers/claims/?q=will kabul").context["claims"]) == [newer, older]
    assert list(client.get("/offers/claims/?q=herat").context["claims"]) == []
