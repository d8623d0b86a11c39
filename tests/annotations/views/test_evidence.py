"""Evidence and relations changed by their pages."""

import pytest

from annotations.models import Evidence, Relation, RelationKind, Stance
from tests.support.acts import act
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import (
    make_claim,
    make_evidence,
    make_origin,
    make_relation,
    make_user,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst():
    return signed_in()


def test_evidence_is_edited(analyst):
    evidence, origin = make_evidence(), make_origin("Briefing")
    address = f"/evidence/{evidence.public_id}/edit/"
    assert "Edit evidence" in text_of(analyst.get(address))
    sent = {
        "stance": "contradicts",
        "origin": origin.public_id,
        "why": "He denies it.\r\nTwice.",
        "version": 1,
    }
    response = analyst.post(address, sent)
    evidence.refresh_from_db()
    assert response["Location"] == evidence.claim.get_absolute_url()
    assert (evidence.stance, evidence.origin, evidence.why) == (
        Stance.CONTRADICTS,
        origin,
        "He denies it.\nTwice.",
    )


def test_a_stale_edit_of_evidence_gets_both(analyst):
    evidence = make_evidence()
    act(make_user(), evidence.edit, 1, stance=Stance.REPORTS, why="Their reason")
    address = f"/evidence/{evidence.public_id}/edit/"
    response = analyst.post(address, {"stance": "supports", "why": "My reason", "version": 1})
    page = text_of(response)
    assert response.status_code == 409
    assert [word for word in ("Their reason", "My reason") if word in page] == [
        "Their reason",
        "My reason",
    ]
    assert parse(response).find(".//input[@name='version']").get("value") == "2"
    assert Evidence.objects.get().why == "Their reason"


@pytest.mark.parametrize(
    "data",
    [
        {"stance": "denies"},
        {"version": ""},
        {"why": "x" * 2_001},
        {"origin": "Known", "new_origin": "Other"},
    ],
)
def test_evidence_that_is_wrong_is_not_saved(analyst, data):
    evidence = make_evidence()
    sent = {"stance": "supports", "version": 1} | data
    response = analyst.post(f"/evidence/{evidence.public_id}/edit/", sent)
    assert response.status_code == 422
    assert Evidence.objects.get().stance == Stance.REPORTS


def test_removing_evidence_asks_first(analyst):
    evidence = make_evidence()
    address = f"/evidence/{evidence.public_id}/remove/"
    assert "Remove this evidence?" in text_of(analyst.get(address))
    assert Evidence.objects.present().count() == 1
    assert analyst.post(address)["Location"] == evidence.claim.get_absolute_url()
    assert Evidence.objects.present().count() == 0
    assert analyst.get(address).status_code == 404


def test_evidence_of_a_deleted_claim_has_no_page(analyst):
    evidence = make_evidence()
    act(make_user(), evidence.claim.remove)
    assert analyst.get(f"/evidence/{evidence.public_id}/edit/").status_code == 404


NO_CLAIM = "No claim says this, and it is not a link to a claim."


def relate(browser, this, **data):
    return browser.post(f"/claims/{this.public_id}/relations/", data)


def stored():
    relations = Relation.objects.present()
    return [(one.from_claim.statement, one.kind, one.to_claim.statement) for one in relations]


@pytest.mark.parametrize("field", ["claim", "link"])
@pytest.mark.parametrize(
    "form",
    ["{}", "/claims/{}/", "https://desk.example/claims/{}/other-words/", "/claims/{}/edit/?a=b#c"],
)
def test_a_claim_is_related_by_id_or_link(analyst, field, form):
    claim, other = make_claim("This"), make_claim("Other words")
    response = relate(analyst, claim, kind="contradicts", **{field: form.format(other.public_id)})
    assert response["Location"] == f"{claim.get_absolute_url()}#relations"
    assert stored() == [("This", "contradicts", "Other words")]


def test_a_claim_is_related_by_its_statement(analyst):
    claim, _ = make_claim("This"), make_claim("Other words")
    relate(analyst, claim, kind="contradicts", link=" Other  words")
    assert stored() == [("This", "contradicts", "Other words")]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("supports", ("This", "supports", "Other")),
        ("supported_by", ("Other", "supports", "This")),
        ("corrected_by", ("Other", "corrects", "This")),
        ("repeats", ("This", "repeats", "Other")),
    ],
)
def test_a_relation_is_stored_from_whom_it_starts(analyst, kind, expected):
    claim, other = make_claim("This"), make_claim("Other")
    relate(analyst, claim, kind=kind, claim=other.public_id)
    assert stored() == [expected]


def test_a_relation_that_cannot_be_says_why(analyst):
    claim, deleted, *_ = map(make_claim, ("This", "Deleted", "Twice", "Twice"))
    act(make_user(), deleted.remove)
    cases = [
        ({"kind": "repeats"}, "Choose a claim, or enter its statement or its link."),
        ({"kind": "repeats", "claim": claim.public_id}, "A claim cannot be related to itself."),
        ({"kind": "repeats", "claim": deleted.public_id}, NO_CLAIM),
        ({"kind": "repeats", "link": "/articles/0123456789ab/"}, NO_CLAIM),
        ({"kind": "repeats", "link": "Twice"}, "Several claims say this. Paste the link to one"),
        ({"kind": "denies", "claim": "x"}, "Select a valid choice."),
    ]
    for data, message in cases:
        response = relate(analyst, claim, **data)
        assert response.status_code == 422
        assert message in text_of(response)
    assert stored() == []


def test_a_relation_is_taken_off_after_asking(analyst):
    relation = make_relation(make_claim("This"), make_claim("Other"), RelationKind.CORRECTS)
    address = f"/relations/{relation.public_id}/remove/"
    assert "This corrects Other" in text_of(analyst.get(address))
    assert len(stored()) == 1
    assert analyst.post(address)["Location"] == relation.from_claim.get_absolute_url()
    assert stored() == []
    assert analyst.get(address).status_code == 404


def test_only_who_may_change_claims_changes_what_belongs_to_them():
    nobody, evidence, relation = signed_in(None), make_evidence(), make_relation()
    addresses = [
        f"/evidence/{evidence.public_id}/edit/",
        f"/evidence/{evidence.public_id}/remove/",
        f"/claims/{evidence.claim.public_id}/relations/",
        f"/relations/{relation.public_id}/remove/",
    ]
    assert [nobody.post(address).status_code for address in addresses] == [403] * 4
    assert (Evidence.objects.present().count(), len(stored())) == (1, 1)
