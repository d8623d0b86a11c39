"""Claims as strangers and members get them."""

import json

import pytest
from django.conf import settings

from annotations.models import RelationKind
from tests.support.acts import act
from tests.support.claim_pages import links_of, signed_in, text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_full_claim,
    make_passage,
    make_person,
    make_published_claim,
    make_relation,
    make_source,
    make_user,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

UNKNOWN = "0123456789ab"


@pytest.fixture
def member():
    return signed_in()


def meta(response):
    """The meta tags of a page: property or name -> content."""
    tags = parse(response).findall("head/meta")
    return {tag.get("property") or tag.get("name"): tag.get("content") for tag in tags}


def test_strangers_get_no_draft(client):
    claim = make_claim("Private words")
    for address in (
        claim.get_absolute_url(),
        f"/claims/{claim.public_id}/",
        f"/claims/{claim.public_id}/wrong/",
        f"/claims/{claim.public_id}.jsonld",
        f"/claims/{UNKNOWN}/",
    ):
        response = client.get(address)
        assert (response.status_code, "Private" in response.content.decode()) == (404, False)


def test_a_deleted_claim_is_gone_without_a_trace(client):
    claim = make_published_claim()
    act(make_user(EDITORS), claim.remove)
    assert client.get(claim.get_absolute_url()).status_code == 404
    assert client.get(f"/claims/{claim.public_id}.jsonld").status_code == 404
    assert "Statement" not in client.get("/claims/").content.decode()


@pytest.mark.parametrize("path", ["{}/", "{}/wrong/", "{}/kabul-fell/", "{}.jsonld"])
def test_a_withdrawn_claim_says_so_and_nothing_of_its_text(client, path):
    claim = make_published_claim("Kabul fell", speaker=make_person("Zamir Kabulov"))
    act(make_user(EDITORS), claim.withdraw)
    response = client.get(f"/claims/{path.format(claim.public_id)}")
    assert response.status_code == 410
    assert "This claim was withdrawn" in text_of(response)
    assert [word for word in ("Kabul", "dawn") if word in response.content.decode()] == []


@pytest.mark.parametrize("slug", ["", "old-slug/", "kabul-fel/"])
def test_any_other_slug_redirects_for_good_with_its_query(client, slug):
    claim = make_published_claim("Kabul fell")
    response = client.get(f"/claims/{claim.public_id}/{slug}?utm=1")
    assert response.status_code == 301
    assert response["Location"] == f"/claims/{claim.public_id}/kabul-fell/?utm=1"
    # A slug can come back; a redirect that is kept for ever would then lead in a circle.
    assert "no-cache" in response["Cache-Control"]


def test_a_statement_without_a_slug_stands_at_the_bare_address(client):
    claim = make_published_claim("!?")
    assert client.get(f"/claims/{claim.public_id}/").status_code == 200
    assert client.get(f"/claims/{claim.public_id}/x/")["Location"] == f"/claims/{claim.public_id}/"


def test_the_slug_comes_from_the_last_publication(client, member):
    claim = make_published_claim("Kabul fell", attribution="reportedly")
    act(make_user(), claim.edit, claim.version, statement="Herat fell", attribution="reportedly")
    address = f"/claims/{claim.public_id}/kabul-fell/"
    assert [browser.get(address).status_code for browser in (client, member)] == [200, 200]


def test_strangers_read_what_was_published_alone(client):
    passage = make_passage(make_article("Frozen quote. Later quote."), "Frozen quote.")
    claim = make_published_claim(
        "Frozen statement", passage=passage, attribution="frozen attribution", tags=["frozen-tag"]
    )
    by = make_user(username="secret-analyst")
    act(
        by,
        claim.edit,
        claim.version,
        statement="Later statement",
        attribution="later attribution",
        tags=["later-tag"],
        credibility=1,
        verdict="later verdict",
        said=None,
    )
    later = make_passage(passage.article, "Later quote.", by=by, note="later note")
    make_evidence(claim, later, by=by, why="later why")
    act(
        by,
        claim.evidence.first().edit,
        1,
        stance="supports",
        new_origin="later origin",
        why="later",
    )
    make_relation(claim, make_published_claim("Later relation"), by=by)
    response = client.get(claim.get_absolute_url())
    page = response.content.decode().lower()
    assert [
        word for word in ("frozen statement", "frozen quote", "frozen-tag") if word in page
    ] == [
        "frozen statement",
        "frozen quote",
        "frozen-tag",
    ]
    assert [word for word in ("later", "secret", "confirmed") if word in page] == []
    assert "later" not in client.get(f"/claims/{claim.public_id}.jsonld").content.decode().lower()
    assert "later statement" not in client.get("/claims/").content.decode().lower()


