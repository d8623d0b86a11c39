"""The reasons for which claims are withdrawn and drafts sent back: who reads them, and where."""

import pytest
from django.test import Client

from annotations.models import Claim
from corpus.models import Action
from tests.support.acts import act
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import (
    EDITORS,
    make_claim,
    make_evidence,
    make_published_claim,
    make_user,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

REASON = "The document “was” <forged> & sold."


@pytest.fixture
def editor():
    return signed_in(EDITORS)


def metas(response):
    tags = parse(response).iter("meta")
    return {tag.get("property"): tag.get("content") for tag in tags if tag.get("property")}


def title(response):
    return "".join(parse(response).find("head/title").itertext())


def publish_buttons(browser, claim):
    page = parse(browser.get(Claim.objects.get(pk=claim.pk).get_absolute_url()))
    return [
        " ".join("".join(button.itertext()).split())
        for form in page.iter("form")
        for button in form.iter("button")
        if form.get("action", "").endswith("/publish/")
    ]


def test_public_reads_the_reason_and_nothing_else_of_the_claim(client, editor):
    claim = make_published_claim("Kabul fell", attribution="reportedly", verdict="so it did")
    editor.post(f"/claims/{claim.public_id}/withdraw/", {"reason": REASON})
    page = client.get(claim.get_absolute_url())

    assert (page.status_code, title(page)) == (410, "Withdrawn claim – Twosource")
    told = text_of(page)
    assert REASON in told
    assert [word in page.content.decode() for word in ("Kabul", "reportedly", "so it did")] == [
        False
    ] * 3
    assert (metas(page)["og:title"], metas(page)["og:description"]) == (
        "This claim was withdrawn",
        f"Withdrawn: {REASON}",
    )


def test_members_read_a_withdrawn_claim_with_the_reason_and_what_the_public_reads(editor):
    author = make_user()
    claim = make_claim("Kabul fell", by=author)
    make_evidence(claim)
    act(make_user(EDITORS), claim.publish)
    act(make_user(EDITORS), claim.withdraw, reason=REASON)
    browser = Client()
    browser.force_login(author)

    for reader in (browser, editor):
        page = text_of(reader.get(claim.get_absolute_url()))
        assert ("Kabul fell" in page, f"Withdrawn: {REASON}" in page) == (True, True)
    public = browser.get(f"{claim.get_absolute_url()}?as=stranger")
    assert (public.status_code, "Kabul" in public.content.decode()) == (410, False)
    assert REASON in text_of(public)


@pytest.mark.parametrize("typed", [{}, {"reason": "  "}, {"reason": "x" * 501}])
def test_claim_is_not_withdrawn_without_a_reason(editor, typed):
    claim = make_published_claim()
    page = editor.post(f"/claims/{claim.public_id}/withdraw/", typed)

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["reason"])
    assert Claim.objects.get().is_published


def test_withdrawing_is_undone_with_its_reason(editor):
    claim = make_published_claim()
    editor.post(f"/claims/{claim.public_id}/withdraw/", {"reason": REASON})
    editor.post(f"/actions/{Action.objects.latest('pk').pk}/undo/")

    claim.refresh_from_db()
    assert (claim.is_published, claim.withdrawal_reason) == (True, "")


def test_publishing_again_forgets_the_reason(editor):
    claim = make_published_claim()
    act(make_user(EDITORS), claim.withdraw, reason=REASON)
    act(make_user(EDITORS), claim.publish)

    claim.refresh_from_db()
    assert (claim.withdrawal_reason, claim.is_published) == ("", True)


def test_publish_again_is_offered_after_an_edit_alone(editor):
    claim = make_claim()
    assert publish_buttons(editor, claim) == ["Publish"]
    claim = make_published_claim(attribution="reportedly")
    assert publish_buttons(editor, claim) == []
    act(make_user(), claim.edit, claim.version, statement="Later", attribution="reportedly")
    assert publish_buttons(editor, claim) == ["Publish again"]
    act(make_user(EDITORS), claim.withdraw, reason=REASON)
    assert publish_buttons(editor, claim) == []
    claim.refresh_from_db()
    act(make_user(), claim.edit, claim.version, statement="Right", attribution="reportedly")
    assert publish_buttons(editor, claim) == ["Publish again"]


def test_draft_sent_back_stands_on_its_authors_home_until_it_is_edited(editor):
    author = make_user()
    claim = make_claim("Kabul fell", by=author, attribution="reportedly")
    home, others = Client(), signed_in()
    home.force_login(author)
    response = editor.post(f"/claims/{claim.public_id}/send-back/", {"reason": REASON})

    assert response["Location"] == claim.get_absolute_url()
    words = f"Kabul fell your draft was sent back: {REASON}"
    assert [words in text_of(browser.get("/")) for browser in (home, others)] == [True, False]
    assert f"Sent back to {author}: {REASON}" in text_of(home.get(claim.get_absolute_url()))
    # Meanwhile nobody is asked to publish it.
    assert "Kabul fell" not in text_of(editor.get("/"))

    claim.refresh_from_db()
    act(author, claim.edit, claim.version, statement="Kabul stood", attribution="reportedly")
    assert "sent back" not in text_of(home.get("/"))
    assert "Kabul stood draft claim, ready for review" in text_of(editor.get("/"))


def test_a_draft_sent_back_is_ready_when_somebody_says_so_and_no_edit_of_an_editor_is(editor):
    author = make_user()
    claim = make_claim("Kabul fell", by=author, attribution="reportedly")
    editor.post(f"/claims/{claim.public_id}/send-back/", {"reason": REASON})
    claim.refresh_from_db()
    act(make_user(EDITORS), claim.edit, claim.version, statement="Kabul", attribution="reportedly")
    writer = Client()
    writer.force_login(author)
    assert f"Sent back to {author}: {REASON}" in text_of(writer.get(claim.get_absolute_url()))

    address = f"/claims/{claim.public_id}/ready/"
    assert writer.post(address, {"version": claim.version - 1}).status_code == 409
    page = writer.post(address, {"version": claim.version}, follow=True)
    assert "Sent back to" not in text_of(page)
    assert "Kabul draft claim, ready for review" in text_of(editor.get("/"))


def test_only_drafts_are_sent_back(editor):
    claim = make_published_claim()
    address = f"/claims/{claim.public_id}/send-back/"

    assert [editor.get(address).status_code, editor.post(address).status_code] == [404, 404]


def test_stale_send_back_does_nothing(editor):
    claim = make_claim(attribution="reportedly")
    version = claim.version
    act(make_user(), claim.edit, version, statement="Later", attribution="reportedly")
    typed = {"version": version, "reason": REASON}

    assert editor.post(f"/claims/{claim.public_id}/send-back/", typed).status_code == 409
    assert Claim.objects.get().sent_back_reason == ""


def test_history_tells_both_in_words(editor):
    claim = make_claim("Kabul fell")
    editor.post(f"/claims/{claim.public_id}/send-back/", {"reason": REASON})
    told = text_of(editor.get(f"/claims/{claim.public_id}/history/"))

    assert "sent back the draft “Kabul fell”" in told
    assert f"why sent back {REASON}" in told
