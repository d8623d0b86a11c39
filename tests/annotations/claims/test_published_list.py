"""The search and filters of the public list of claims: by published records alone."""

import pytest
from django.test import Client

from annotations.claims import published_list
from tests.support.acts import act
from tests.support.claim_pages import signed_in, statements, text_of
from tests.support.factories import (
    make_article,
    make_claim,
    make_passage,
    make_person,
    make_published_claim,
    make_source,
    make_user,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

CONVOY, PORT, TRUCE = "The convoy left Kabul.", "The port is open.", "A cease-fire holds."


@pytest.fixture
def editor():
    return make_user("Editors")


@pytest.fixture
def claims(editor):
    """Three published claims, oldest first, and a draft that says the same words."""
    zamir, dana = make_person("Zamir"), make_person("Dana")
    reuters, tass = make_source("Reuters"), make_source("TASS")

    def publish(statement, source, **facts):
        article = make_article(f"They say: {statement}", "Morning report", source=source)
        return make_published_claim(statement, editor, make_passage(article), **facts)

    make_claim(f"{CONVOY} Nobody knows it.", editor, speaker=zamir, verdict="unproven")
    return [
        publish(CONVOY, reuters, speaker=zamir, said="2021-08-05", verdict="true"),
        publish(PORT, tass, speaker=zamir, said="2021-09", verdict="false"),
        publish(TRUCE, reuters, speaker=dana, said="2022"),
    ]


def listed(browser=None, **query):
    return (browser or Client()).get("/claims/", query)


def offered(response):
    """The options of each filter, as they are shown."""
    selects = parse(response).findall(".//select")
    return {each.get("name"): [option.text for option in each][1:] for each in selects}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [TRUCE, PORT, CONVOY]),
        ({"q": "convoys"}, [CONVOY]),
        ({"q": '"left Kabul"'}, [CONVOY]),
        ({"q": "port OR ceasefire"}, [TRUCE, PORT]),
        ({"q": "-kabul"}, [TRUCE, PORT]),
        ({"q": "tass"}, [PORT]),
        ({"q": "source:TASS"}, []),
        ({"q": "nobody"}, []),
        ({"speaker": "Zamir"}, [PORT, CONVOY]),
        ({"speaker": "zam"}, []),
        ({"source": "Reuters"}, [TRUCE, CONVOY]),
        ({"verdict": "true"}, [CONVOY]),
        ({"verdict": "unproven"}, []),
        ({"since": "2021-08-06"}, [TRUCE, PORT]),
        ({"since": "2021-09-15", "until": "2022-02"}, [TRUCE, PORT]),
        ({"until": "2021"}, [PORT, CONVOY]),
        ({"source": "Reuters", "speaker": "Zamir", "q": "morning"}, [CONVOY]),
    ],
)
def test_public_list_is_searched_and_filtered(claims, query, expected):
    assert statements(listed(**query)) == expected


def test_numbers_of_a_filter_are_those_that_choosing_it_lists(claims):
    assert offered(listed(speaker="Zamir")) == {
        "speaker": ["Zamir (2)", "Dana (1)"],
        "source": ["Reuters (1)", "TASS (1)"],
        "verdict": ["false (1)", "true (1)"],
    }
    for source in ("Reuters", "TASS"):
        assert len(statements(listed(speaker="Zamir", source=source))) == 1
    # What is chosen stays, though nothing is left.
    assert offered(listed(q="port", source="Reuters")) == {"source": ["TASS (1)", "Reuters (0)"]}


def test_what_is_edited_since_counts_once_it_is_published_again(claims, editor):
    claim = claims[0]
    facts = {"speaker": claim.speaker, "verdict": "doubtful"}
    act(editor, claim.edit, claim.version, statement="The lorries left.", **facts)
    assert statements(listed(q="lorries")) == statements(listed(verdict="doubtful")) == []
    assert statements(listed(q="convoy")) == [CONVOY]
    claim.refresh_from_db()
    act(editor, claim.publish)
    assert statements(listed(q="lorries", verdict="doubtful")) == ["The lorries left."]
    assert statements(listed(verdict="true")) == []


def test_withdrawn_claims_are_found_no_more(claims, editor):
    act(editor, claims[0].withdraw, reason="Wrong.")
    assert statements(listed(q="convoy")) == []
    assert offered(listed())["speaker"] == ["Dana (1)", "Zamir (1)"]


def test_names_of_a_person_that_are_not_published_find_nothing(editor):
    speaker = make_person("Bikantov", aliases=["Vikantov"])
    make_published_claim(CONVOY, editor, speaker=speaker)
    assert statements(listed(q="Vikantov")) == []
    assert statements(listed(speaker="Vikantov")) == []
    assert statements(listed(speaker=speaker.public_id)) == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"since": "5 August"}, "5 August"),
        ({"since": "2022", "until": "2021"}, "The end date is before the start date."),
        ({"q": "a" * 201}, "at most 200 characters"),
    ],
)
def test_invalid_filters_are_named(claims, query, message):
    response = listed(**query)
    assert statements(response) == []
    errors = [each.text for each in parse(response).findall(".//span[@class='field__error']")]
    assert [message in error for error in errors] == [True]


def test_pages_keep_the_filters(claims, monkeypatch):
    monkeypatch.setitem(published_list.pagination.page_beside.__kwdefaults__, "size", 1)
    first = listed(speaker="Zamir")
    [older] = [link.get("href") for link in parse(first).findall(".//a[@rel='next']")]
    assert older == f"?speaker=Zamir&before={claims[1].public_id}"
    assert statements(Client().get(f"/claims/{older}")) == [CONVOY]


def test_a_member_stays_in_the_public_view(claims):
    browser = signed_in()
    response = listed(browser, **{"as": "stranger", "q": "convoy"})
    assert statements(response) == [CONVOY]
    hidden = parse(response).findall(".//input[@type='hidden']")
    assert [(each.get("name"), each.get("value")) for each in hidden] == [("as", "stranger")]


def test_results_are_everybodys_and_revalidated(claims):
    response = listed(q="convoy")
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response.cookies == {}
    etag = response.headers["ETag"]
    again = Client().get("/claims/", {"q": "convoy"}, headers={"if-none-match": etag})
    assert again.status_code == 304


def test_older_claims_beyond_the_limit_are_said(claims, monkeypatch):
    monkeypatch.setattr(published_list, "MAX_SEARCHED", 2)
    response = listed(q="kabul OR port")
    assert statements(response) == [PORT]
    assert "1 published claim found among the newest 2." in text_of(response)


def test_queries_do_not_grow_with_claims(claims, editor, django_assert_num_queries):
    listed(q="convoy OR port")
    with django_assert_num_queries(2):
        listed(q="convoy OR port")
