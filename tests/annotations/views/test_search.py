"""The search page: groups, order, facets, saved searches and completion."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client

from annotations.models import Claim, Member, SavedSearch
from corpus.models import Action, Person
from corpus.models.correction import correct
from corpus.records.merging import merge
from tests.support.acts import act
from tests.support.factories import (
    make_article,
    make_claim,
    make_passage,
    make_person,
    make_source,
    make_tag,
    make_user,
)
from tests.support.member_queries import OF_MEMBER

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_user()


@pytest.fixture
def client(member):
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def corpus(member):
    reuters, tass = make_source("Reuters", "B"), make_source("TASS")
    convoy = make_article(
        "The convoy left at dawn.", "Convoy", "2021-08-05", source=reuters, byline="Олжас Ауезов"
    )
    make_article("A second convoy was seen.", "Second", "2021-07", source=tass)
    make_article("Convoys everywhere; no <b>tags</b>.", "Third", "2019", language="fa")
    make_article("Nothing to see.", "Quiet")
    person = make_person("Alexander Bikantov", aliases=["Vikantov"])
    make_passage(
        convoy, "left at dawn", member, tags=["movement/convoy"], people=[(person, "speaks")]
    )
    make_claim("The convoy left.", by=member)
    return convoy


def titles(page):
    links = re.findall(r'class="result__title"[^>]*>\s*<a[^>]*>(.*?)</a>', page.content.decode())
    return [re.sub("</?mark>", "", link) for link in links]


def search(client, q, **more):
    return client.get("/search/", {"q": q, **more})


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("convoy", ["Convoy", "Second", "Third"]),
        ("convoy -second", ["Convoy", "Third"]),
        ("source:reuters", ["Convoy"]),
        ("convoy source:TASS", ["Second"]),
        ("source:none convoy", ["Third"]),
        ("person:vikantov", ["Convoy"]),
        ("-person:vikantov convoy", ["Second", "Third"]),
        ("tag:movement", ["Convoy"]),
        ("by:ауезов", ["Convoy"]),
        ("from:2021-07-10 to:2021-07-20", ["Second"]),
        ("convoy to:2020", ["Third"]),
        ("lang:fa", ["Third"]),
        ("is:tagged", ["Convoy"]),
        ("is:unread quiet", ["Quiet"]),
    ],
)
def test_articles_are_found_newest_first(client, corpus, q, found):
    assert titles(search(client, q)) == found


def test_hits_are_marked_and_the_rest_escaped(client, corpus):
    page = search(client, "everywhere").content.decode()
    assert "Convoys <mark>everywhere</mark>; no &lt;b&gt;tags&lt;/b&gt;." in page


def test_what_cannot_be_read_is_said_and_the_rest_searched(client, corpus):
    page = search(client, 'convoy from:yesterday is:odd "')
    said = re.search(r"search__problems.*?</ul>", page.content.decode(), re.DOTALL)[0]
    problems = re.findall(r"<li>(.*?)</li>", said)
    assert titles(page) == ["Convoy", "Second", "Third"]
    assert problems == [
        "“yesterday” is not a date. Write it as 2021-08-05, 2021-08 or 2021.",
        "is:odd does not exist. Use is:unread, is:reading, is:done, is:assigned, is:tagged, "
        "is:duplicate.",
        "A quotation mark is not closed.",
    ]


def test_relevance_puts_the_title_first(client, member):
    make_article("A long tale that names the harbour once.", "Tale", "2021-08-05")
    make_article("The harbour of the harbour.", "Harbour", "2001")
    assert titles(search(client, "harbour")) == ["Tale", "Harbour"]
    assert titles(search(client, "harbour", order="relevance")) == ["Harbour", "Tale"]
    for order, link in (("newest", "newest"), ("relevance", "relevance"), ("x", "newest")):
        page = search(client, "harbour", order=order).content.decode()
        assert re.findall(r'aria-current="true">(\w+)<', page) == [link]


def test_other_groups_hold_what_they_are_about(client, corpus):
    def names(group, q):
        page = search(client, q, group=group).content.decode()
        return re.sub("</?mark>", "", page)

    assert "left at dawn</a>" in names("passages", "dawn")
    assert "left at dawn</a>" in names("passages", "person:bikantov")
    assert "left at dawn</a>" not in names("passages", "person:bikantov -dawn")
    assert "The convoy left.</a>" in names("claims", "convoy")
    assert "Alexander Bikantov</a>" in names("people", "vikantov")
    assert "movement/convoy</a>" in names("tags", "movement")
    assert "No claims match" in names("claims", "convoy source:Reuters")


def test_counts_and_facets_say_what_they_count(client, corpus):
    page = client.get("/search/facets/", {"q": "convoy"}).content.decode()
    counts = re.findall(r"(\w+)\s+<span class=\"search-groups__count\">([^<]+)<", page)
    assert counts == [
        ("Articles", "3"),
        ("Passages", "0"),
        ("Claims", "1"),
        ("People", "0"),
        ("Tags", "1"),
    ]
    assert "Counts cover 3 articles." in page
    values = re.findall(
        r"facet__name\">(?:<span[^>]*>)?([^<]+)<.*?facet__count\">(\d+)<", page, re.DOTALL
    )
    assert values == [
        ("Reuters", "1"),
        ("TASS", "1"),
        ("Publisher unknown", "1"),
        ("Alexander Bikantov", "1"),
        ("movement/convoy", "1"),
        ("en", "2"),
        ("fa", "1"),
    ]
    assert re.findall(r'aria-label="([^"]+: \d+ article)', page) == [
        "July 2021: 1 article",
        "August 2021: 1 article",
    ]
    assert "Not in the chart: 1 dated by year only." in " ".join(page.split())


def test_every_value_of_a_facet_narrows_to_as_many_as_it_says(client, corpus):
    page = client.get("/search/facets/", {"q": "convoy OR quiet"}).content.decode()
    links = re.findall(
        r'href="(\?q=[^"]+)"[^>]*>\s*<span class="facet__name.*?count">(\d+)', page, re.DOTALL
    )
    bars = re.findall(r'href="(\?q=[^"]+)" aria-label="[^"]+: (\d+) article', page)
    assert len(links) == 7
    assert len(bars) == 2
    for address, count in [*links, *bars]:
        found = client.get(f"/search/{address.replace('&amp;', '&')}")
        assert len(titles(found)) == int(count)


def test_queries_do_not_grow_with_what_is_found(client, corpus, django_assert_num_queries):
    search(client, "convoy")
    # PostgreSQL finds in one statement where the newest articles end, which of them are hits, who
    # is named, and whether the words still have the same forms.
    queries = OF_MEMBER + (3 if connection.vendor == "postgresql" else 6)
    with django_assert_num_queries(queries):
        search(client, "convoy")
    for number in range(8):
        make_article(f"Convoy {number}", source=make_source())
    # One more, for the texts that were not searched for these words before.
    with django_assert_num_queries(queries + 1):
        search(client, "convoy")


def test_pages_follow_each_other_without_gap_or_repeat(client, member):
    for number in range(45):
        make_article(
            f"Harbour {number:02}", f"Harbour {number:02}", f"2021-01-{number % 28 + 1:02}"
        )
    seen, address = [], "/search/?q=harbour"
    while address:
        page = client.get(address)
        seen += titles(page)
        following = re.search(r'href="(\?[^"]+)" rel="next"', page.content.decode())
        address = f"/search/{following[1].replace('&amp;', '&')}" if following else None
    assert len(seen) == len(set(seen)) == 45


def test_saved_searches_are_ones_own_and_can_be_undone(client, member, corpus):
    other = Client()
    other.force_login(make_user())
    kept = client.post("/search/saved/", {"name": "Convoys", "query": "q=convoy&group=claims&x=1"})
    saved = SavedSearch.objects.get()
    assert (kept.status_code, kept["Location"]) == (303, "/search/?q=convoy&group=claims")
    assert (saved.member, saved.query) == (member, "q=convoy&group=claims")
    assert other.post(f"/search/saved/{saved.public_id}/forget/").status_code == 404
    assert "Convoys" not in other.get("/search/").content.decode()
    assert client.post(f"/search/saved/{saved.public_id}/forget/").status_code == 303
    assert list(SavedSearch.objects.all()) == []
    action = Action.objects.get(kind="search.forget")
    assert client.post(f"/actions/{action.pk}/undo/").status_code == 303
    assert SavedSearch.objects.get().name == "Convoys"


def test_saved_searches_are_told_to_nobody_else(client, member, corpus):
    client.post("/search/saved/", {"name": "Kept to myself", "query": "q=convoy"})
    action = Action.objects.get(kind="search.save")
    history = f"/members/{member.pk}/history/"
    assert "Kept to myself" in client.get(history).content.decode()
    editor = Client()
    editor.force_login(make_user("Editors"))
    told = editor.get(history).content.decode()
    assert "Kept to myself" not in told
    assert "The convoy left." in told
    assert editor.get(f"/actions/{action.pk}/undo/").status_code == 403
    assert client.post(f"/actions/{action.pk}/undo/").status_code == 303
    assert "Kept to myself" not in editor.get(history).content.decode()
    assert "Kept to myself" in client.get(history).content.decode()


def test_values_are_completed_where_the_caret_is(client, corpus):
    page = client.get("/search/complete/", {"q": "convoy source:reu -x", "at": 17})
    assert re.findall(r'data-value="([^"]*)"', page.content.decode()) == [
        "convoy source:Reuters -x"
    ]
    assert client.get("/search/complete/", {"q": "convoy", "at": 6}).content.strip() == b""


@pytest.mark.parametrize("name", ['the "deal"', "the «deal»", 'a\\"b\\', '"'])
def test_names_with_quotation_marks_are_asked_for_by_the_pages_own_links(client, member, name):
    passage = {"tags": [make_tag(name).name], "people": [(make_person(name), "speaks")]}
    make_passage(make_article("Harbour.", "Harbour"), "Harbour", member, **passage)
    make_passage(make_article("Harbour.", "Other"), "Harbour", member, tags=["the deal"])
    page = client.get("/search/facets/", {"q": "harbour"}).content.decode()
    links = re.findall(r'href="(\?q=[^"]*(?:person|tag)%3A[^"]*%5C[^"]*)"', page)
    assert [titles(client.get(f"/search/{link}")) for link in links] == [["Harbour"]] * 2


def test_a_name_with_quotation_marks_is_completed(client):
    make_person('Muhammad "Bill" Karim')
    typed = 'person:"Muhammad \\"Bi'
    page = client.get("/search/complete/", {"q": typed, "at": len(typed)}).content.decode()
    assert [unescape(each) for each in re.findall(r'data-value="([^"]*)"', page)] == [
        'person:"Muhammad \\"Bill\\" Karim" '
    ]


def test_facets_of_nothing_count_nothing(client):
    page = client.get("/search/facets/", {"q": "convoy"}).content.decode()
    assert ("Save this search" in page, "Counts cover" in page) == (True, False)


def test_other_names_of_a_person_are_searched_too_and_said(client, member):
    person = make_person("Alexander Bikantov", aliases=["Vikantov"])
    make_article("Vikantov spoke at noon.", "Reuters", "2021-08-05")
    make_article("Alexander Bikantov spoke too.", "TASS", "2021-08-04")
    page = search(client, "vikantov spoke")
    said = re.search(r'search__expanded">(.*?)</p>', page.content.decode(), re.DOTALL)[1]
    assert titles(page) == ["Reuters", "TASS"]
    assert (
        " ".join(re.sub("<[^>]*>", "", said).split())
        == "Also searched: Alexander Bikantov. Search only Vikantov"
    )
    only = re.search(r'href="([^"]+)"', said)[1].replace("&amp;", "&")
    assert titles(client.get(f"/search/{only}")) == ["Reuters"]
    act(member, person.aliases.get().remove)
    assert titles(search(client, "vikantov spoke")) == ["Reuters"]


def test_people_who_were_merged_lend_their_names(client, member):
    one, other = make_person("Ann Brown"), make_person("Anna Braun")
    make_article("Ann Brown left.", "One")
    make_article("Anna Braun left.", "Other")
    act(member, merge, one, other)
    assert titles(search(client, "ann brown")) == ["Other", "One"]


def test_the_next_article_is_the_next_that_was_found(client, corpus):
    page = client.get(f"{corpus.get_absolute_url()}?q=convoy -everywhere").content.decode()
    [(address, title)] = re.findall(r'href="([^"]+)" rel="next"[^>]*>([^<]+)<', page)
    assert (address.split("?")[1], title) == ("q=convoy+-everywhere", "Second")
    last = client.get(f"{address.split('?')[0]}?q=convoy -everywhere").content.decode()
    assert 'rel="next"' not in last


def test_who_codes_alone_finds_nothing_by_what_colleagues_marked(client, member, corpus):
    colleague = make_user()
    person = make_person("Zamir Kabulov")
    make_passage(
        corpus, "convoy left", colleague, tags=["secret"], people=[(person, "speaks")], note="hush"
    )
    queries = ["person:kabulov", "tag:secret"]
    assert [titles(search(client, q)) for q in queries] == [["Convoy"], ["Convoy"]]
    assert "hush" in search(client, "hush", group="passages").content.decode()
    facets = client.get("/search/facets/", {"q": "convoy"}).content.decode()
    assert ("Zamir Kabulov" in facets, "secret" in facets) == (True, True)

    act(member, Member.objects.hide_colleagues, True)

    assert [titles(search(client, q)) for q in queries] == [[], []]
    assert titles(search(client, "-tag:secret convoy")) == ["Convoy", "Second", "Third"]
    found = search(client, "hush", group="passages").content.decode()
    assert "No passages match" in found
    facets = client.get("/search/facets/", {"q": "convoy"}).content.decode()
    assert ("Zamir Kabulov" in facets, "secret" in facets) == (False, False)
    assert ("Alexander Bikantov" in facets, "movement/convoy" in facets) == (True, True)


def test_what_was_deleted_is_found_in_no_group(client, member, corpus):
    passage = corpus.passages.get()
    claim, person = Claim.objects.get(), Person.objects.get(name="Alexander Bikantov")
    act(member, passage.remove)
    act(member, claim.remove)
    act(member, person.remove)
    assert "No passages match" in search(client, "dawn", group="passages").content.decode()
    claims = search(client, "convoy", group="claims").content.decode()
    assert "No claims match" in claims
    assert re.findall(r"Claims\s+<[^>]*>([^<]*)<", claims) == ["0"]
    assert "No people match" in search(client, "bikantov", group="people").content.decode()
    act(member, corpus.remove)
    assert titles(search(client, "convoy")) == ["Second", "Third"]
    facets = client.get("/search/facets/", {"q": "convoy"}).content.decode()
    assert "Counts cover 2 articles." in facets


def test_a_deleted_article_hides_its_passages_from_search(client, member, corpus):
    act(member, corpus.remove)
    assert "No passages match" in search(client, "dawn", group="passages").content.decode()


def test_what_was_changed_is_found_by_its_new_words_alone(client, member, corpus):
    act(member, correct, corpus, "The lorry left at dawn.", "As printed.")
    assert titles(search(client, "lorry")) == ["Convoy"]
    assert titles(search(client, '"the convoy left"')) == []
    claim = Claim.objects.get()
    act(member, claim.edit, claim.version, statement="The lorry left.")
    assert "No claims match" in search(client, "convoy", group="claims").content.decode()
    assert "lorry</mark> left.</a>" in search(client, "lorry", group="claims").content.decode()


def test_texts_that_others_carry_are_found_as_duplicates(client, corpus):
    told = " ".join(f"word{number}" for number in range(80))
    make_article(told, "First", "2021-01-01")
    make_article(f"{told} and more", "NearDuplicates", "2021-01-02")
    assert titles(search(client, "is:duplicate")) == ["NearDuplicates", "First"]
    assert titles(search(client, "word7 -is:duplicate")) == []


def test_languages_are_completed_too(client, corpus):
    page = client.get("/search/complete/", {"q": "lang:f", "at": 6})
    assert re.findall(r'data-value="([^"]*)"', page.content.decode()) == ["lang:fa "]


def test_articles_of_unknown_language_are_found_and_counted(client, corpus):
    unknown = make_article("Convoys again.", "Fourth", "2018", language="")
    assert titles(search(client, "lang:und")) == ["Fourth"]
    assert titles(search(client, "convoys language:fa")) == ["Third"]
    assert titles(search(client, "convoys language:(fa OR und)")) == ["Third", "Fourth"]
    for typed in ("lang:u", "language:u"):
        page = client.get("/search/complete/", {"q": typed, "at": len(typed)})
        assert re.findall(r'data-value="([^"]*)"', page.content.decode()) == ["lang:und "]
    facet = client.get("/search/facets/", {"q": "convoys"}).content.decode()
    assert "lang%3Aund" in facet
    assert ">unknown<" in re.sub(r"\s+", "", facet)
    page = client.get(unknown.get_absolute_url()).content.decode()
    assert 'lang="" dir="auto"' in page


def test_bylines_are_completed_by_any_of_their_words(client, corpus):
    make_article("Text.", "Also", "2020", byline="Alma Auezova, Олжас Ауезов")
    page = client.get("/search/complete/", {"q": "by:АУЕ", "at": 6})
    assert re.findall(r'data-value="([^"]*)"', page.content.decode()) == [
        "by:&quot;Олжас Ауезов&quot; ",
        "by:&quot;Alma Auezova, Олжас Ауезов&quot; ",
    ]
    assert client.get("/search/complete/", {"q": "by:", "at": 3}).content.strip() == b""
