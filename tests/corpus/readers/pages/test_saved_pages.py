"""Pages as programs save them."""

import io
from datetime import datetime

import pytest

from corpus.readers import html_pages
from corpus.readers.extraction import extract_article
from corpus.readers.formats import read_articles
from corpus.readers.imported_record import Problem
from tests.corpus.readers.reading import records

TEXT = "<p>The ministry said on Thursday that the road to the valley had been closed.</p>" * 3
SINGLE_FILE = (
    "<!--\n Page saved with SingleFile \n url: https://paper.example/road \n saved date: Thu Aug "
    "05 2021 14:30:00 GMT+0300 (Eastern European Summer Time)\n-->"
)


def page(comment="", head="", text=TEXT):
    return (
        f"<!DOCTYPE html> <html lang=en>{comment}<head><title>Road closed</title>{head}</head>"
        f"<body><article><h1>Road closed</h1>{text}</article>"
    )


def test_singlefile_tells_address_and_time():
    [record] = records(page(SINGLE_FILE).encode(), "html")
    assert (record.url, record.source) == ("https://paper.example/road", "paper.example")
    assert record.retrieved_at == datetime.fromisoformat("2021-08-05T14:30:00+03:00")


@pytest.mark.parametrize(
    ("comment", "head"),
    [
        (
            "<!-- Saved from https://paper.example/road?a=1&b=2 at 2021-08-05T11:30:00Z using "
            "monolith v2.8.1 -->",
            "",
        ),
        (
            "",
            '<meta name="savepage-url" content="https://paper.example/road?a=1&amp;b=2">'
            '<meta name="savepage-date" content="Thu Aug 05 2021 13:30:00 GMT+0200 (CEST)">',
        ),
        (
            "",
            "<meta content='https://paper.example/road?a=1&amp;b=2' name=source-url>"
            '<meta name="created" content="2021-08-05 11:30:00 +0000">',
        ),
        (
            "<script>__wm.wombat('https://paper.example/road?a=1&b=2','20210805113000',"
            "'https://web.archive.org/','web')</script>",
            "",
        ),
    ],
)
def test_other_programs_tell_address_and_time(comment, head):
    [record] = records(page(comment, head).encode(), "html")
    assert record.url == "https://paper.example/road?a=1&b=2"
    assert record.retrieved_at == datetime.fromisoformat("2021-08-05T11:30:00+00:00")


MIRRORED = (
    "<!-- Mirrored from paper.example/road.html?a=1&amp;b=2 by HTTrack Website Copier/3.x "
    "[XR&CO'2014], Thu, 05 Aug 2021 11:30:00 GMT -->"
)
ADDED = '<!-- Added by HTTrack --><meta charset="UTF-8"><!-- /Added by HTTrack -->'


LONG = f"<script>{'x' * 200_000}</script>"


@pytest.mark.parametrize("saved", [page(MIRRORED, ADDED), page(head=ADDED + LONG) + MIRRORED])
def test_httrack_tells_address_and_time_before_or_behind_the_page(saved):
    [record] = records(saved.encode(), "html")
    assert (record.url, record.source) == (
        "http://paper.example/road.html?a=1&b=2",
        "paper.example",
    )
    assert record.retrieved_at == datetime.fromisoformat("2021-08-05T11:30:00+00:00")
    assert record.text == page_text()


def page_text():
    [record] = records(page().encode(), "html")
    return record.text


@pytest.mark.parametrize(
    ("comment", "url"),
    [
        ("<!-- Mirrored from paper.example/road by HTTrack Website Copier/3.x [XR], soon -->", ""),
        (
            "<!-- Mirrored from paper.example/road by HTTrack Website Copier/3.x [XR&CO'2014] -->",
            "http://paper.example/road",
        ),
        ("<!-- Mirrored from a friend's page -->", ""),
    ],
)
def test_only_the_comment_of_httrack_tells_where_it_was(comment, url):
    assert extract_article(page(comment)).url == url


