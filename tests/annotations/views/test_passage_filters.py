"""Filters and tables on the pages of tags, people and sources, and the order of their passages."""

import re

import pytest

from annotations.models import Member, Role
from tests.support.acts import act
from tests.support.claim_pages import links_with_text, signed_in
from tests.support.factories import (
    make_article,
    make_passage,
    make_person,
    make_source,
    make_tag,
    make_user,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

TEXT = "One. Two. Three. Four."


@pytest.fixture
def member():
    return signed_in()


@pytest.fixture
def desk():
    """Passages of two sources in three months, tagged "a" or "b" or both, by role of a person."""

    class Desk:
        a, b = make_tag("a"), make_tag("b")
        reuters, tass = make_source("Reuters"), make_source("TASS")
        person = make_person("Bik")

    by = make_user()
    rows = [
        (Desk.reuters, "2021-08-05", "One", ["a"], Role.SPEAKS),
        (Desk.reuters, "2021-08", "Two", ["a", "b"], Role.SPOKEN_OF),
        (Desk.tass, "2021-07-01", "Three", ["b"], Role.SPEAKS),
        (Desk.tass, "2021", "Four", ["a", "b"], Role.SPEAKS),
    ]
    for source, day, quote, tags, role in rows:
        article = make_article(TEXT, source=source, published=day, by=by)
        make_passage(article, quote, tags=tags, people=[(Desk.person, role)], by=by)
    return Desk


def quotes(response):
    links = parse(response).find("body/main").iter("a")
    return [link.text for link in links if "mention__passage" in link.get("class", "")]


def page_of(member, row, query=""):
    return member.get(f"{row.get_absolute_url()}{query}")


def test_passages_are_in_reading_order_with_their_source_on_each_row(member):
    tag, source = make_tag("a"), make_source("Reuters")
    older = make_article(TEXT, source=source, published="2021-08-04")
    newer = make_article(TEXT, source=source, published="2021-08-05")
    for article, quote in [(newer, "Four"), (older, "One"), (newer, "Two"), (newer, "Three")]:
        make_passage(article, quote, tags=["a"])
    page = page_of(member, tag)

    assert quotes(page) == ["Two", "Three", "Four", "One"]
    sources = [
        link for link in links_with_text(page) if link == (source.get_absolute_url(), "Reuters")
    ]
    assert len(sources) == 4


def test_pages_of_passages_follow_one_another_in_reading_order(member):
    tag = make_tag("a")
    words = [f"w{number:02}" for number in range(35)]
    article = make_article(" ".join(words))
    for word in reversed(words):
        make_passage(article, word, tags=["a"])
    first = page_of(member, tag)
    [(older, _)] = [link for link in links_with_text(first) if link[1] == "Next passages"]
    second = page_of(member, tag, older.partition("#")[0])
    [(newer, _)] = [link for link in links_with_text(second) if link[1] == "Previous passages"]

    assert (quotes(first), quotes(second)) == (words[:30], words[30:])
    assert quotes(page_of(member, tag, newer.partition("#")[0])) == words[:30]


@pytest.mark.parametrize(
    ("row", "query", "expected"),
    [
        ("a", "", ["One", "Two", "Four"]),
        ("a", "?with_tag={b}", ["Two", "Four"]),
        ("a", "?source={reuters}", ["One", "Two"]),
        ("a", "?role=speaks", ["One", "Four"]),
        ("a", "?person={person}&role=spoken_of", ["Two"]),
        ("a", "?since=2021-08-06", ["Two", "Four"]),
        ("a", "?month=2021-08", ["One", "Two"]),
        ("a", "?month=2021-01", []),
        ("a", "?source={b}", []),
        ("a", "?since=soon", []),
        # The page's own row cannot be filtered away.
        ("a", "?tag={b}", ["One", "Two", "Four"]),
        ("person", "?role=spoken_of", ["Two"]),
        ("person", "?source={tass}&with_tag={b}", ["Three", "Four"]),
        ("tass", "", ["Three", "Four"]),
        ("tass", "?with_tag={a}", ["Four"]),
        ("tass", "?source={reuters}", ["Three", "Four"]),
    ],
)
def test_filters_leave_what_passes_all(member, desk, row, query, expected):
    names = ("a", "b", "reuters", "tass", "person")
    query = query.format(**{name: getattr(desk, name).public_id for name in names})

    assert sorted(quotes(page_of(member, getattr(desk, row), query))) == sorted(expected)


def cells(response):
    """(number, address) of each cell of the tables, in order."""
    body = parse(response).find("body/main")
    return [(int(link.text), link.get("href")) for td in body.iter("td") for link in td.iter("a")]


@pytest.mark.parametrize("row", ["a", "person", "tass"])
@pytest.mark.parametrize("query", ["", "?role=speaks", "?with_tag={b}", "?month=2021-08"])
def test_cells_lead_to_as_many_passages_as_they_say(member, desk, row, query):
    query = query.format(b=desk.b.public_id)
    table_cells = cells(page_of(member, getattr(desk, row), query))

    assert len(table_cells) > 0
    for number, address in table_cells:
        shown = quotes(page_of(member, getattr(desk, row), address.partition("#")[0]))
        assert (address, len(shown)) == (address, number)


def test_tags_that_occur_together_are_counted(member, desk):
    page = parse(page_of(member, desk.a)).find("body/main")
    [together] = [
        p
        for p in page.iter("p")
        if "tag-list" in p.get("class", "") and p[0].tag == "a" and "with_tag" in p[0].get("href")
    ]

    assert " ".join("".join(together.itertext()).split()) == "b 2"


def test_export_holds_what_the_filters_leave(member, desk):
    query = f"?with_tag={desk.b.public_id}&source={desk.reuters.public_id}"
    page = page_of(member, desk.a, query)
    [address] = [
        link
        for link, text in links_with_text(page)
        if link.startswith("/passages.csv") and text == "CSV"
    ]

    rows = member.get(address).getvalue().decode()
    assert [word for word in ("One", "Two", "Three", "Four") if re.search(rf",{word},", rows)] == [
        "Two"
    ]


def test_passages_that_a_member_does_not_see_are_not_counted(desk):
    member = make_user()
    act(member, Member.objects.hide_colleagues, True)
    browser = signed_in()
    browser.force_login(member)

    assert (quotes(page_of(browser, desk.a)), cells(page_of(browser, desk.a))) == ([], [])


UNREADABLE = {
    "role=shouts": "There is no role “shouts”.",
    "state=gone": "There is no state “gone”.",
    "month=2021-13": "Write the month as 2021-07.",
    "since=yesterday": "“yesterday” is not a date. Write it as 2021-08-05, 2021-08 or 2021.",
    "until=2021-02-30": "There is no day 2021-02-30 in the calendar.",
    "author=nobody": "No member is called “nobody”.",
    "with_tag=x": "There is no tag “x”.",
    "person=x": "There is no person “x”.",
    "source=x": "There is no source “x”.",
    "article=x": "There is no article “x”.",
    "claim=x": "There is no claim “x”.",
}


@pytest.mark.parametrize(("query", "words"), UNREADABLE.items(), ids=UNREADABLE)
def test_filter_that_cannot_be_read_is_named_and_no_passage_shown(member, desk, query, words):
    page = page_of(member, desk.a, f"?{query}")
    errors = parse(page).find(".//*[@id='filter-period-error']")
    assert (" ".join("".join(errors.itertext()).split()), quotes(page)) == (words, [])
    search_page = member.get(f"/search/?q=one&group=passages&{query}")
    shown = " ".join("".join(parse(search_page).find("body/main").itertext()).split())
    assert f"{words} Correct the filters above." in shown
