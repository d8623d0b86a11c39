"""Drafting, editing, publishing and withdrawing claims by their pages."""

from uuid import uuid4

import pytest

from annotations.models import Claim, Evidence, Publication, Role, Status, Tag
from corpus.models import Person, acting
from tests.support.acts import act
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_origin,
    make_passage,
    make_person,
    make_published_claim,
    make_tag,
    make_user,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst():
    return signed_in()


@pytest.fixture
def editor():
    return signed_in(EDITORS)


def field(response, name):
    """What stands in a field of the page's form."""
    form = response.context["form"]
    return form[name].value()


def errors(response):
    return {name: list(given) for name, given in response.context["form"].errors.items()}


def test_the_form_opens_with_what_the_passage_says(analyst):
    speaker = make_person("Maria Zakharova")
    article = make_article("Before. “Thirty\ndistricts  fell.” After.", published="2021-07")
    passage = make_passage(
        article,
        "“Thirty\ndistricts  fell.”",
        people=[(make_person(), Role.SPOKEN_OF), (speaker, Role.SPEAKS)],
    )
    response = analyst.get(f"/claims/new/?passage={passage.public_id}&stance=contradicts")
    given = {name: field(response, name) for name in ("statement", "said", "speaker", "stance")}
    assert given == {
        "statement": "“Thirty districts fell.”",
        "said": "2021-07",
        "speaker": speaker.public_id,
        "stance": "contradicts",
    }
    options = parse(response).findall(".//select[@id='id_speaker']/option[@selected]")
    assert [option.text for option in options] == ["Maria Zakharova"]


def test_a_long_quote_is_cut_between_words(analyst):
    passage = make_passage(make_article("word " * 200))
    response = analyst.get(f"/claims/new/?passage={passage.public_id}")
    assert field(response, "statement") == " ".join(["word"] * 100)


def test_each_form_has_a_key_of_its_own(analyst):
    keys = [field(analyst.get("/claims/new/"), "key") for _ in range(2)]
    assert keys[0] != keys[1]


def test_a_draft_is_saved_with_its_passage(analyst):
    speaker, passage, origin = make_person(), make_passage(), make_origin("Briefing")
    response = analyst.post(
        "/claims/new/",
        {
            "statement": "Thirty districts\r\nfell",
            "speaker": speaker.public_id,
            "said": "2021-07-01",
            "credibility": "3",
            "verdict": "",
            "tags": "districts, momentum",
            "passage": passage.public_id,
            "stance": "supports",
            "origin": origin.public_id,
            "key": str(uuid4()),
        },
    )
    claim = Claim.objects.get()
    assert (response.status_code, response["Location"]) == (302, claim.get_absolute_url())
    assert (claim.statement, claim.speaker, str(claim.said), claim.credibility) == (
        "Thirty districts fell",
        speaker,
        "1 July 2021",
        3,
    )
    assert [tag.name for tag in claim.tags.all()] == ["districts", "momentum"]
    evidence = claim.evidence.get()
    assert (evidence.passage, evidence.stance, evidence.origin) == (passage, "supports", origin)


def test_a_draft_needs_no_more_than_a_statement(analyst):
    response = analyst.post("/claims/new/", {"statement": "Kabul fell"})
    assert response.status_code == 302
    claim = Claim.objects.get()
    assert (claim.credibility, claim.status, claim.said) == (6, Status.DRAFT, None)


def test_tags_may_be_sent_one_by_one(analyst):
    analyst.post("/claims/new/", {"statement": "Kabul fell", "tags": ["a b", "c"]})
    assert [tag.name for tag in Claim.objects.get().tags.all()] == ["a b", "c"]


