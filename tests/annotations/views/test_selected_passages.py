"""Passages selected in a search: filtered, tagged, linked, deleted with Undo, exported."""

import pytest
from django.urls import reverse

from annotations.models import Evidence, Passage
from corpus.models import Action
from tests.support.claim_pages import text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_passage,
    make_source,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db

LIST = "/search/?q=dawn&group=passages"


@pytest.fixture
def analyst(client):
    user = make_user()
    client.force_login(user)
    return user


def two(by):
    article = make_article("It left at dawn. They came at dawn.")
    return [make_passage(article, words, by=by) for words in ("It left at dawn", "at dawn")]


def send(client, rows, do, **typed):
    ids = [passage.public_id for passage in rows]
    return client.post(
        reverse("passages_selected"), {"passages": ids, "do": do, "next": LIST, **typed}
    )


def tags_of(passages):
    return [[link.tag.name for link in passage.tag_links.all()] for passage in passages]


def test_a_tag_is_added_and_removed_as_one_action_each(client, analyst):
    passages = two(analyst)
    make_tag("convoys")
    assert send(client, passages, "tag", tags="Convoys")["Location"] == LIST
    assert tags_of(passages) == [["convoys"]] * 2
    send(client, passages, "untag", tags="convoys")
    assert tags_of(passages) == [[]] * 2
    send(client, passages, "untag", tags="convoys")
    assert "No selected passage has “convoys”." in client.get(LIST).content.decode()

    kinds = Action.objects.filter(by=analyst).order_by("-pk").values_list("kind", flat=True)
    assert list(kinds[:2]) == ["passage.retag"] * 2


def test_passages_are_deleted_as_one_action_and_come_back_by_undo(client, analyst):
    passages = two(analyst)
    send(client, passages, "delete")
    page = client.get(LIST).content.decode()
    assert ("2 passages deleted." in page, Passage.objects.present().count()) == (True, 0)

    client.post(f"/actions/{Action.objects.latest('pk').pk}/undo/")
    assert Passage.objects.present().count() == 2


def test_passages_are_linked_to_a_claim_by_its_statement_or_address(client, analyst):
    first, second = two(analyst)
    claim = make_claim("The convoy left")
    send(client, [first], "link", claim="the convoy left", stance="supports")
    send(client, [second], "link", claim=f"http://desk{claim.get_absolute_url()}")

    links = Evidence.objects.order_by("pk").values_list("passage", "claim", "stance")
    assert list(links) == [(first.pk, claim.pk, "supports"), (second.pk, claim.pk, "reports")]


def test_selected_passages_are_exported(client, analyst):
    first, second = two(analyst)
    address = send(client, [first], "csv")["Location"]
    lines = b"".join(client.get(address).streaming_content).decode()
    assert [passage.public_id in lines for passage in (first, second)] == [True, False]


@pytest.mark.parametrize(
    ("do", "typed", "why"),
    [
        ("tag", {"tags": "convois"}, "No tag is called “convois”."),
        ("tag", {}, "Enter a tag first."),
        ("link", {"claim": "Nobody said so"}, "No claim says “Nobody said so”."),
        ("link", {}, "Enter a claim first"),
        ("delete", {"passages": []}, "Select passages first."),
        ("delete", {"passages": ["0123456789ab"]}, "A passage no longer exists."),
        ("delete", {"passages": [f"{n:012}" for n in range(201)]}, "the limit is 200"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_changes(client, analyst, do, typed, why):
    passages = two(analyst)
    actions = Action.objects.count()
    send(client, passages, do, **typed)
    assert why in client.get(LIST).content.decode()
    assert (Action.objects.count(), Passage.objects.present().count()) == (actions, 2)


def test_page_of_an_article_deletes_its_selected_passages(client, analyst):
    passage, other = two(analyst)
    article = passage.article
    page = client.get(f"/articles/{article.public_id}/passages/tags/").content.decode()
    assert 'formaction="/passages/selected/"' in page
    answer = send(client, [passage], "delete", next=article.get_absolute_url(), tags="", without="")
    assert (answer["Location"], list(Passage.objects.present())) == (
        article.get_absolute_url(),
        [other],
    )


@pytest.mark.parametrize("do", ["tag", "untag", "link", "delete"])
def test_a_colleagues_passage_is_changed_by_editors_alone(client, analyst, do):
    make_tag("convoys")
    claim = make_claim()
    passages = two(make_user())
    typed = {"tags": "convoys", "claim": claim.public_id}
    actions = Action.objects.count()
    send(client, passages, do, **typed)
    refusal = "You cannot change 2 of these passages, the first of them “It left at dawn”."
    assert refusal in client.get(LIST).content.decode()
    assert Action.objects.count() == actions

    client.force_login(make_user(EDITORS))
    send(client, passages, do, **typed)
    assert "You cannot change" not in client.get(LIST).content.decode()


def test_reader_exports_and_changes_nothing(client):
    passages = two(make_user())
    client.force_login(make_user(None))
    assert send(client, passages, "csv").status_code == 303
    assert send(client, passages, "delete").status_code == 403
    assert 'value="delete"' not in client.get(LIST).content.decode()


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/x", ""])
def test_the_way_back_is_on_the_desk(client, analyst, address):
    make_tag("convoys")
    answer = send(client, two(analyst), "tag", tags="convoys", next=address)
    assert answer["Location"] == "/search/"


def test_found_passages_are_filtered_with_numbers_and_exported_as_shown(client, analyst):
    for source, number in (("Reuters", 1), ("TASS", 2)):
        article = make_article("It left at dawn. So at dawn.", source=make_source(source))
        for _ in range(number):
            make_passage(article, "at dawn", tags=["convoys"])
    make_passage(make_article("It came at noon.", source=make_source("AFP")), "It came at noon")

    closed = client.get(LIST)
    assert closed.context["choices"] is None
    assert "filters=1" in closed.content.decode()
    context = client.get(f"{LIST}&filters=1").context
    assert [choice[1:] for choice in context["choices"].source] == [("TASS", 2), ("Reuters", 1)]
    tass = context["choices"].source[0][0]
    page = client.get(f"{LIST}&source={tass}")
    assert [row.source for row in page.context["rows"]] == ["TASS"] * 2
    assert "2 passages with these filters." in text_of(page)
    assert "No passages match these filters." in text_of(client.get(f"{LIST}&until=1990"))
    unreadable = text_of(client.get(f"{LIST}&state=gone"))
    assert "There is no state “gone”. Correct the filters above." in unreadable
    assert f'href="/passages.csv?q=dawn&amp;source={tass}"' in page.content.decode()
    assert 'name="q" value="dawn"' in page.content.decode()
