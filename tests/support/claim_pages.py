"""Helpers for tests of claim pages."""

from django.test import Client

from tests.support.factories import make_user
from tests.support.pages import parse


def signed_in(group="Analysts"):
    """A client signed in as a new member of a group."""
    browser = Client()
    browser.force_login(make_user(group))
    return browser


def text_of(response):
    """The text of a page's main element, white space collapsed."""
    return " ".join("".join(parse(response).find("body/main").itertext()).split())


def links_of(response):
    """The link targets of a page's main element, in order."""
    return [link.get("href") for link in parse(response).find("body/main").iter("a")]


def links_with_text(response):
    """(target, text) of the links of a page's main element, in order."""
    links = parse(response).find("body/main").iter("a")
    return [(link.get("href"), " ".join("".join(link.itertext()).split())) for link in links]


def statements(response):
    """The statements in a list of claims, in order."""
    lines = parse(response).find("body/main").iter("a")
    return [line.text for line in lines if "claim-line__statement" in line.get("class", "")]