def test_the_day_on_which_a_note_was_made_is_not_that_of_publication():
    clipped = (
        '<meta name="source-url" content="https://paper.example/road">'
        '<meta name="created" content="2021-08-05 11:30:00 +0000">'
    )
    article = extract_article(page(head=clipped))
    assert (article.published, article.date_note) == ("", "")


def test_webscrapbook_tells_when_it_saved_a_page():
    source = "data-scrapbook-source='https://paper.example/road' data-scrapbook-create"
    saved = page().replace("<html", f'<html {source}="20210805113000123"')
    assert extract_article(saved).retrieved == "2021-08-05T11:30:00+00:00"


@pytest.mark.parametrize(
    ("source", "url"),
    [("https://paper.example/road", "https://paper.example/road"), ("file:///a.html", "")],
)
def test_webscrapbook_tells_the_address(source, url):
    saved = page().replace("<html", f'<html data-scrapbook-source="{source}"')
    assert extract_article(saved).url == url


@pytest.mark.parametrize(
    ("comment", "url"),
    [
        ("<!-- Saved from file:///a.html at soon using monolith v2.8.1 -->", ""),
        ("<!-- saved from url=(0026)https://paper.example/road -->", "https://paper.example/road"),
        ("<!-- Saved from url=https://paper.example/road -->", "https://paper.example/road"),
        ("<!-- saved from url=(0014)about:internet -->", ""),
        ("<!-- saved from url=(0017)file:///C:/a.html -->", ""),
        ("<!-- Page saved with SingleFile \n url: file:///a.html \n saved date: soon -->", ""),
    ],
)
def test_browsers_tell_the_address(comment, url):
    assert extract_article(page(comment)).url == url


def link(rel, href):
    return f'<link rel="{rel}" href="{href}">'


AGENCY = link("canonical", "https://www.agency.example/world/road")
PORTAL = "https://portal.example/road"


@pytest.mark.parametrize(
    ("comment", "head"),
    [
        (f"<!-- saved from url=(0027){PORTAL} -->", AGENCY),
        ("", f'{AGENCY}<meta property="og:url" content="{PORTAL}">'),
        ("", f'{AGENCY}<meta name="twitter:url" content="{PORTAL}">'),
        (f"<!-- Page saved with SingleFile \n url: {PORTAL} \n-->", AGENCY),
    ],
)
def test_a_portal_is_the_source_of_what_it_carries_from_an_agency(comment, head):
    article = extract_article(page(comment, head))
    assert (article.url, article.source, article.via) == (
        PORTAL, "portal.example", "agency.example",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("comment", "canonical"),
    [
        ("https://m.paper.example/road?x=1", "https://www.paper.example/road"),
        ("https://web.archive.org/web/2021/https://paper.example/road", "https://paper.example/r"),
        ("https://paper-example.cdn.ampproject.org/c/s/road", "https://paper.example/road"),
        ("https://amp.paper.co.uk/road", "https://www.paper.co.uk/road"),
    ],
)
def test_a_publishers_other_hosts_and_keepers_of_pages_are_no_portals(comment, canonical):
    saved = f"<!-- saved from url=(0027){comment} -->"
    article = extract_article(page(saved, link("canonical", canonical)))
    assert (article.url, article.via) == (canonical, "")


def test_images_in_a_page_count_for_no_limit_but_the_files(monkeypatch):
    monkeypatch.setattr(html_pages, "MAX_RECORD", 1000)
    monkeypatch.setattr(html_pages, "MAX_SAVED_PAGE", 4000)
    image = f"<img src=data:image/gif;base64,{'R0lGOD/+' * 200}=>"
    content = page(text=TEXT + image).encode()
    [record] = records(content, "html")
    assert (record.content, record.text.count("closed.")) == (content, 3)
    for text, reason in (
        (TEXT * 9, "Without its images the page is larger than 0.001 MB."),
        (TEXT + 3 * image, "The file is larger than 0.004 MB."),
    ):
        [problem] = read_articles(io.BytesIO(page(text=text).encode()), "name", "html")
        assert isinstance(problem, Problem)
        assert problem.reason == reason
