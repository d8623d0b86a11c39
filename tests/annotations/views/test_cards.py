"""The cards that the reading page leaves out at first, and how they are reached."""

import re
from itertools import accumulate

import pytest

from annotations.reading.page import MAX_CARDS, load_reading
from tests.support.acts import act
from tests.support.crowd import make_crowd
from tests.support.factories import (
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_user,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return user


def cards_in(html):
    return re.findall(r'id="--p-(\w+)" data-passage', html)


def test_crowded_page_holds_few_cards_and_the_anchor_of_every_passage(client, member):
    article = make_crowd(passages=300, words=400)

    response = client.get(article.get_absolute_url())

    html = response.content.decode()
    anchors = re.findall(r'id="passage-(\w+)"', html)
    # A script takes the passages of folds to be those without a card, in the order of the text.
    folds = dict(re.findall(r'id="--p-(\w+)" data-fold="(\d+)"', html))
    hidden = [each for each in anchors if each not in cards_in(html)]
    starts = [0, *accumulate(map(int, folds.values()))]
    assert anchors == list(load_reading(article.revision).starts)
    assert len(cards_in(html)) <= MAX_CARDS
    assert starts.pop() == len(hidden)
    assert list(folds) == [hidden[start] for start in starts]
    assert "300 passages" in html
    parse(response)


def test_links_to_several_drafts_of_a_card_are_told_apart_by_their_first_words(client, member):
    passage = make_passage(by=member)
    for number in ("Thirty", "Forty"):
        claim = make_claim(f"{number} trucks left the garrison at dawn", by=member)
        make_evidence(claim, passage, by=member)

    html = client.get(passage.article.get_absolute_url()).content.decode()

    links = re.findall(r'aria-label="Edit draft claim: [^"]*">([^<]*)</a>', html)
    assert sorted(" ".join(link.split()) for link in links) == [
        "Edit draft claim: Forty trucks left the …",
        "Edit draft claim: Thirty trucks left the …",
    ]


def test_fold_leads_to_the_page_with_its_cards(client, member):
    article = make_crowd(passages=100, words=60)
    address = article.get_absolute_url()
    html = client.get(address).content.decode()
    [(link, first)] = re.findall(r'href="(\S+\?cards=(\w+)#--p-\w+)" data-unfold', html)[:1]

    opened = client.get(link.partition("#")[0]).content.decode()

    assert link == f"{address}?cards={first}#--p-{first}"
    assert (first in cards_in(html), first in cards_in(opened)) == (False, True)
    assert f'id="--p-{first}" data-passage' in opened


@pytest.mark.parametrize("query", ["cards=x", "cards=000000000000", "cards=", "cards=%00"])
def test_fold_that_is_not_there_shows_the_page_as_it_is(client, member, query):
    article = make_crowd(passages=100, words=60)
    address = article.get_absolute_url()

    asked = client.get(f"{address}?{query}").content.decode()

    assert cards_in(asked) == cards_in(client.get(address).content.decode())


def test_cards_are_given_by_the_ids_of_their_passages_in_text_order(client, member):
    article = make_article()
    passages = [make_passage(article, quote) for quote in ("Nobody", "dawn", "The convoy")]
    late, _, early = [passage.public_id for passage in passages]

    html = client.get(
        f"/articles/{article.public_id}/passages/?ids={late}+{early}"
    ).content.decode()

    assert cards_in(html) == [early, late]
    assert "<html" not in html


@pytest.mark.parametrize("query", ["", "?ids=", "?ids=x", "?ids=000000000000", "?ids=%00"])
def test_ids_without_a_passage_give_no_card(client, member, query):
    article = make_article()
    make_passage(article, "dawn")

    response = client.get(f"/articles/{article.public_id}/passages/{query}")

    assert (response.status_code, cards_in(response.content.decode())) == (200, [])


def test_one_answer_holds_no_more_cards_than_a_page(client, member):
    article = make_crowd(passages=MAX_CARDS + 5, words=100)
    ids = "+".join(load_reading(article.revision).starts)

    html = client.get(f"/articles/{article.public_id}/passages/?ids={ids}").content.decode()

    assert len(cards_in(html)) == MAX_CARDS


def test_passage_of_another_article_is_not_given(client, member):
    article, other = make_article(), make_passage()

    html = client.get(f"/articles/{article.public_id}/passages/?ids={other.public_id}").content

    assert cards_in(html.decode()) == []


def test_cards_of_a_deleted_article_are_not_found(client, member):
    article = make_article()
    passage = make_passage(article)
    act(member, article.remove)

    response = client.get(f"/articles/{article.public_id}/passages/?ids={passage.public_id}")

    assert response.status_code == 404


def test_every_card_is_on_the_page_that_is_printed(client, member):
    article = make_crowd(passages=100, words=60)
    address = article.get_absolute_url()

    html = client.get(f"{address}?cards=all").content.decode()

    assert f'href="{address}?cards=all"' in client.get(address).content.decode()
    assert cards_in(html) == list(load_reading(article.revision).starts)
    assert ("data-fold" in html, "?cards=all" in html) == (False, False)


def test_passages_of_a_tag_are_named_by_their_ids(client, member):
    article = make_article()
    tagged = make_passage(article, by=member, tags=["a"])
    make_passage(article, by=member, tags=["b"])
    act(member, make_passage(article, by=member, tags=["a"]).remove)
    make_passage(by=member, tags=["a"])
    address = f"/articles/{article.public_id}/passages/"

    def ids(tag):
        return client.get(address, {"tag": tag}).json()

    assert ids(tagged.tags.get().public_id) == {"passages": [tagged.public_id]}
    assert ids("0" * 12) == {"passages": []}
    assert client.get(address, {"tag": "a"}).headers["Content-Type"].startswith("text/html")
