"""Forms sent to a row that is gone: 410, what it was, who deleted it and when, what was typed."""

import re

import pytest
from django.http import QueryDict
from django.test import Client

from annotations.models import Evidence, Member, Passage
from corpus.records.merging import merge
from corpus.web.gone import typed_values
from tests.support.acts import act
from tests.support.admin_pages import opened, page_of
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_relation,
    make_source,
    make_tag,
    make_user,
)
from tests.support.pages import parse, parse_fragment

pytestmark = pytest.mark.django_db

TYPED = "Typed with care"
WHEN = r"on \d{1,2} \w+ \d{4}, \d\d:\d\d\."


@pytest.fixture
def ada():
    return make_user(EDITORS, "Ada")


@pytest.fixture
def client():
    return signed_in(EDITORS)


def typed_on(response):
    """What the page gives back to be copied, by field."""
    main = parse(response).find("body/main")
    labels = {label.get("for"): label.text for label in main.iter("label")}
    return {labels[area.get("id")]: area.text.strip() for area in main.iter("textarea")}


CASES = {
    "passage": (make_passage, "/passages/{}/edit/", "note"),
    "claim": (make_claim, "/claims/{}/edit/", "statement"),
    "evidence": (make_evidence, "/evidence/{}/edit/", "why"),
    "tag": (make_tag, "/tags/{}/edit/", "definition"),
    "article": (make_article, "/articles/{}/correct/", "text"),
}


@pytest.mark.parametrize("kind", CASES)
def test_edit_of_a_deleted_row_says_who_deleted_it_and_gives_back_what_was_typed(client, ada, kind):
    make, address, field = CASES[kind]
    row = make()
    act(ada, type(row).objects.get(pk=row.pk).remove)
    actions = row.history.count()

    answer = client.post(address.format(row.public_id), {field: TYPED, "version": row.version})

    assert answer.status_code == 410
    assert parse(answer).find("body/main/header/h1").text == f"This {kind} was deleted"
    assert str(row) in text_of(answer)
    assert re.search(f"Nothing was changed. Ada deleted it {WHEN}", text_of(answer))
    assert typed_on(answer) == {field.capitalize(): TYPED}
    assert row.history.count() == actions
    assert client.get(address.format(row.public_id)).status_code == 404


GONE_AT = {
    "passage": (make_passage, ["passages/{}/delete", "passages/{}/mend", "passages/{}/review"]),
    "claim": (make_claim, ["claims/{}/publish", "claims/{}/withdraw", "claims/{}/relations"]),
    "evidence": (make_evidence, ["evidence/{}/remove"]),
    "relation": (make_relation, ["relations/{}/remove"]),
    "tag": (make_tag, ["tags/{}/delete", "tags/{}/merge"]),
    "person": (make_person, ["people/{}/merge"]),
    "article": (
        make_article,
        [
            f"articles/{{}}/{act}"
            for act in ("passages", "state", "assign", "suggestions", "passages/tags")
        ],
    ),
}


@pytest.mark.parametrize("kind", GONE_AT)
def test_every_act_on_a_deleted_row_is_answered_with_410(client, ada, kind):
    make, addresses = GONE_AT[kind]
    row = make()
    if kind == "claim":
        act(ada, make_evidence(row).claim.publish)
    act(ada, type(row).objects.get(pk=row.pk).remove)

    statuses = {where: client.post(f"/{where.format(row.public_id)}/") for where in addresses}

    assert {where: answer.status_code for where, answer in statuses.items()} == dict.fromkeys(
        addresses, 410
    )


def test_a_script_gets_the_same_as_a_fragment_and_keeps_its_form(client, ada):
    article = make_article(title="The convoy")
    act(ada, article.remove)
    marking = {"revision": 1, "start": 0, "end": 10, "quote": "The convoy"}

    answer = client.post(
        f"/articles/{article.public_id}/passages/", marking, headers={"HX-Request": "true"}
    )

    [errors] = [each for each in parse_fragment(answer).iter() if "data-errors" in each.attrib]
    said = " ".join("".join(errors.itertext()).split())
    assert answer.status_code == 410
    assert re.fullmatch(
        f"The article “The convoy” no longer exists. Ada deleted it {WHEN} Nothing is lost: "
        "an editor can restore it. Nothing was changed.",
        said,
    )
    assert Passage.objects.count() == 0


def test_a_claim_deleted_while_the_popup_was_open_takes_no_passage(client, ada):
    evidence = make_evidence()
    act(ada, evidence.claim.remove)

    answer = client.post(
        f"/evidence/{evidence.public_id}/edit/", {"why": TYPED, "stance": "supports", "version": 1}
    )

    assert answer.status_code == 410
    assert parse(answer).find("body/main/header/h1").text == "This claim was deleted"
    assert typed_on(answer) == {"Why": TYPED, "Stance": "supports"}
    assert Evidence.objects.get().why == ""


@pytest.mark.parametrize(("make", "folder"), [(make_tag, "tags"), (make_person, "people")])
def test_what_was_merged_meanwhile_leads_to_what_stands_for_it(client, ada, make, folder):
    row, other = make("Vikantov"), make("Bikantov")
    act(ada, merge, row, other)

    answer = client.post(
        f"/{folder}/{row.public_id}/merge/", {"into": other.public_id, "version": 1}
    )

    assert answer.status_code == 410
    assert "It has been merged into Bikantov." in text_of(answer)
    links = [link.get("href") for link in parse(answer).find("body/main").iter("a")]
    assert links[0] == other.get_absolute_url()


def test_an_admin_form_of_a_deleted_row_gives_back_what_was_typed(client, ada):
    source = make_source("Reuters")
    form = opened(client, page_of(source))
    act(ada, source.remove)

    answer = client.post(page_of(source), form | {"country": TYPED})

    assert answer.status_code == 410
    assert typed_on(answer) == {"Name": "Reuters", "Country": TYPED}


def test_a_deleted_passage_that_is_hidden_from_one_is_not_there(ada):
    passage, alone = make_passage(), make_user(EDITORS)
    act(alone, Member.objects.hide_colleagues, is_hiding=True)
    act(ada, passage.remove)
    browser = Client()
    browser.force_login(alone)

    answer = browser.post(f"/passages/{passage.public_id}/edit/", {"note": "x", "version": 1})

    assert answer.status_code == 404


def test_what_a_form_carries_for_itself_was_not_typed():
    data = QueryDict(mutable=True)
    data.setlist("tags", ["one", "", "two"])
    data.update({"csrfmiddlewaretoken": "t", "version": "1", "new_origin": "A letter", "note": " "})
    data.update({"speaker": "0123456789ab", "new_speaker": "0123456789ab"})
    data.update({"initial-aliases-0-name": "x", "aliases-__prefix__-name": "y"})
    data.update({"aliases-TOTAL_FORMS": "1", "aliases-0-id": "4", "aliases-0-name": "Wikantow"})

    assert typed_values(data) == [
        ("tags", "one\ntwo"),
        ("new origin", "A letter"),
        ("new speaker", "0123456789ab"),
        ("aliases 0 name", "Wikantow"),
    ]
