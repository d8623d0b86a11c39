"""Hits of a search in the open article: what of the text they mark, and what the page says."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.highlighting.html import Span, draw
from annotations.highlighting.search_hits import MAX_MARKED, hits_in
from corpus.search.parser import parse as parse_query
from tests.support.factories import make_article, make_passage, make_person, make_user
from tests.support.pages import parse

HIT = re.compile(r'<b class="hit"(?: id="hit-(\d+)")? data-hit="(\d+)">([^<]*)</b>')
TEXT = "The Taliban lack men. Talibán <fighters>\n\nwait. The Taliban\u2019s men lack nothing."


def bare(html):
    return re.sub(r'<b class="hit"[^>]*>|</b>', "", html)


def hits_of(typed, title, text):
    return hits_in(typed, parse_query(typed, frozenset(["source"])).tree, title, text)


def hit_words(typed, text=TEXT, title="Taliban"):
    return [text[start:end] for start, end in hits_of(typed, title, text).spans]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("taliban", ["Taliban", "Talibán", "Taliban"]),
        ("lacking", ["lack", "lack"]),
        ('"men lack"', ["men lack"]),
        ("fight*", ["fighters"]),
        ('"fighters wait"', ["fighters>\n\nwait"]),
        ("nothing -men", ["nothing"]),
        ("title:lack source:Reuters", []),
        ("(nothing OR wait", ["wait", "nothing"]),
    ],
)
def test_every_way_of_asking_finds_its_words(typed, words):
    assert hit_words(typed) == words


def test_title_has_its_own_hits_which_are_not_counted():
    hits = hits_of("title:<b> lack", "<b>Lack</b> & more", TEXT)

    tag = '&lt;{0}<b class="hit">b</b>&gt;'
    title = f'{tag.format("")}<b class="hit">Lack</b>{tag.format("/")} &amp; more'
    assert hits.title == title
    assert (hits.number, hits_of("men", "Nobody", TEXT).title) == (2, "")


def test_more_hits_than_are_marked_are_counted():
    hits = hits_of("a", "", "a " * (MAX_MARKED + 7))

    assert (len(hits.spans), hits.number, hits.is_cut) == (500, 507, True)


def test_hit_is_cut_where_marks_and_paragraphs_end():
    spans = [Span("x", 4, 24), Span("y", 12, 48)]
    start = TEXT.index("fighters")
    drawn = draw(TEXT, spans, [(4, 11), (start, TEXT.index("wait") + 4)])

    pieces = [HIT.findall(str(paragraph.html)) for paragraph in drawn]
    assert pieces == [[("1", "1", "Taliban"), ("2", "2", "fighters&gt;")], [("", "2", "wait")]]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 30)), max_size=8),
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 12)), max_size=8),
)
def test_hits_change_nothing_else_and_hold_their_words(passages, gaps):
    spans = [
        Span(f"p{n}", start, min(start + length, len(TEXT)), n % 11)
        for n, (start, length) in enumerate(passages)
        if start < len(TEXT)
    ]
    hits, at = [], 0
    for gap, length in gaps:
        at += gap + length
        if at <= len(TEXT):
            hits.append((at - length, at))
    drawn = draw(TEXT, spans, hits)

    assert [(p.start, p.end, bare(p.html)) for p in drawn] == [
        (p.start, p.end, p.html) for p in draw(TEXT, spans)
    ]
    words = dict.fromkeys(range(1, len(hits) + 1), "")
    for paragraph in drawn:
        for _, number, piece in HIT.findall(str(paragraph.html)):
            words[int(number)] += piece
    assert list(words.values()) == [
        TEXT[start:end].replace("\n", "").replace("<", "&lt;").replace(">", "&gt;")
        for start, end in hits
    ]


@pytest.mark.django_db
def test_page_opened_from_a_search_marks_hits_and_leads_to_them(client):
    member = make_user()
    client.force_login(member)
    article = make_article(text=TEXT, title="Who the Taliban are")
    make_passage(article, "lack men. Tali", by=member)
    address = article.get_absolute_url()

    with CaptureQueriesContext(connection) as plain:
        html = client.get(address).content.decode()
    assert ("data-hit" in html, "data-hits" in html) == (False, False)
    with CaptureQueriesContext(connection) as searched:
        response = client.get(address, {"q": 'taliban "lack <men"'})
    page = parse(response)
    # The next that was found is looked for: at the newest, and among what is rare. Before that:
    # whether the index is whole, and the forms of the words, for names of people and for articles,
    # and those with a hyphen: all but the names in one statement of PostgreSQL. SQLite asks for the
    # articles twice; on PostgreSQL the next article of all is not a statement of its own, nor where
    # the newest articles end.
    assert len(searched) == len(plain) + (3 if connection.vendor == "postgresql" else 6)
    html = response.content.decode()
    assert HIT.findall(html) == [
        ("1", "1", "Taliban"),
        ("2", "2", "lack men"),
        ("3", "3", "Tali"),
        ("", "3", "bán"),
        ("4", "4", "Taliban"),
    ]
    assert 'Who the <b class="hit">Taliban</b> are </h1>' in " ".join(html.split())
    [bar] = [each for each in page.iter("nav") if each.get("data-hits")]
    assert " ".join("".join(bar.itertext()).split()).startswith('4 hits for taliban "lack <men" ')
    ways = [each.get("href") for each in bar.iter("a") if each.get("href").startswith("#")]
    assert ways == ["#hit-4", "#hit-1", "#hit-1", "#hit-2", "#hit-3", "#hit-4"]


@pytest.mark.django_db
def test_page_opened_from_a_search_for_a_person_marks_the_other_names(client):
    member = make_user()
    client.force_login(member)
    make_person("Zamir Kabulov", aliases=["The Envoy"])
    article = make_article(text="Kabul. The Envoy spoke; Zamir Kabulov did not.")

    html = client.get(article.get_absolute_url(), {"q": "Zamir Kabulov"}).content.decode()

    assert [words for *_, words in HIT.findall(html)] == ["The Envoy", "Zamir", "Kabulov"]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["source:Reuters", '"', "-men", "\x00", "(" * 3000, "nowhere"])
def test_page_says_that_nothing_typed_stands_in_the_text(client, typed):
    client.force_login(make_user())
    response = client.get(make_article(text=TEXT).get_absolute_url(), {"q": typed})

    parse(response)
    html = response.content.decode()
    assert (response.status_code, "data-hit=" in html) == (200, False)
    assert ("No hits in the text for" in html) == (typed != "\x00")
