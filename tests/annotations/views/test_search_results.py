"""What a search finds: articles by address, what somebody said, spellings, counts."""

import re
from urllib.parse import unquote

import pytest

from annotations.models import Member, ReadingState
from corpus.models import Article
from corpus.models.correction import correct
from corpus.search_index.newest_hits import Limits, newest
from tests.annotations.views.test_search import client, corpus, member, search, titles
from tests.support.acts import act
from tests.support.factories import (
    make_article,
    make_claim,
    make_passage,
    make_person,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db
__all__ = ["client", "corpus", "member"]


@pytest.fixture
def addressed():
    for number, url in enumerate(
        [
            "https://www.bbc.com/news/world-asia-58040141?utm_source=feed",
            "https://www.bbc.com/news/world-asia-580401412",
            "https://tass.com/world/1322415",
            "https://example.org/view?id=5&lang=ru",
            "https://ria.ru/%D0%BC%D0%B8%D1%80/taliban-20210805.html",
            "",
        ]
    ):
        make_article(f"Nothing {number}.", f"A{number}", f"2021-08-0{number + 1}", url=url)
    make_article(
        "See tass.com/world/1322415 and 9/11 in state-of-the-art he/she/they.", "Cites", "2022"
    )


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("https://www.bbc.com/news/world-asia-58040141", ["A0"]),
        ("http://bbc.com/news/world-asia-58040141/?utm_campaign=x#top", ["A0"]),
        ("www.BBC.com/news/world-asia-58040141", ["A0"]),
        ("bbc.com/news/world-asia-58040141?page=2", ["A0"]),
        ("<https://bbc.com/news/world-asia-58040141>.", ["A0"]),
        ("“https://bbc.com/news/world-asia-58040141”", ["A0"]),
        ("‘https://bbc.com/news/world-asia-58040141’.", ["A0"]),
        ("«www.bbc.com/news/world-asia-58040141», ", ["A0"]),
        ("(https://bbc.com/news/world-asia-58040141)", ["A0"]),
        ("([<bbc.com/news/world-asia-58040141>]).", ["A0"]),
        ("(“https://bbc.com/news/world-asia-58040141”)", ["A0"]),
        ("//bbc.com/news/world-asia-58040141", ["A0"]),
        ("world-asia-58040141", ["A1", "A0"]),
        ("/news/world-asia", ["A1", "A0"]),
        ("/news/world-asia?utm_source=x#top", ["A1", "A0"]),
        ("bbc.com", ["A1", "A0"]),
        ("https://www.bbc.com/", ["A1", "A0"]),
        ("tass.com/world/1322415", ["A2"]),
        ("world/1322415", ["A2"]),
        ("https://example.org/view?id=5&lang=ru", ["A3"]),
        ("example.org/view", ["A3"]),
        ("view?id=5", ["A3"]),
        ("view?id=5&lang=ru", ["A3"]),
        ("why?really=so", []),
        ("https://example.org/view?id=6", []),
        ("https://ria.ru/мир/taliban-20210805.html", ["A4"]),
        ("address:tass.com", ["A2"]),
        ("url:tass.com from:2021", ["A2"]),
        ("address:tass.com from:2022", []),
        # In quotation marks a whole address is one still; a part of one is a phrase there.
        ('"tass.com/world/1322415"', ["Cites"]),
        ('"https://tass.com/world/1322415"', ["A2"]),
        ('("www.tass.com/world/1322415/").', ["A2"]),
        ("'https://tass.com/world/1322415'", ["A2"]),
        ("`https://tass.com/world/1322415`", ["A2"]),
        ("“tass.com/world/1322415”", ["Cites"]),
        ("(state-of-the-art)", ["Cites"]),
        ("9/11", ["Cites"]),
        ("state-of-the-art", ["Cites"]),
        ("he/she/they", ["Cites"]),
        ("-tass.com nothing", ["A5", "A4", "A3", "A2", "A1", "A0"]),
    ],
)
def test_an_address_or_a_part_of_it_finds_its_article(client, addressed, q, expected):
    assert titles(search(client, q)) == expected


def test_the_words_of_an_address_are_searched_without_the_signs_around_it(client, addressed):
    page = search(client, "(“https://tass.com/world/1322415”)", facets=1).content.decode()
    [words] = re.findall(r'with this address. <a href="([^"]*)"', page)
    assert unquote(words) == '?q="tass.com/world/1322415"'
    assert titles(search(client, '"tass.com/world/1322415"')) == ["Cites"]


def test_a_search_for_an_address_leads_to_its_words_and_to_fewer_articles(client, addressed):
    page = search(client, "bbc.com", facets=1).content.decode()
    assert re.findall(r'with this address. <a href="([^"]*)"', page) == ["?q=%22bbc.com%22"]
    assert "Counts cover 2 articles." in page
    assert re.findall(r'href="([?]q=address[^"]*)', page) == [
        "?q=address%3Abbc.com%20from%3A2021-08%20to%3A2021-08",
        "?q=address%3Abbc.com%20source%3Anone",
    ]


@pytest.fixture
def zakharova(member):
    person = make_person("Maria Zakharova", aliases=["Захарова"])
    article = make_article(
        "She said: we see districts. He replied: cities. She is known in districts.", "Both"
    )
    make_passage(article, "we see districts", member, people=[(person, "speaks")])
    make_passage(article, "cities", member)
    other = make_article("She said: we see cities. Others hold districts.", "Apart")
    make_passage(other, "we see cities", member, people=[(person, "speaks")])
    make_passage(other, "Others hold districts", member, people=[(person, "spoken_of")])
    make_claim("The districts fell.", by=member, speaker=person)
    make_claim("The districts stand.", by=member)
    return person