def test_a_new_tag_that_is_nearly_another_is_asked_about_once(analyst):
    make_tag("casualties")
    sent = {"statement": "Kabul fell", "tags": "casualty", "ask_near": "1"}
    claim = make_claim("Herat fell")
    for address, more in (
        ("/claims/new/", {}),
        (f"/claims/{claim.public_id}/edit/", {"version": claim.version}),
    ):
        warning = analyst.post(address, sent | more)
        assert warning.status_code == 422
        assert "“casualty” is similar to “casualties” in the codebook." in text_of(warning)
        names = parse(warning).findall(".//input[@name='near_seen']")
        assert [name.get("value") for name in names] == ["casualty"]
        assert list(Tag.objects.values_list("name", flat=True)) == ["casualties"]
    taken = analyst.post("/claims/new/", sent | {"near_seen": "casualty"})
    assert (taken.status_code, Tag.objects.count()) == (302, 2)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"statement": " "}, {"statement": ["Enter the claim, in one sentence."]}),
        (
            {"said": "July 2021"},
            {"said": ["“July 2021” is not a date. Write it as 2021-08-05, 2021-08 or 2021."]},
        ),
        ({"said": "2021-02-30"}, {"said": ["There is no day 2021-02-30 in the calendar."]}),
        ({"speaker": "nobody"}, {"speaker": ["No person has the id “nobody”."]}),
        (
            {"new_speaker": "Somebody", "attribution": "reportedly"},
            {"attribution": ["Name a speaker or give the attribution, not both."]},
        ),
        ({"passage": "0123456789ab"}, {"passage": ["This passage has been deleted."]}),
        (
            {"origin": "0123456789ab"},
            {"origin": ["This origin no longer exists. Choose another."]},
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(analyst, data, expected):
    sent = {"statement": "Kabul fell", "verdict": "kept words"} | data
    response = analyst.post("/claims/new/", sent)
    assert (response.status_code, errors(response)) == (422, expected)
    assert field(response, "verdict") == "kept words"
    assert "The claim was not saved." in text_of(response)
    assert (Claim.objects.count(), Person.objects.count()) == (0, 0)


def test_credibility_and_lengths_are_checked(analyst):
    sent = {"statement": "x" * 501, "credibility": "7", "verdict": "x" * 101}
    response = analyst.post("/claims/new/", sent)
    assert sorted(errors(response)) == ["credibility", "statement", "verdict"]


def test_a_typed_speaker_is_found_by_alias_or_made(analyst):
    existing = make_person("Alexander Bikantov", aliases=["Vikantov"])
    for name in ("VIKANTOV", "Zamir  Kabulov"):
        analyst.post("/claims/new/", {"statement": "Kabul fell", "new_speaker": name})
    speakers = [claim.speaker for claim in Claim.objects.order_by("pk")]
    assert (speakers[0], speakers[1].name) == (existing, "Zamir Kabulov")


def test_a_speaker_merged_into_another_stands_for_the_other(analyst):
    merged, other = make_person("Vikantov"), make_person("Bikantov")
    with acting("person.merge", make_user(EDITORS)):
        merged.merged_into = other
        merged.save()
    analyst.post("/claims/new/", {"statement": "Kabul fell", "speaker": merged.public_id})
    assert Claim.objects.get().speaker == other


def test_a_deleted_passage_makes_no_claim(analyst):
    passage = make_passage()
    act(make_user(), passage.remove)
    response = analyst.post(
        "/claims/new/", {"statement": "Kabul fell", "passage": passage.public_id}
    )
    assert errors(response) == {"passage": ["This passage has been deleted."]}
    opened = analyst.get(f"/claims/new/?passage={passage.public_id}")
    assert (opened.status_code, field(opened, "statement")) == (200, None)


def test_namesakes_are_offered(analyst):
    people = [make_person("Ali"), make_person("Ahmad", aliases=["Ali"])]
    response = analyst.post("/claims/new/", {"statement": "Kabul fell", "new_speaker": "ali"})
    assert errors(response) == {
        "new_speaker": ["Several people are called “ali”. Choose one above."]
    }
    assert set(response.context["form"].offered_speakers()) == set(people)


def test_somebody_chosen_and_somebody_else_typed_is_too_much(analyst):
    chosen = make_person("Ali")
    sent = {"statement": "Kabul fell", "speaker": chosen.public_id}
    assert analyst.post("/claims/new/", sent | {"new_speaker": "Ahmad"}).status_code == 422
    assert analyst.post("/claims/new/", sent | {"new_speaker": "ali"}).status_code == 302
    assert [claim.speaker for claim in Claim.objects.all()] == [chosen]


def test_an_origin_may_be_named(analyst):
    existing = make_origin("Briefing")
    for data in ({"origin": "Briefing"}, {"new_origin": " Briefing "}, {"new_origin": "Hearing"}):
        passage = make_passage()
        analyst.post(
            "/claims/new/", {"statement": "Kabul fell", "passage": passage.public_id} | data
        )
    origins = [evidence.origin for evidence in Evidence.objects.order_by("pk")]
    assert (origins[:2], origins[2].name) == ([existing, existing], "Hearing")


def test_the_same_key_again_leads_to_the_same_claim(analyst):
    sent = {"statement": "Kabul fell", "key": str(uuid4()), "new_speaker": "Ali", "tags": "a"}
    first, again = (analyst.post("/claims/new/", sent) for _ in range(2))
    assert first["Location"] == again["Location"]
    assert Claim.objects.count() == 1


def test_the_same_key_with_other_content_is_a_conflict(analyst):
    sent = {"statement": "Kabul fell", "key": str(uuid4())}
    analyst.post("/claims/new/", sent)
    response = analyst.post("/claims/new/", sent | {"statement": "Kabul stands"})
    assert response.status_code == 409
    assert "This form was already saved with different content: Kabul fell" in text_of(response)
    assert field(response, "statement") == "Kabul stands"
    assert Claim.objects.count() == 1


def edited(claim, **fields):
    return {"statement": "Kabul stands", "version": claim.version} | fields


def test_an_edit_is_saved(analyst):
    claim = make_claim("Kabul fell", tags=["cities"], said="2021-08")
    response = analyst.get(f"/claims/{claim.public_id}/edit/")
    given = {name: field(response, name) for name in ("statement", "said", "tags", "version")}
    assert given == {
        "statement": "Kabul fell",
        "said": "2021-08",
        "tags": ["cities"],
        "version": 1,
    }
    sent = edited(claim, attribution="reportedly", tags="momentum")
    response = analyst.post(f"/claims/{claim.public_id}/edit/", sent)
    claim.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, claim.get_absolute_url())
    assert (claim.statement, claim.attribution, claim.said) == ("Kabul stands", "reportedly", None)
    assert [tag.name for tag in claim.tags.all()] == ["momentum"]