def test_a_related_claim_that_was_withdrawn_is_not_named(client):
    claim, other = make_claim("Kabul fell"), make_published_claim("Kabul stands")
    make_relation(claim, other, RelationKind.CONTRADICTS)
    act(make_user(EDITORS), claim.publish)
    assert "Kabul stands" in text_of(client.get(claim.get_absolute_url()))
    assert "in dispute" in text_of(client.get("/claims/"))
    act(make_user(EDITORS), other.withdraw)
    for address in (claim.get_absolute_url(), "/claims/", f"/claims/{claim.public_id}.jsonld"):
        page = client.get(address).content.decode()
        assert [words for words in ("Kabul stands", "in dispute") if words in page] == []


def test_strangers_get_no_cookie_and_no_token(client):
    claim = make_published_claim()
    for address in (claim.get_absolute_url(), "/claims/", f"/claims/{claim.public_id}.jsonld"):
        response = client.get(address)
        assert (response.status_code, response.cookies.output()) == (200, "")
        assert "csrf" not in response.content.decode()


def test_names_and_tags_are_text_for_strangers(client):
    source = make_source("Reuters")
    claim = make_published_claim(
        speaker=make_person("Zamir Kabulov"),
        tags=["cities"],
        passage=make_passage(make_article(source=source, title="Momentum")),
        attribution="",
    )
    response = client.get(claim.get_absolute_url())
    assert links_of(response) == [f"/claims/{claim.public_id}.jsonld"]
    assert "no link recorded" in text_of(response)


def test_a_quote_links_into_its_original(client):
    article = make_article("Kabul fell. More.", url="https://news.example/a?b=1&c=2")
    claim = make_published_claim(passage=make_passage(article, "Kabul fell."))
    assert (
        links_of(client.get(claim.get_absolute_url()))[0]
        == "https://news.example/a?b=1&c=2#:~:text=Kabul%20fell."
    )


def test_the_page_previews_well(client):
    claim = make_published_claim(
        'Kabul "fell"', speaker=make_person("Zamir Kabulov"), said="2021-08", attribution=""
    )
    address = f"{settings.SITE_URL}{claim.get_absolute_url()}"
    response = client.get(claim.get_absolute_url())
    description = "Said by Zamir Kabulov, August 2021. 1 report from 1 independent origin."
    given = meta(response)
    expected = {
        "description": description,
        "og:site_name": "Twosource",
        "og:type": "article",
        "og:title": 'Kabul "fell"',
        "og:description": description,
        "og:url": address,
        "twitter:card": "summary_large_image",
        "twitter:title": 'Kabul "fell"',
        "twitter:description": description,
    }
    assert {name: given.get(name) for name in expected} == expected
    links = {link.get("rel"): link.get("href") for link in parse(response).findall("head/link")}
    assert links["canonical"] == address
    assert links["alternate"] == f"/claims/{claim.public_id}.jsonld"


