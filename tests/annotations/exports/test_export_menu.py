"""The Export menu on pages, and the links that programs follow from lists."""

import pytest
from lxml import html

from annotations.templatetags.exports import export_links
from tests.support.claim_pages import signed_in
from tests.support.factories import (
    make_article,
    make_evidence,
    make_passage,
    make_person,
    make_source,
)

MENU, ALTERNATES = "//details[@class='export']", "//link[@rel='alternate']"

pytestmark = pytest.mark.django_db


def page_at(browser, address):
    response = browser.get(address)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def menu_of(page):
    """The line of the menu that says what it exports, and its addresses."""
    [menu] = page.xpath(MENU)
    words = menu.find(".//p").text_content().strip()
    return words, [link.get("href") for link in menu.iter("a")]


@pytest.mark.parametrize(
    ("address", "words", "csv"),
    [
        ("/articles/", "All articles", "/articles.csv"),
        ("/articles/?source=Reuters", "1 article, as on this page", "/articles.csv?source=Reuters"),
        ("/claims/", "all claims, as on this page", "/claims.csv?status=current"),
        ("/claims/?status=draft", "all claims, as on this page", "/claims.csv?status=draft"),
        ("/people/", "All people", "/people.csv"),
        ("/sources/?q=r", "all sources, as on this page", "/sources.csv?q=r"),
    ],
)
def test_lists_export_what_they_show(address, words, csv):
    make_evidence(passage=make_passage(make_article(source=make_source("Reuters"))))
    make_person("Zamir")
    browser = signed_in()
    page = page_at(browser, address)
    said, addresses = menu_of(page)
    assert (said, addresses[1]) == (words, csv)
    alternates = {link.get("type"): link.get("href") for link in page.xpath(ALTERNATES)}
    assert alternates == {"text/csv": csv, "application/jsonl": csv.replace(".csv", ".json")}
    assert {browser.get(each).status_code for each in addresses} == {200}


def test_the_list_of_tags_names_the_codebook():
    links = page_at(signed_in(), "/tags/").xpath(ALTERNATES)
    assert [link.get("href") for link in links] == ["/tags.csv", "/tags.json", "/tags.qdc"]


def test_records_export_their_passages():
    person, source = make_person("Zamir"), make_source("Reuters")
    article = make_article(source=source)
    passage = make_passage(article, tags=["roads"], people=[(person, "speaks")])
    claim, tag = make_evidence(passage=passage).claim, passage.tags.get()
    browser = signed_in()
    for row, query in (
        (person, f"/passages.csv?person={person.public_id}"),
        (source, f"/passages.csv?source={source.public_id}"),
        (tag, f"/passages.csv?tag={tag.public_id}"),
        (article, f"/passages.csv?article={article.public_id}"),
        (claim, f"/claims.csv?claim={claim.public_id}"),
    ):
        _, addresses = menu_of(page_at(browser, row.get_absolute_url()))
        assert addresses[1] == query
        assert {browser.get(each).status_code for each in addresses} == {200}


def test_search_exports_the_group_that_it_shows():
    make_passage(make_article("The “convoy” & more."))
    browser = signed_in()
    for group in ("articles", "passages", "claims"):
        page = page_at(browser, f"/search/?q=convoy+more&group={group}")
        assert menu_of(page)[1][1] == f"/{group}.csv?q=convoy+more"
    assert page_at(browser, "/search/?q=convoy&group=people").xpath(MENU) == []
    assert page_at(browser, "/search/").xpath(f"{ALTERNATES} | {MENU}") == []


def test_article_and_claim_are_cited_from_their_pages():
    article, claim = make_article(), make_evidence().claim
    browser = signed_in()
    expected = [f"/articles.{name}?article={article.public_id}" for name in ("bibtex", "csl")]
    words, addresses = menu_of(page_at(browser, article.get_absolute_url()))
    assert (words, addresses[-2:]) == ("1 article, as on this page", expected)
    make_passage(article)
    words, addresses = menu_of(page_at(browser, article.get_absolute_url()))
    assert words == "1 passage, as on this page"
    assert [each for each in addresses if each in expected] == expected
    _, addresses = menu_of(page_at(browser, claim.get_absolute_url()))
    assert addresses[-3:] == [
        f"/claims.{name}?claim={claim.public_id}" for name in ("bibtex", "csl", "jsonld")
    ]
    assert {browser.get(each).status_code for each in addresses} == {200}


def test_queries_are_text_in_addresses():
    query = 'q=<b>&x="'
    links = html.fromstring(f"<div>{export_links('people', query)}</div>")
    addresses = [link.get("href") for link in links]
    assert addresses == [f"/people.csv?{query}", f"/people.json?{query}"]
