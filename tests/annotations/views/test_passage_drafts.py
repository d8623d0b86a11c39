"""What the popup asks of a save: a claim drafted with the passage, and words marked before."""

from datetime import date
from uuid import uuid4

import pytest

from annotations.models import Claim, Evidence, Passage
from corpus.models import Action
from tests.support.acts import act
from tests.support.factories import (
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_user,
)
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


def test_new_claim_is_drafted_with_its_passage_in_one_act(client, analyst):
    article = make_article(text=TEXT, published_on=date(2021, 8, 5), published_precision="day")
    person, key = make_person("Fawad Aman"), str(uuid4())
    fields = {"statement": "Kabul has fallen", "claim_speaker": person.public_id, "key": key}

    for _ in range(2):
        answer = send_selection(client, article, HTMX, stance="supports", **fields)

    assert answer.status_code == 200
    passage, claim = Passage.objects.get(), Claim.objects.get()
    evidence = claim.evidence.get()
    assert (evidence.passage, evidence.stance) == (passage, "supports")
    assert (claim.statement, claim.speaker, str(claim.said)) == (
        "Kabul has fallen",
        person,
        "5 August 2021",
    )
    assert (claim.is_draft, Action.objects.filter(kind="passage.create").count()) == (True, 1)
    assert f"/claims/{claim.public_id}/edit/" in answer.content.decode()


def test_new_claim_with_a_name_of_several_people_is_refused_and_saves_nothing(
    client, analyst, article
):
    make_person("Aman")
    make_person("Aman")

    answer = send_selection(client, article, HTMX, statement="It fell", new_claim_speaker="Aman")

    assert (answer.status_code, Passage.objects.count(), Claim.objects.count()) == (422, 0, 0)
    assert "Several people are called “Aman”." in answer.content.decode()


def test_same_words_with_the_same_tags_are_said_to_be_marked_already(client, analyst, article):
    first = make_passage(article, "dawn", by=analyst, tags=["time", "day"])
    fields = {"ask_same": "1", "tags": ["Day", "time"], "note": "typed"}

    refusal = send_selection(client, article, HTMX, **fields)
    answer = send_selection(client, article, HTMX, same_seen=first.public_id, **fields)

    assert (refusal.status_code, answer.status_code, Passage.objects.count()) == (409, 200, 2)
    assert "You have already marked these words with these tags." in refusal.content.decode()
    assert f'data-same="{first.public_id}"' in refusal.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"tags": ["time"]},
        {"tags": ["time", "day", "more"]},
        {"tags": ["time", "day"], "quote": "at dawn"},
        {"tags": ["time", "day"], "ask_same": ""},
        {"note": "Without tags."},
    ],
)
def test_other_words_or_tags_and_programs_are_not_asked(client, analyst, article, fields):
    make_passage(article, "dawn", by=analyst, tags=["time", "day"])
    make_passage(article, "dawn", by=analyst)

    assert send_selection(client, article, HTMX, **{"ask_same": "1", **fields}).status_code == 200


def test_what_colleagues_marked_or_was_deleted_is_not_asked_about(client, analyst, article):
    make_passage(article, "dawn", tags=["time"])
    act(analyst, make_passage(article, "dawn", by=analyst, tags=["time"]).remove)

    answer = send_selection(client, article, HTMX, ask_same="1", tags=["time"])

    assert answer.status_code == 200


def test_save_sent_again_with_its_key_is_no_second_one(client, analyst, article):
    fields = {"ask_same": "1", "tags": ["time"], "key": str(uuid4())}

    statuses = [send_selection(client, article, HTMX, **fields).status_code for _ in range(2)]

    assert (statuses, Passage.objects.count()) == ([200, 200], 1)


def test_form_by_hand_asks_and_saves_when_sent_again(client, analyst, article):
    make_passage(article, "Nobody", by=analyst)
    page = by_hand(client, article, quote="Nobody", ask_same="1")
    seen = page.context["form"].same.public_id

    again = by_hand(client, article, quote="Nobody", ask_same="1", same_seen=seen)

    assert (page.status_code, again.status_code) == (409, 303)
    assert f'name="same_seen" value="{seen}"' in page.content.decode()


def test_stance_towards_a_claim_is_changed_and_removed_with_the_passage(client, analyst, article):
    passage = make_passage(article, "dawn", by=analyst, tags=["time"], note="Why.")
    kept, changed, removed = (make_claim(f"Kabul fell {n} times.") for n in range(3))
    for claim in (kept, changed, removed):
        make_evidence(claim, passage)
    address = f"/passages/{passage.public_id}/edit/"

    draft = client.get(address, headers=HTMX).json()
    assert [(one["name"], one["stance"]) for one in draft["evidence"]] == [
        (claim.statement, "reports") for claim in (kept, changed, removed)
    ]
    answer = client.post(
        address,
        {
            "version": draft["version"],
            "tags": "time",
            "note": "Why.",
            "evidence": [
                f"{kept.public_id} reports",
                f"{changed.public_id} contradicts",
                f"{removed.public_id} none",
            ],
        },
        headers=HTMX,
    )

    assert answer.status_code == 200
    present = passage.evidence.present().order_by("claim_id")
    assert [(one.claim, one.stance) for one in present] == [
        (kept, "reports"),
        (changed, "contradicts"),
    ]
    assert Evidence.history.filter(claim=kept).count() == 1
    # The form without the field, as without a script, changes none of it.
    fields = {"version": Passage.objects.get().version, "tags": "time", "note": ""}
    assert client.post(address, fields, headers=HTMX).status_code == 200
    assert present.count() == 2


@pytest.mark.parametrize("evidence", ["denies", "{} denies", "{} "])
def test_unknown_stance_is_refused_and_changes_nothing(client, analyst, article, evidence):
    passage = make_passage(article, "dawn", by=analyst)
    claim = make_evidence(make_claim(), passage).claim
    fields = {"version": passage.version, "note": "more"}
    fields["evidence"] = evidence.format(claim.public_id)

    answer = client.post(f"/passages/{passage.public_id}/edit/", fields, headers=HTMX)

    passage.refresh_from_db()
    assert (answer.status_code, passage.note) == (422, "")
    assert passage.evidence.get().stance == "reports"
