"""Phrases that were tagged in other articles, suggested where they stand untagged in this one."""

import re

import pytest
from django.db import IntegrityError, transaction

from annotations.models import Dismissal, DismissalKind, Member, Passage
from annotations.models.tag_link import tags_of
from annotations.names.phrases import find_phrases
from annotations.suggestions import phrases as phrase_suggestions
from annotations.suggestions.people import NothingSuggested
from annotations.suggestions.phrases import phrases_of
from corpus.models import Action, acting
from tests.support.acts import act
from tests.support.factories import make_article, make_passage, make_person, make_user
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

TEXT = "The Islamic State rose. An islamic-state fell.\n\nIslamic states: “Islámic state”!"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def article():
    return make_article(text=TEXT)


@pytest.fixture
def passage():
    return make_passage(make_article(text="Islamic state"), tags=["actor/state", "b"])


def found(article, member):
    return [
        (group.words, [tag.name for tag in group.tags], group.articles, words_at(group))
        for group in phrases_of(article, member)
    ]


def words_at(group):
    return [place.words for place in group.places]


def test_longest_phrase_is_found_and_none_inside_another():
    phrases = [("the", "state"), ("state",), ("the", "state", "fell"), ("fell", "now")]
    text = "The state fell now. State, the state."

    there = [(text[each.start : each.end], each.phrase) for each in find_phrases(text, phrases)]
    assert there == [
        ("The state fell", phrases[2]),
        ("State", phrases[1]),
        ("the state", phrases[0]),
    ]


def test_same_words_are_suggested_with_the_tags_of_the_newest_passage(article, member, passage):
    make_passage(make_article(text="“Islamic State”"), tags=["c"])
    newest = make_passage(make_article(text="ISLAMIC state"), tags=["c"], note="x")
    make_passage(make_article(text="islamic state"))
    make_passage(make_article(text="Islamic states: seven words of a sentence"), tags=["c"])

    places = ["Islamic State", "islamic-state", "Islámic state"]
    assert found(article, member) == [("ISLAMIC state", ["c"], 2, places)]
    act(make_user(), newest.remove)
    assert found(article, member) == [("“Islamic State”", ["c"], 1, places)]


def test_passage_of_the_same_words_covers_its_place_and_others_do_not(article, member, passage):
    make_passage(article, "Islamic State")
    make_passage(article, "“Islámic state”!")
    make_passage(article, "An islamic-state")

    assert found(article, member)[0][3] == ["islamic-state"]


def test_own_article_and_deleted_ones_suggest_nothing(article, member):
    make_passage(article, "islamic-state", tags=["a"])
    other = make_article(text="Islamic state")
    make_passage(other, tags=["a"])
    act(make_user(), other.remove)

    assert found(article, member) == []


def test_alone_one_learns_nothing_of_what_colleagues_did(article, member, passage):
    make_passage(make_article(text="an islamic state"), by=member, tags=["mine"])
    act(member, Member.objects.hide_colleagues, True)
    make_passage(article, "An islamic-state", by=make_user())
    colleague = make_user()
    act(colleague, phrase_suggestions.dismiss, article, lambda place: True, is_of_place=False)

    assert found(article, member) == [("an islamic state", ["mine"], 1, ["An islamic-state"])]
    assert found(article, colleague) == []


def test_accepting_makes_passages_with_the_same_tags_in_one_action(article, member, passage):
    before = Action.objects.count()
    made = act(member, phrase_suggestions.accept, article, lambda place: True)

    assert [each.quote for each in made] == ["Islamic State", "islamic-state", "Islámic state"]
    assert {tuple(map(str, tags_of(each))) for each in made} == {("actor/state", "b")}
    kinds = [each.kind for each in Action.objects.order_by("pk")[before:]]
    assert (kinds, found(article, member)) == (["suggestion.accept"], [])
    with pytest.raises(NothingSuggested):
        act(member, phrase_suggestions.accept, article, lambda place: True)


def test_dismissed_phrase_is_of_nobody_and_unique(article, member, passage):
    said = {"article": article, "kind": DismissalKind.PHRASE, "words": "x", "created_by": member}
    person = make_person()
    with acting("test", member):
        Dismissal.objects.create(**said)
        for wrong in [said, said | {"person": person}, said | {"kind": "person"}]:
            with pytest.raises(IntegrityError), transaction.atomic():
                Dismissal.objects.create(**wrong)


def choices(response):
    return re.findall(r'name="choice" value="([^"]+)"', response.content.decode())


def test_page_offers_and_settles_phrases(client, member, article, passage):
    address = f"/articles/{article.public_id}/suggestions/"
    about = passage.public_id
    page = client.get(address)
    parse(page)
    spans = ["4-17", "27-40", "65-78"]
    places = [f"{act} {about} {span}" for span in spans for act in ("tag", "drop")]
    assert choices(page) == [f"tag {about}", f"drop {about}", *places]
    assert 'data-number="3"' in page.content.decode()

    answer = client.post(address, {"choice": f"tag {about} 4-17"}, headers=HTMX)
    assert 'data-message="1 passage saved."' in answer.content.decode()
    assert [each.quote for each in article.passages.all()] == ["Islamic State"]
    client.post(address, {"choice": f"drop {about} 27-40"})
    assert choices(client.get(address))[:2] == [f"tag {about} 65-78", f"drop {about} 65-78"]
    client.post(address, {"choice": f"drop {about}"})
    restore = [f"restore {row.pk}" for row in Dismissal.objects.order_by("pk")]
    assert choices(client.get(address)) == restore
    facts = Dismissal.objects.order_by("pk").values_list("kind", "words", "person")
    assert list(facts) == [("words", "islamic state", None), ("phrase", "islamic state", None)]
    client.post(address, {"choice": restore[1]})
    assert f"tag {about} 65-78" in choices(client.get(address))
    assert client.post(address, {"choice": f"tag {about} 4-17"}).status_code == 409
    client.force_login(make_user(None))
    assert choices(client.get(address)) == []
    assert client.post(address, {"choice": f"tag {about}"}).status_code == 403
    assert Passage.objects.count() == 2


def test_queries_do_not_grow_with_passages_and_places(
    article, member, passage, django_assert_num_queries
):
    with django_assert_num_queries(5):
        phrases_of(article, member)
    for n in range(10):
        make_passage(make_article(text=f"the islamic state {n}"), tags=[f"tag {n}", "b"])
        make_passage(make_article(text="an islamic state"), tags=["b"])
        make_passage(article, "The")
    with django_assert_num_queries(5):
        phrases_of(article, member)
