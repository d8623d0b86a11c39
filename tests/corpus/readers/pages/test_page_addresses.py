"""The address of a page, of those that it states."""

import pytest

from corpus.readers.extraction import extract_article

ROOT, OWN = "https://paper.example/", "https://paper.example/world/road-closed"
TEXT = "<p>The ministry said on Thursday that the road to the valley had been closed.</p>" * 3


def link(rel, href):
    return f'<link rel="{rel}" href="{href}">'


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'


PAGES = {
    "canonical": (link("canonical", OWN), OWN),
    "a front as canonical, its own as og:url": (link("canonical", ROOT) + meta("og:url", OWN), OWN),
    "a front as og:url, its own as canonical": (link("canonical", OWN) + meta("og:url", ROOT), OWN),
    "its own as twitter:url": (link("canonical", ROOT) + meta("twitter:url", OWN), OWN),
    "a short link": (
        link("canonical", ROOT) + link("shortlink", f"{ROOT}?p=7"),
        f"{ROOT}?p=7",
    ),
    "a front alone": (link("canonical", ROOT), ROOT),
    "a front, and what is no address": (link("canonical", ROOT) + meta("og:url", "/x"), ROOT),
    "a base": (f'<base href="{OWN}/">', ""),
    "a base and a front": (f'<base href="{ROOT}">{link("canonical", ROOT)}', ROOT),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("head", "expected"), PAGES.values(), ids=PAGES)
def test_page_has_the_address_that_identifies_it(head, expected):
    page = extract_article(
        f"<html><head><title>Road</title>{head}</head><body><article>{TEXT}</article></body></html>"
    )
    assert page.url == expected


def test_base_tells_the_site_of_a_page():
    page = extract_article(
        f'<html><head><base href="{ROOT}"></head><body><article>{TEXT}</article></body></html>'
    )
    assert (page.url, page.source) == ("", "paper.example")