@pytest.mark.parametrize(
    ("q", "articles", "passages", "claims"),
    [
        ('speaker:"Maria Zakharova" districts', ["Both"], 1, 1),
        ("speaker:захарова district", ["Both"], 1, 1),
        ('speaker:"Maria Zakharova" "see cities"', ["Apart"], 1, 0),
        ('speaker:"Maria Zakharova" (districts OR cities)', ["Apart", "Both"], 2, 1),
        ('speaker:"Maria Zakharova"', ["Apart", "Both"], 2, 1),
        ('speaker:"Maria Zakharova" replied', [], 0, 0),
        ('districts -speaker:"Maria Zakharova"', [], 1, 1),
        ('person:"Maria Zakharova" districts', ["Apart", "Both"], 2, 0),
        ("speaker:Nobody districts", [], 0, 0),
    ],
)
def test_speaker_finds_what_somebody_said(client, zakharova, q, articles, passages, claims):
    page = client.get("/search/facets/", {"q": q}).content.decode()
    counts = dict(re.findall(r"(\w+)\s+<span class=\"search-groups__count\">([^<]+)<", page))
    assert sorted(titles(search(client, q))) == articles
    assert [counts[each] for each in ("Articles", "Passages", "Claims")] == [
        str(len(articles)),
        str(passages),
        str(claims),
    ]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("cooperation", ["hyphens", "joined"]),
        ("co-operation", ["hyphens", "joined"]),
        ('"co-operations plan"', []),
        ('"cooperation plan"', ["hyphens", "joined"]),
        ("cooperat*", ["hyphens", "joined"]),
        ("G7 covid19", ["hyphens", "joined"]),
        ("G-7 -email", []),
        ("kasar", ["Hausa"]),
        ("ƙasar", ["Hausa"]),
        ("قاهرة", ["and in", "article", "bare"]),
        ("القاهرة", ["and in", "article", "bare"]),
        ("وبالقاهرة", ["and in", "article", "bare"]),
        ('"قاهرة"', ["bare"]),
        ("لبنان", ["and in"]),
        # A rare word, which "and" would make of وزير.
        ("زير", ["bare"]),
        ("وزير", ["bare"]),
    ],
)
def test_spellings_of_a_word_meet(client, q, expected):
    make_article("The co-operation plan: e-mail the G-7 on COVID-19.", "hyphens")
    make_article("A cooperation plan: email the G7 on covid19.", "joined")
    make_article("Ɗan ƙasar.", "Hausa")
    make_article("القاهرة", "article")
    make_article("وبالقاهرة ولبنان", "and in")
    make_article("قاهرة وزير", "bare")
    assert sorted(titles(search(client, q))) == expected


def test_hidden_passages_of_colleagues_are_counted(client, member):
    article = make_article("The convoy left at dawn.", "Convoy")
    make_passage(article, "convoy left", make_user())
    make_passage(article, "The convoy", make_user())
    make_passage(article, "at dawn", make_user())
    make_passage(article, "convoy left at", member)

    def group():
        page = " ".join(search(client, "convoy", group="passages").content.decode().split())
        number = re.search(r'Passages <span class="search-groups__count">(\d+)', page)[1]
        return number, re.findall(r"\(\d+ hidden\)|\d+ hidden:", page)

    assert group() == ("3", [])
    act(member, Member.objects.hide_colleagues, True)
    assert group() == ("1", ["(2 hidden)", "2 hidden:"])
    act(member, ReadingState.objects.mark, article, "done")
    assert group() == ("3", [])


def test_a_count_that_stopped_early_is_finished_by_the_facets(client, corpus, monkeypatch):
    hasty = Limits(max_candidates=0, sample=1, first_window=1, second_window=1, growth=1, seconds=0)
    monkeypatch.setitem(newest.__kwdefaults__, "limits", hasty)

    def articles(page):
        text = " ".join(page.content.decode().split())
        return re.search(r'Articles <span class="search-groups__count">([^<]*)<', text)[1]

    # One word is counted at once on SQLite.
    assert articles(search(client, "convoy -quiet", group="claims")) == ""
    assert articles(client.get("/search/facets/", {"q": "convoy -quiet"})) == "3"


def test_results_show_what_changed_since_the_same_search(client, member):
    """The words found stand below the opening of the text, which alone has its own column."""

    def shown():
        page = client.get("/search/", {"q": "everywhere"}).content.decode()
        [line] = re.findall(r'<li class="result">.*?</li>', page, re.DOTALL)
        words = re.sub("<[^>]+>", " ", line).split()
        return [*words[:3], words[words.index("everywhere") - 1], *words[-2:]]

    before = "Nothing to see here. " * 20
    article, source = make_article(f"{before}Convoys everywhere."), make_source("Herald")
    states = [shown()]
    Article.objects.filter(pk=article.pk).update(source=source)
    states.append(shown())
    act(member, source.grade, "B", "as the test says")
    states.append(shown())
    act(member, correct, article, f"{before}Boats everywhere.", "As printed.")
    states.append(shown())
    make_passage(article, "Boats", member)
    assert [*states, shown()] == [
        ["Publisher", "unknown", "No", "Convoys", "0", "passages"],
        ["Herald", "F", "No", "Convoys", "0", "passages"],
        ["Herald", "B", "No", "Convoys", "0", "passages"],
        ["Herald", "B", "No", "Boats", "0", "passages"],
        ["Herald", "B", "No", "Boats", "1", "passage"],
    ]
