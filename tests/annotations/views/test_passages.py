from uuid import uuid4

import pytest
from django.db import connection

from annotations.models import Passage, Role
from annotations.passages.marking import Annotation
from tests.support.acts import act
from tests.support.factories import (
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_user,
)
from tests.support.member_queries import OF_MEMBER
from tests.support.popup_posts import send_selection

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell at dawn, he said.\n\nNobody saw it.\n\nKabul fell, they said."
HTMX = {"HX-Request": "true"}


@pytest.fixture
def analyst(client):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def article():
    return make_article(text=TEXT)


def by_hand(client, article, **fields):
    return client.post(f"/articles/{article.public_id}/passages/", fields)


def test_plain_form_is_led_to_the_passage(client, analyst, article):
    response = send_selection(client, article, tags=["cities", "outlook"], note="why")

    passage = Passage.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/passages/{passage.public_id}/")
    assert (passage.quote, passage.note, passage.created_by) == ("dawn", "why", analyst)
    assert [link.tag.name for link in passage.tag_links.all()] == ["cities", "outlook"]


def test_htmx_gets_the_touched_paragraph_and_the_card(client, analyst, article):
    response = send_selection(client, article, HTMX, tags=["cities"])

    passage = Passage.objects.get()
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count(f'id="passage-{passage.public_id}"') == 1
    assert html.count('data-start="') == 1
    assert html.count(f'id="--p-{passage.public_id}" data-passage') == 1
    assert "<html" not in html


def test_save_asks_for_nothing_twice(client, analyst, article, django_assert_num_queries):
    send_selection(client, article, tags=["cities"])

    # PostgreSQL reads the tags again: a colleague may merge one while they are linked. It writes
    # the history of each kind of row, of which there are three, with the rows.
    # One reads the forms of the words for the index of search.
    with django_assert_num_queries(OF_MEMBER + (14 if connection.vendor == "postgresql" else 16)):
        send_selection(client, article, tags=["cities"], quote="Nobody", key=uuid4())

    assert Passage.objects.count() == 2


def test_tags_may_come_in_one_comma_separated_value(client, analyst, article):
    send_selection(client, article, tags="major cities, outlook")

    names = [link.tag.name for link in Passage.objects.get().tag_links.all()]
    assert names == ["major cities", "outlook"]


def test_people_come_by_id_and_by_name(client, analyst, article):
    known, other = make_person("Zamir Kabulov"), make_person("Fawad Aman")

    send_selection(
        client,
        article,
        people=[known.public_id],
        speakers=[other.public_id, known.public_id],
        new_speakers=["Ayaz Wazir"],
        new_people=["fawad aman"],
    )

    links = {(link.person.name, link.role) for link in Passage.objects.get().people.all()}
    assert links == {
        ("Zamir Kabulov", Role.SPOKEN_OF),
        ("Zamir Kabulov", Role.SPEAKS),
        ("Fawad Aman", Role.SPEAKS),
        ("Fawad Aman", Role.SPOKEN_OF),
        ("Ayaz Wazir", Role.SPEAKS),
    }


def test_line_breaks_of_a_plain_form_are_read_as_line_feeds(client, analyst, article):
    quote = "he said.\n\nNobody"

    send_selection(
        client,
        article,
        quote=quote.replace("\n", "\r\n"),
        start=TEXT.index(quote),
        end=TEXT.index(quote) + len(quote),
    )

    assert Passage.objects.get().quote == quote


@pytest.mark.parametrize(
    "fields",
    [
        {"start": 1},
        {"quote": "  ", "start": 5},
        {"quote": ""},
        {"revision": 7},
        {"start": "", "end": 4},
        {"people": ["zzzzzzzzzzzz"]},
        {"claim": "zzzzzzzzzzzz"},
        {"stance": "likes"},
        {"key": "not a uuid"},
        {"tags": ["x" * 101]},
        {"new_people": ["x" * 201]},
        {"tags": ["a\0b"]},
        {"people": ["a\0b"]},
        {"new_speakers": ["a\0b"]},
        {"claim": "a\0b"},
        {"note": "a\0b"},
        {"revision": 2**70},
        {"start": 2**70, "end": 2**70 + 4},
    ],
)
@pytest.mark.parametrize("headers", [None, HTMX])
def test_bad_input_is_refused_and_nothing_is_made(client, analyst, article, fields, headers):
    response = send_selection(client, article, headers, **fields)

    assert (response.status_code, Passage.objects.count()) == (422, 0)


