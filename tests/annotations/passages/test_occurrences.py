"""Other occurrences of a passage's words: which there are, and tagging them as it is tagged."""

import re

import pytest

from annotations.models import Member, Passage, PassagePerson
from annotations.models.tag_link import tags_of
from annotations.passages import occurrences
from annotations.passages.occurrences import other_occurrences, tag_occurrences
from corpus.models import Action, Article, Person, acting
from corpus.records.merging import merge
from corpus.undo.undo import undo
from tests.support.acts import act
from tests.support.factories import EDITORS, make_article, make_passage, make_person, make_user
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def passage(member):
    text = "The Islamic state fell. An islamic STATE rose."
    said = {"tags": ["actor/state", "b"], "people": [(make_person("Somebody"), "speaks")]}
    return make_passage(make_article(text=text, published="2021"), "Islamic state", member, **said)


def found(passage, member, before=None):
    there = other_occurrences(passage, member, before)
    return [(place.article.title, place.line.words, place.span) for place in there.occurrences]


def test_place_leads_to_its_hit(client, passage, member):
    make_article(title="a", text="Islamic states. An “Islamic” “state”.", published="2022")
    place = other_occurrences(passage, member).occurrences[0]

    assert place.url.endswith("?q=%22Islamic%20%20%20state%22#hit-1")
    html = client.get(place.url).content.decode()
    assert '<b class="hit" id="hit-1" data-hit="1">Islamic” “state</b>' in html


def test_same_words_in_the_same_order_are_found_newest_first(passage, member):
    old = "“Islámic-State”, they said: Islamic states."
    make_article(title="old", text=old, published="2020-01-01")
    none = "A state that is Islamic. Islamic, the state."
    make_article(title="none", text=none, published="2022-01-01")
    make_article(title="Islamic state", text="Nothing.")

    own = (passage.article.title, "islamic STATE", "27-40")
    assert found(passage, member) == [own, ("old", "Islámic-State", "1-14")]


@pytest.mark.parametrize(
    ("quote", "number"),
    [("Islamic state", 1), ("“Islamic state”", 1), ("An Islamic state", 2), ("state", 2)],
)
def test_place_is_left_out_where_a_passage_of_the_same_words_stands(passage, member, quote, number):
    article = make_article(text="An “Islamic state”. An Islamic state.", title="other")
    other = make_passage(article, quote)

    assert [each[0] for each in found(passage, member)].count("other") == number
    act(make_user(EDITORS), other.remove)
    assert [each[0] for each in found(passage, member)].count("other") == 2


def test_alone_one_learns_nothing_of_what_colleagues_tagged(passage, member):
    article = make_article(text="Islamic state", title="other")
    make_passage(article, by=make_user())
    assert len(found(passage, member)) == 1

    act(member, Member.objects.hide_colleagues, True)
    assert len(found(passage, member)) == 2


def test_places_come_by_the_page_and_what_was_read_is_bounded(passage, member, monkeypatch):
    monkeypatch.setattr(occurrences, "PAGE_SIZE", 2)
    monkeypatch.setattr(occurrences, "BATCH_SIZE", 2)
    for n in range(4):
        make_article(title=f"a{n}", text="Islamic state", published=f"2022-01-0{n + 1}")

    first = other_occurrences(passage, member)
    assert ([place.article.title for place in first.occurrences], first.number) == (
        ["a3", "a2"],
        "2+",
    )
    second = other_occurrences(passage, member, first.older)
    assert [place.article.title for place in second.occurrences] == ["a1", "a0"]
    third = other_occurrences(passage, member, second.older)
    assert (len(third.occurrences), third.older) == (1, None)
    monkeypatch.setattr(occurrences, "MAX_ARTICLES", 2)
    for article in ("a3", "a2"):
        make_passage(Article.objects.get(title=article))
    none = other_occurrences(passage, member)
    assert ([], first.older) == (none.occurrences, none.older)


def test_tagging_copies_tags_and_people_and_is_undone_as_one(passage, member):
    other = make_person("Somebody else")
    act(make_user(EDITORS), merge, Person.objects.get(name="Somebody"), other)
    article = make_article(text="Islamic state. Islamic state.")
    colleague, before = make_user(), Action.objects.count()
    keys = [(article.public_id, 1, 0, 13), (article.public_id, 1, 15, 28)]
    keys += [(passage.article.public_id, 1, 27, 40)]
    with acting("passage.places", colleague) as action:
        made = tag_occurrences(passage, keys)

    assert sorted(each.quote for each in made) == [*2 * ["Islamic state"], "islamic STATE"]
    facts = {(each.created_by, each.note, tuple(map(str, tags_of(each)))) for each in made}
    assert facts == {(colleague, "", ("actor/state", "b"))}
    links = PassagePerson.objects.filter(passage__in=made)
    assert {(link.person, link.role) for link in links} == {(other, "speaks")}
    assert [each.kind for each in Action.objects.order_by("pk")[before:]] == ["passage.places"]
    assert act(colleague, tag_occurrences, passage, keys) == []
    act(colleague, undo, action)
    assert Passage.objects.present().filter(created_by=colleague).count() == 0