def test_a_stale_edit_gets_both_texts(analyst):
    claim = make_claim("Kabul fell")
    act(make_user(), claim.edit, 1, statement="Their words", verdict="their verdict")
    sent = {"statement": "My words", "verdict": "my verdict", "version": 1}
    response = analyst.post(f"/claims/{claim.public_id}/edit/", sent)
    page = text_of(response)
    assert response.status_code == 409
    assert "This claim was changed while you were editing it" in page
    assert [word for word in ("Their words", "their verdict", "My words") if word in page] == [
        "Their words",
        "their verdict",
        "My words",
    ]
    assert field(response, "verdict") == "my verdict"
    assert Claim.objects.get().statement == "Their words"
    version = parse(response).find(".//input[@name='version']").get("value")
    analyst.post(f"/claims/{claim.public_id}/edit/", sent | {"version": version})
    assert Claim.objects.get().statement == "My words"


def test_an_edit_without_a_version_is_refused(analyst):
    claim = make_claim("Kabul fell")
    response = analyst.post(f"/claims/{claim.public_id}/edit/", {"statement": "Changed"})
    assert (response.status_code, list(errors(response))) == (422, ["version"])
    assert Claim.objects.get().statement == "Kabul fell"


def test_the_form_offers_who_speaks_in_the_evidence(analyst):
    claim, speaker = make_claim(), make_person("Fawad Aman")
    make_evidence(claim, make_passage(people=[(speaker, Role.SPEAKS)]))
    make_person("Another speaker")
    response = analyst.get(f"/claims/{claim.public_id}/edit/")
    assert list(response.context["form"].offered_speakers()) == [speaker]