def test_refused_form_keeps_what_was_typed_and_says_what_is_wrong(client, analyst, article):
    response = by_hand(client, article, quote="Herat fell", tags="cities", note="my note")

    html = response.content.decode()
    assert response.status_code == 422
    assert "These words are not in the text." in html
    assert ("Herat fell" in html, "my note" in html) == (True, True)


def test_by_hand_finds_the_quote_whatever_its_white_space(client, analyst, article):
    by_hand(client, article, quote=" he\nsaid.   Nobody ")

    assert Passage.objects.get().quote == "he said.\n\nNobody"


def test_by_hand_asks_which_of_several_places(client, analyst, article):
    response = by_hand(client, article, quote="Kabul fell")

    places = response.context["form"].places
    assert (response.status_code, Passage.objects.count()) == (422, 0)
    assert [place["value"] for place in places] == ["0-10", "46-56"]


def test_by_hand_takes_the_place_that_was_chosen(client, analyst, article):
    by_hand(client, article, quote="Kabul fell", place="46-56")

    placement = Passage.objects.get().placements.get()
    assert (placement.start, placement.end) == (46, 56)


def test_key_sent_twice_is_one_passage_and_with_other_content_409(client, analyst, article):
    key = str(uuid4())
    first = send_selection(client, article, key=key)

    again = send_selection(client, article, key=key)
    other = send_selection(client, article, key=key, note="another")

    assert (again["Location"], again.status_code) == (first["Location"], 303)
    assert (other.status_code, Passage.objects.count()) == (409, 1)


def test_passage_that_another_member_tagged_is_not_saved_under_ones_name(client, analyst, article):
    refused = send_selection(client, article, HTMX, author="ada")
    assert (refused.status_code, Passage.objects.count()) == (422, 0)
    assert "Sign in as ada to save it." in refused.content.decode()

    assert send_selection(client, article, HTMX, author=analyst.get_username()).status_code == 200
    assert Passage.objects.get().created_by == analyst


def test_new_claim_saves_the_passage_first_and_opens_the_form_with_it(client, analyst, article):
    plain = send_selection(client, article, then="claim", stance="reports")
    htmx = send_selection(client, article, HTMX, quote="Nobody", then="claim", stance="supports")

    first, second = Passage.objects.order_by("pk")
    assert plain["Location"] == f"/claims/new/?passage={first.public_id}&stance=reports"
    assert htmx["HX-Redirect"] == f"/claims/new/?passage={second.public_id}&stance=supports"


def test_permalink_leads_to_the_place_in_the_article(client, analyst, article):
    passage = make_passage(article, "dawn")

    response = client.get(f"/passages/{passage.public_id}/")

    assert response["Location"] == f"{article.get_absolute_url()}#passage-{passage.public_id}"


def test_permalink_of_a_deleted_passage_says_so_with_its_quote(client, analyst, article):
    passage = make_passage(article, "dawn")
    act(analyst, passage.remove)

    response = client.get(f"/passages/{passage.public_id}/")

    html = response.content.decode()
    assert response.status_code == 410
    assert ("dawn" in html, analyst.username in html) == (True, True)


def test_json_gives_the_placements_by_revision(client, analyst, article):
    person = make_person("Fawad Aman")
    passage = make_passage(
        article, "dawn", by=analyst, tags=["cities"], people=[(person, Role.SPEAKS)], note="why"
    )

    record = client.get(f"/passages/{passage.public_id}.json").json()

    assert record["placements"] == [
        {"revision": 1, "piece": 0, "start": 14, "end": 18, "state": "placed", "score": 100.0}
    ]
    assert (record["quote"], record["tags"], record["note"]) == ("dawn", ["cities"], "why")
    assert record["people"] == [{"id": person.public_id, "name": "Fawad Aman", "role": "speaks"}]
    assert (record["author"], record["version"]) == (analyst.username, 1)