def test_the_block_and_the_file_are_one_record(client):
    claim = make_published_claim("A </script> & B", verdict="premature")
    block = parse(client.get(claim.get_absolute_url())).find("head/script")
    response = client.get(f"/claims/{claim.public_id}.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    assert json.loads(block.text) == json.loads(response.content)
    assert json.loads(response.content)["claimReviewed"] == "A </script> & B"


def test_stored_text_smuggles_no_tag(client, member):
    evil = "<b onclick=x>'\"&</b></script><script>"
    article = make_article(evil, title=evil, source=make_source(evil))
    claim = make_claim(
        evil, speaker=make_person(evil), attribution="", verdict=evil, tags=[evil.replace(",", "")]
    )
    make_evidence(claim, make_passage(article), why=evil)
    make_relation(claim, make_published_claim(evil))
    act(make_user(EDITORS), claim.publish)
    for browser in (client, member):
        for address in (claim.get_absolute_url(), "/claims/"):
            document = parse(browser.get(address))
            assert list(document.iter("b")) == []
            expected = {"/static/js/ui/load_modules.js"} if browser is member else set()
            expected = expected | ({"/static/js/ui/copy.js"} if address != "/claims/" else set())
            scripts = document.findall("body/script")
            assert {script.get("src", "") for script in scripts} == expected
            modules = " ".join(script.get("data-modules", "") for script in scripts).split()
            of_members = ("keys", "going_back", "unsent_notice")
            expected = {f"/static/js/ui/{name}.js" for name in of_members}
            assert set(modules) == (expected if browser is member else set())


def test_an_unchanged_page_is_not_sent_again(client):
    claim, other = make_claim(), make_published_claim()
    make_relation(claim, other)
    act(make_user(EDITORS), claim.publish)
    for address in (claim.get_absolute_url(), "/claims/", f"/claims/{claim.public_id}.jsonld"):
        first = client.get(address)
        assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert "Cookie" in first["Vary"]
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    tag = client.get(claim.get_absolute_url())["ETag"]
    act(make_user(EDITORS), other.withdraw)
    changed = client.get(claim.get_absolute_url(), headers={"If-None-Match": tag})
    assert changed.status_code == 200


def test_a_page_with_a_member_in_it_is_private(member):
    claim = make_published_claim()
    for address in (claim.get_absolute_url(), "/claims/"):
        assert member.get(address)["Cache-Control"] == "private, no-cache"


def test_a_member_sees_what_strangers_see(client, member):
    claim = make_published_claim("Kabul fell", attribution="reportedly")
    act(make_user(), claim.edit, claim.version, statement="Later", attribution="reportedly")
    address = f"{claim.get_absolute_url()}?as=stranger"
    preview = member.get(address)
    assert parse(preview).find("body/main/header/h1").text == "Kabul fell"
    assert [
        word for word in ("Later", "csrf", "Sign out") if word in preview.content.decode()
    ] == []
    assert preview["Cache-Control"] == "private, no-cache"
    assert "Back to the members’ view" in text_of(preview)
    assert "Back to the members’ view" not in text_of(client.get(address))
    draft = make_claim()
    assert member.get(f"{draft.get_absolute_url()}?as=stranger").status_code == 404


def test_a_member_sees_a_draft_as_it_stands(member):
    article = make_article("Kabul fell.", title="Momentum", source=make_source("TASS", "C"))
    passage = make_passage(article, "Kabul fell.")
    claim = make_claim("Kabul fell", attribution="reportedly", credibility=4)
    evidence = make_evidence(claim, passage, by=make_user(username="olga"), why="His words.")
    make_relation(claim, make_claim("Herat fell", said="2021"), RelationKind.SUPPORTS)
    response = member.get(claim.get_absolute_url())
    page = text_of(response)
    for words in (
        "Claim, draft",
        "attributed to “reportedly”",
        "1 report from 1 independent origin. No origin is named, so TASS counts.",
        "Reported by 1 article",
        "C4 source fairly reliable claim doubtful",
        "His words.",
        "Added by olga",
        "supports Herat fell “reportedly”, 2021, draft",
    ):
        assert words in page
    links = links_of(response)
    assert f"/passages/{passage.public_id}/" in links
    assert f"/evidence/{evidence.public_id}/edit/" in links


def test_a_relation_reads_from_both_claims(member):
    one, other = make_claim("One"), make_claim("Other")
    make_relation(one, other, RelationKind.CORRECTS)
    assert "corrects Other" in text_of(member.get(one.get_absolute_url()))
    assert "corrected by One" in text_of(member.get(other.get_absolute_url()))


def test_evidence_says_that_its_passage_was_deleted(member):
    evidence = make_evidence()
    act(make_user(), evidence.passage.remove)
    page = text_of(member.get(evidence.claim.get_absolute_url()))
    assert "The passage has been deleted" in page
    assert "The convoy left at dawn" in page


def test_a_claim_edited_since_says_so(member):
    claim = make_published_claim(attribution="reportedly")
    act(make_user(), claim.edit, claim.version, statement="Later", attribution="reportedly")
    assert "published, edited since" in text_of(member.get(claim.get_absolute_url()))
    assert "published, edited since" in text_of(member.get("/claims/"))


def test_a_related_claim_published_since_is_pointed_out(member):
    claim, other = make_claim(), make_claim()
    make_relation(claim, other)
    act(make_user(EDITORS), claim.publish)
    words = "A related claim has been published."
    assert words not in text_of(member.get(claim.get_absolute_url()))
    act(make_user(EDITORS), other.publish)
    assert words in text_of(member.get(claim.get_absolute_url()))


def test_a_withdrawn_claim_stays_for_members(member):
    claim = make_published_claim("Kabul fell")
    act(make_user(EDITORS), claim.withdraw)
    response = member.get(claim.get_absolute_url())
    assert response.status_code == 200
    assert "Claim, withdrawn" in text_of(response)


def test_a_claim_makes_as_many_queries_with_much_evidence(
    client, member, django_assert_max_num_queries
):
    claim = make_full_claim()
    with django_assert_max_num_queries(15) as few:
        member.get(claim.get_absolute_url())
    for _ in range(5):
        make_evidence(claim, make_passage(make_article(title="")))
        make_relation(claim, make_claim())
    with django_assert_max_num_queries(len(few)):
        member.get(claim.get_absolute_url())
    act(make_user(EDITORS), claim.publish)
    # The claim with its record, which related claims stand, which quotes do.
    with django_assert_max_num_queries(3):
        client.get(claim.get_absolute_url())


@pytest.mark.parametrize("address", ["/claims/", "/claims/{}/", "/claims/{}.jsonld"])
def test_what_is_read_cannot_be_posted(client, address):
    claim = make_published_claim()
    assert client.post(address.format(claim.public_id)).status_code == 405


def test_public_page_names_its_list_in_the_navigation(client):
    page = parse(client.get(make_published_claim().get_absolute_url()))
    current = [link for link in page.iter("a") if link.get("aria-current")]
    assert [(link.get("href"), link.get("aria-current")) for link in current] == [
        ("/claims/", "true")
    ]
