"""The title of a page, where its furniture has headings too."""

import pytest

from corpus.readers.extraction import extract_article

TEXT = "<p>The ministry said on Thursday that the road to the valley had been closed.</p>" * 3


def title(body, head="", written="Road closed - The Paper"):
    return extract_article(
        f"<!doctype html><html><head><title>{written}</title>{head}</head><body>{body}"
    ).title


@pytest.mark.parametrize(
    "body",
    [
        f"<nav><h1>Hauptmenü</h1><a href=/>Home</a></nav><main>{TEXT}</main>",
        f"<div class=menu><h2 class=title>Hauptmenü</h2></div><article>{TEXT}</article>",
        f"<article>{TEXT}</article><div class=comments><h3 class=title>Write a reply</h3></div>",
        f"<article>{TEXT}</article><h2 class=entry-title>More from the valley</h2>",
    ],
)
def test_a_heading_of_furniture_is_no_title(body):
    assert title(body) == "Road closed"
    assert title(body, "<meta property=og:title content='The road is closed'>") == (
        "The road is closed"
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Road closed | The Paper", "Road closed"),
        ("The Paper: Road closed", "The Paper: Road closed"),
        ("The Paper - Road closed", "Road closed"),
        ("North-south road closed", "North-south road closed"),
        ("Road closed - drivers complain - The Paper", "Road closed - drivers complain"),
    ],
)
def test_a_page_is_titled_without_its_site(written, expected):
    head = "<meta property=og:site_name content='The Paper'>"
    assert title(f"<nav><h1>Menu</h1></nav><main>{TEXT}</main>", head, written) == expected


def test_a_headline_is_the_title_whatever_the_page_is_called():
    assert title(f"<article><h1>A road is closed</h1>{TEXT}</article>") == "A road is closed"