def test_a_speaker_who_was_deleted_is_not_dropped_unsaid(analyst):
    speaker = make_person("Fawad Aman")
    claim = make_claim(speaker=speaker, attribution="")
    act(make_user(EDITORS), speaker.remove)
    address = f"/claims/{claim.public_id}/edit/"
    assert list(analyst.get(address).context["form"].offered_speakers()) == [speaker]
    response = analyst.post(address, edited(claim, speaker=speaker.public_id))
    assert (response.status_code, list(errors(response))) == (422, ["speaker"])


def test_an_editor_publishes(editor, client):
    claim = make_claim("Kabul fell")
    response = editor.post(f"/claims/{claim.public_id}/publish/", {"version": 1})
    claim.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, claim.get_absolute_url())
    assert client.get(claim.get_absolute_url()).status_code == 200


def test_a_refusal_gives_its_reasons(editor):
    claim = make_claim(attribution="")
    make_evidence(claim, make_passage(make_article("x" * 2_000)))
    response = editor.post(f"/claims/{claim.public_id}/publish/", {"version": 1})
    assert response.status_code == 422
    page = text_of(response)
    assert "The claim was not published:" in page
    assert "No speaker is given" in page
    assert "has 2,000 characters; the limit for a published quote is 1,000." in page
    assert Publication.objects.count() == 0


@pytest.mark.parametrize("action", ["publish", "withdraw"])
def test_a_stale_button_does_nothing(editor, action):
    claim = make_published_claim(attribution="reportedly")
    version = claim.version
    act(make_user(), claim.edit, version, statement="Later", attribution="reportedly")
    typed = {"version": version, "reason": "It was forged."}
    response = editor.post(f"/claims/{claim.public_id}/{action}/", typed)
    assert response.status_code == 409
    assert "This claim was changed after you opened the page" in text_of(response)
    claim.refresh_from_db()
    assert (claim.status, claim.publications.count()) == (Status.PUBLISHED, 1)


def test_withdrawing_asks_first(editor):
    claim = make_published_claim("Kabul fell")
    address = f"/claims/{claim.public_id}/withdraw/"
    assert "Withdraw this claim? Kabul fell" in text_of(editor.get(address))
    assert Claim.objects.get().status == Status.PUBLISHED
    assert editor.post(address).status_code == 422
    assert Claim.objects.get().status == Status.PUBLISHED
    response = editor.post(address, {"reason": "It was forged."})
    assert response["Location"] == claim.get_absolute_url()
    assert Claim.objects.get().status == Status.WITHDRAWN
    assert "This claim is already withdrawn." in text_of(editor.get(address))


def test_a_draft_has_nothing_to_withdraw(editor):
    address = f"/claims/{make_claim().public_id}/withdraw/"
    assert [editor.get(address).status_code, editor.post(address).status_code] == [404, 404]


def test_analysts_neither_publish_nor_withdraw(analyst):
    claim = make_claim()
    for action in ("publish", "withdraw"):
        assert analyst.post(f"/claims/{claim.public_id}/{action}/").status_code == 403
    page = text_of(analyst.get(claim.get_absolute_url()))
    assert "Publish" not in page
    assert Claim.objects.get().status == Status.DRAFT


def test_without_a_group_a_member_only_reads():
    nobody, claim = signed_in(None), make_claim()
    addresses = ["/claims/new/", f"/claims/{claim.public_id}/edit/"]
    assert [nobody.get(address).status_code for address in addresses] == [403, 403]
    assert nobody.get(claim.get_absolute_url()).status_code == 200


def test_strangers_are_led_to_sign_in(client):
    claim = make_published_claim()
    for action in ("edit", "publish", "withdraw", "relations"):
        response = client.post(f"/claims/{claim.public_id}/{action}/")
        assert (response.status_code, response["Location"].startswith("/sign-in/")) == (302, True)
    assert client.get("/claims/new/").status_code == 302


def test_publishing_is_never_a_link(editor):
    claim = make_claim()
    assert editor.get(f"/claims/{claim.public_id}/publish/").status_code == 405