@pytest.mark.parametrize("key", ["{} 2 0-13", "{} 1 1-13", "{} 1 0-12", "{} 1 900-1000"])
def test_what_is_no_free_place_is_not_tagged(client, member, passage, key):
    article = make_article(text="Islamic state")
    address = f"/passages/{passage.public_id}/places/"
    answer = client.post(address, {"place": key.format(article.public_id)})

    assert (answer.status_code, Passage.objects.count()) == (303, 1)
    assert "Nothing was tagged: the text was corrected" in client.get(address).content.decode()


@pytest.mark.parametrize("data", [{}, {"place": "x"}, {"all": "1"}, {"place": "0 1 0-3\x00"}])
def test_other_words_are_no_choice(client, member, passage, data):
    answer = client.post(f"/passages/{passage.public_id}/places/", data)

    assert (answer.status_code, Passage.objects.count()) == (400, 1)


def keys_in(response):
    return re.findall(r'name="place" value="([^"]+)"', response.content.decode())


def test_page_tags_one_place_or_all_of_them(client, member, passage, django_assert_max_num_queries):
    for n in range(3):
        make_article(text=f"<b>Islamic state</b> {n}")
    address = f"/passages/{passage.public_id}/places/"
    with django_assert_max_num_queries(14):
        page = client.get(address)
    parse(page)
    keys = keys_in(page)
    assert (len(keys), "&lt;b&gt;" in page.content.decode()) == (4, True)

    answer = client.post(address, {"place": keys[0], "shown": keys}, follow=True)
    assert (keys_in(answer), answer.redirect_chain) == (keys[1:], [(address, 303)])
    assert "1 passage saved." in answer.content.decode()
    fragment = client.post(address, {"all": "1", "shown": keys}, headers=HTMX).content.decode()
    assert "3 passages saved. 1 skipped" in fragment
    assert 'data-made="3"' in fragment
    kinds = Action.objects.order_by("-pk").values_list("kind", flat=True)[:2]
    assert list(kinds) == ["passage.places", "passage.create"]
    assert "No untagged occurrences in other articles." in client.get(address).content.decode()


def test_who_may_not_tag_reads_and_is_refused(client, passage):
    client.force_login(make_user(None))
    address = f"/passages/{passage.public_id}/places/"

    assert (client.get(address).status_code, keys_in(client.get(address))) == (200, [])
    key = f"{passage.article.public_id} 1 27-40"
    assert client.post(address, {"place": key}).status_code == 403
    assert Passage.objects.count() == 1


def test_offer_counts_the_places_of_short_passages(client, member, passage):
    def offer(of):
        html = client.get(f"/passages/{of.public_id}/places/offer/").content.decode()
        return " ".join(re.sub("<[^>]*>", "", html).split())

    assert offer(passage) == "1 other occurrence"
    make_article(text="Islamic state. Islamic state.")
    assert offer(passage) == "3 other occurrences"
    long = make_passage(make_article(text="a b c d e f g h i j k l m"))
    make_article(text=long.quote)
    assert offer(long) == ""
    assert (
        "up to twelve words" in client.get(f"/passages/{long.public_id}/places/").content.decode()
    )
    act(member, Member.objects.hide_colleagues, True)
    assert client.get(f"/passages/{long.public_id}/places/offer/").status_code == 404


def test_offer_says_where_there_are_more_places(client, passage, monkeypatch):
    monkeypatch.setattr(occurrences, "PAGE_SIZE", 2)
    for _ in range(2):
        make_article(text="Islamic state. Islamic state.")
    html = client.get(f"/passages/{passage.public_id}/places/offer/").content.decode()
    assert ">3+ other occurrences<" in html


@pytest.mark.parametrize(
    ("tags", "end", "is_offered"), [("a", 13, True), ("", 13, False), ("a", 73, False)]
)
def test_saved_passage_says_where_other_places_are_asked_for(client, member, tags, end, is_offered):
    article = make_article(text="Islamic state" + " and so on" * 6)
    data = {"revision": 1, "start": 0, "end": end, "quote": article.text[:end], "tags": tags}
    html = client.post(
        f"/articles/{article.public_id}/passages/", data, headers=HTMX
    ).content.decode()

    passage = Passage.objects.get()
    assert (f'data-offer="/passages/{passage.public_id}/places/offer/"' in html) == is_offered
    assert (f'href="/passages/{passage.public_id}/places/"' in html) == (end == 13)