def test_edit_shows_what_stands_and_saves_what_is_sent(client, analyst, article):
    person = make_person("Fawad Aman")
    passage = make_passage(
        article, "dawn", by=analyst, tags=["cities"], people=[(person, Role.SPEAKS)], note="old"
    )
    address = f"/passages/{passage.public_id}/edit/"

    shown = client.get(address).context["form"]
    saved = client.post(address, {"version": 1, "tags": "outlook", "note": "new"})

    assert shown.initial["tags"] == ["cities"]
    assert [(who.name, of, speaks) for who, of, speaks in shown.offered_people()] == [
        ("Fawad Aman", False, True)
    ]
    assert saved["Location"] == f"/passages/{passage.public_id}/"
    passage.refresh_from_db()
    assert (passage.note, passage.version, list(passage.people.all())) == ("new", 2, [])


def test_stale_edit_answers_409_with_both_texts(client, analyst, article):
    passage = make_passage(article, "dawn", by=analyst)
    act(analyst, passage.edit, Annotation(note="what stands now"), version=1)

    response = client.post(
        f"/passages/{passage.public_id}/edit/", {"version": 1, "note": "what was typed"}
    )

    html = response.content.decode()
    assert response.status_code == 409
    assert ("what stands now" in html, "what was typed" in html) == (True, True)
    assert Passage.objects.get().note == "what stands now"


def test_saving_from_the_409_page_puts_ones_own_in_its_place(client, analyst, article):
    passage = make_passage(article, "dawn", by=analyst)
    act(analyst, passage.edit, Annotation(note="theirs"), version=1)
    address = f"/passages/{passage.public_id}/edit/"
    conflict = client.post(address, {"version": 1, "note": "mine"})
    version = conflict.context["form"]["version"].value()

    client.post(address, {"version": version, "note": "mine"})

    assert Passage.objects.get().note == "mine"


def test_delete_asks_names_the_claims_and_keeps_the_evidence(client, analyst, article):
    passage = make_passage(article, "dawn", by=analyst)
    evidence = make_evidence(make_claim("Kabul fell at dawn"), passage)
    address = f"/passages/{passage.public_id}/delete/"

    asked = client.get(address)
    done = client.post(address)

    assert "Kabul fell at dawn" in asked.content.decode()
    assert done["Location"] == article.get_absolute_url()
    passage.refresh_from_db()
    evidence.refresh_from_db()
    assert (passage.is_deleted, passage.deleted_by, evidence.is_deleted) == (True, analyst, False)


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [(0, ""), (1, " 1 claim keeps its quote."), (2, " 2 claims keep its quote.")],
)
def test_script_deletes_at_once_and_gets_the_changes_with_undo(
    client, analyst, article, claims, sentence
):
    passage = make_passage(article, by=analyst)
    for _ in range(claims):
        make_evidence(make_claim(), passage)

    response = client.post(f"/passages/{passage.public_id}/delete/", headers=HTMX)

    assert response.status_code == 200
    assert response.context["gone"] == [passage.public_id]
    assert response.context["notice"].message == f"Passage deleted.{sentence}"
    undo = f"/actions/{response.context['notice'].action}/undo/"
    client.post(undo)
    passage.refresh_from_db()
    assert not passage.is_deleted


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_passage_of_another_is_not_mine_to_change(client, analyst, article, action):
    passage = make_passage(article, "dawn", note="theirs")

    for response in [
        client.get(f"/passages/{passage.public_id}/{action}/"),
        client.post(f"/passages/{passage.public_id}/{action}/", {"version": 1, "note": "mine"}),
    ]:
        assert response.status_code == 403
    passage.refresh_from_db()
    assert (passage.note, passage.is_deleted) == ("theirs", False)


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_editor_may_change_any(client, article, action):
    client.force_login(make_user("Editors"))
    passage = make_passage(article, "dawn")

    response = client.post(f"/passages/{passage.public_id}/{action}/", {"version": 1, "note": "x"})

    passage.refresh_from_db()
    assert response.status_code == 303
    assert (passage.note, passage.is_deleted) == (("x", False) if action == "edit" else ("", True))


def test_member_without_a_group_reads_and_marks_nothing(client, article):
    client.force_login(make_user(None))

    assert client.get(article.get_absolute_url()).status_code == 200
    assert (send_selection(client, article).status_code, Passage.objects.count()) == (403, 0)
