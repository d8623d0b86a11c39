"""Which date of a page's metadata is that of its article."""

import pytest

from tests.support.dated_page import day

OTHER = '{"@type": "NewsArticle", "headline": "Another story", "datePublished": "2021-08-01"}'


def linked(script):
    return f"<script type='application/ld+json'>{script}</script>"


@pytest.mark.parametrize(
    "this",
    [
        '"headline": "Road closed"',
        '"name": "Road closed"',
        '"url": "https://paper.example/road"',
        '"mainEntityOfPage": {"@type": "WebPage", "@id": "https://paper.example/road"}',
    ],
)
def test_of_several_stories_that_of_the_page_has_its_day(this):
    article = f'{{"@type": "NewsArticle", {this}, "datePublished": "2021-08-05"}}'
    address = "https://paper.example/road"
    assert day(head=linked(f"[{OTHER}, {article}]"), address=address) == "2021-08-05"
    third = OTHER.replace("Another", "A third").replace("01", "02")
    assert day(head=linked(f"[{OTHER}, {third}]"), address=address) == ""
    assert day(head=linked(f"[{OTHER}, {OTHER}]"), address=address) == "2021-08-01"


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "WebPage", "datePublished": "2021-08-05"}',
        '{"@type": ["WebPage", "ItemPage"], "datePublished": ["2021-08-05"]}',
        '{"datePublished": "2021-08-05"}',
        '{"@type": "NewsArticle", "datePublished": "2021-08-05",, "author": {}}',
        '{"@type": "NewsArticle", "dateCreated": "2021-08-05"}',
        '{"@type": "HowTo", "datePublished": "2021-08-05T22:06:08:684Z"}',
        '{"@type": "VideoObject", "name": "Road closed", "uploadDate": "2021-08-05"}',
    ],
)
def test_the_page_itself_states_its_day(script):
    assert day(head=linked(script)) == "2021-08-05"


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "ImageObject", "datePublished": "2021-08-05"}',
        '{"@type": "VideoObject", "uploadDate": "2021-08-05", "dateCreated": "2021-08-05"}',
        '{"@type": "WebPage", "video": {"@type": "VideoObject", "datePublished": "2021-08-05"}}',
        f'{{"@type": "ItemList", "itemListElement": [{OTHER}]}}',
        '{"@type": "WebSite", "mentions": {"@type": "Book", "datePublished": "2021-08-05"}}',
        '{"@type": "NewsArticle", "dateModified": "2021-08-05"}',
        '{"@type": "WebSite", "datePublished": "2021-08-05"}',
        '{"@type": ["Blog", "WebPage"], "datePublished": "2021-08-05"}',
        '{"@type": "CollectionPage", "datePublished": "2021-08-05"}',
    ],
)
def test_what_a_page_contains_or_lists_does_not_state_its_day(script):
    assert day(head=linked(script)) == ""


def test_of_two_days_of_publication_the_one_that_the_page_shows_counts():
    head = "<meta property=article:published_time content=2021-08-09>" + linked(
        '{"@type": "NewsArticle", "datePublished": "2021-08-05", "dateModified": "2021-08-09"}'
    )
    assert day(head=head) == ""
    assert day(head=head, before="<p>Aug 5, 2021</p>") == "2021-08-05"


@pytest.mark.parametrize("empty", ["0001-01-01T00:00:00", "1970-01-01T00:00:00Z", "0000-00-00"])
def test_a_date_that_systems_write_for_none_is_none(empty):
    assert day(head=f"<meta property=article:published_time content={empty}>") == ""


@pytest.mark.parametrize(
    "around",
    [
        "itemscope itemtype=https://schema.org/Comment",
        "itemscope itemtype=https://schema.org/VideoObject",
        "class=related itemscope itemtype=https://schema.org/NewsArticle",
        "class='story-comments'",
    ],
)
def test_a_property_of_what_stands_beside_the_article_is_not_that_of_the_page(around):
    published = "<meta itemprop=datePublished content=2021-08-05>"
    assert day(after=f"<div {around}>{published}</div>") == ""
    assert day(after=f"<div>{published}</div>") == "2021-08-05"


def test_a_property_within_the_article_is_its_own_whatever_the_names_around_it():
    head = "</head><body class=comments-open itemscope itemtype=https://schema.org/WebPage>"
    published = "<meta itemprop=datePublished content=2021-08-05>"
    assert day(head=head, before=published) == "2021-08-05"
