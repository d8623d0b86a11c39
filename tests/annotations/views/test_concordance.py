"""Keyword in context over the articles that a query finds."""

import re

import pytest
from django.db import connection

from annotations.search import concordance
from tests.support.acts import act
from tests.support.factories import make_article, make_source, make_user
from tests.support.member_queries import OF_MEMBER
from tests.support.pages import parse

pytestmark = pytest.mark.django_db
ADDRESS = "/search/concordance/"


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return user


def lines(response):
    """The page's lines as (before, words, after, address)."""
    page = parse(response)
    places = [each for each in page.iter("a") if each.get("class") == "kwic__place"]
    return [
        ("|".join("".join(part.itertext()) for part in each), each.get("href")) for each in places
    ]


def head(response):
    [found] = [each for each in parse(response).iter("h2") if each.get("id") == "lines"]
    return " ".join("".join(found.itertext()).split())


def test_lines_lead_to_their_hits_and_are_sorted_as_asked(client, member):
    source = make_source("The Wire")
    old = make_article(text="Zebra men wait. All men left.", published="2020-01-01", source=source)
    new = make_article(text="Few <b>men</b> came.", published="2021-01-01")
    make_article(text="Nobody.")
    asked = {"q": "men -zzz"}
    expected = [
        ("Few <b>|men|</b> came.", f"{new.get_absolute_url()}?q=men%20-zzz#hit-1"),
        ("Zebra |men| wait. All men left.", f"{old.get_absolute_url()}?q=men%20-zzz#hit-1"),
        ("Zebra men wait. All |men| left.", f"{old.get_absolute_url()}?q=men%20-zzz#hit-2"),
    ]

    response = client.get(ADDRESS, asked)
    assert (head(response), lines(response)) == ("3 occurrences in 2 articles", expected)
    by_left = lines(client.get(ADDRESS, asked | {"sort": "left"}))
    assert by_left == [expected[2], expected[0], expected[1]]
    by_right = lines(client.get(ADDRESS, asked | {"sort": "right"}))
    assert by_right == [expected[0], expected[2], expected[1]]
    assert lines(client.get(ADDRESS, asked | {"sort": "x"})) == expected
    assert "No articles match this search." in client.get(ADDRESS, {"q": "zzz"}).content.decode()


def test_what_is_covered_is_bounded_and_said(
    client, member, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(concordance, "MAX_ARTICLES", 3)
    monkeypatch.setattr(concordance, "MAX_LINES", 7)
    for _ in range(4):
        make_article(text="men and men")
    # The forms of words searched before are read on PostgreSQL with what has them.
    client.get(ADDRESS, {"q": "men"})
    number = 3 if connection.vendor == "postgresql" else 5
    with django_assert_num_queries(OF_MEMBER + number):
        response = client.get(ADDRESS, {"q": "men"})
    assert head(response) == "6 occurrences in the newest 3 articles; there are more"

    make_article(text="men " * 9)
    response = client.get(ADDRESS, {"q": "men"})
    assert head(response) == "7 occurrences in the newest 1 article; there are more"
    assert len(lines(response)) == 7


@pytest.mark.parametrize(
    ("typed", "problems", "number"),
    [
        ("", [], 0),
        ("-men", [concordance.WORDLESS], 0),
        ("source:none", [concordance.WORDLESS], 0),
        ("title:men", [concordance.WORDLESS], 0),
        ("(men", ["A parenthesis is not closed."], 1),
        ("men from:soon", ["“soon” is not a date"], 1),
    ],
)
def test_problems_are_shown_and_the_rest_is_searched(client, member, typed, problems, number):
    make_article(text="All men left.")
    response = client.get(ADDRESS, {"q": typed})

    said = re.findall(r'role="alert">([^<]*)<', response.content.decode())
    assert [each[: len(known)] for each, known in zip(said, problems, strict=True)] == problems
    assert len(lines(response)) == number


def test_deleted_articles_are_not_read(client, member):
    act(member, make_article(text="All men left.").remove)

    assert lines(client.get(ADDRESS, {"q": "men"})) == []
