"""Reading pages of claims in tests."""

from django.test import Client

from tests.support.factories import make_user
from tests.support.pages import parse


def signed_in(group="Analysts"):
    """A browser in which a new member of a group is signed in."""
    browser = Client()
    browser.force_login(make_user(group))
    return browser


def text_of(response):
    """The words of a page's main part, white space collapsed."""
    return " ".join("".join(parse(response).find("body/main").itertext()).split())


def links_of(response):
    """The addresses that a page's main part links to, in order."""
    return [link.get("href") for link in parse(response).find("body/main").iter("a")]


def statements(response):
    """The claims of a list, in order."""
    lines = parse(response).find("body/main").iter("a")
    return [line.text for line in lines if "claim-line__statement" in line.get("class", "")]
