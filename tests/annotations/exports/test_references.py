"""Articles and claims as references, and published claims as JSON-LD."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from annotations.exports.references import REFERENCE_FORMATS
from corpus.models import Action, Retrieval, Snapshot
from corpus.records.merging import merge
from tests.support.acts import act
from tests.support.claim_pages import signed_in
from tests.support.factories import (
    ADMINISTRATORS,
    EDITORS,
    make_article,
    make_claim,
    make_passage,
    make_person,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db

ADDRESSES = [f"/{noun}.{name}" for noun, formats in REFERENCE_FORMATS.items() for name in formats]


def content(address):
    return b"".join(signed_in().get(address).streaming_content)


def publish(claim):
    act(make_user(EDITORS), claim.publish)
    return claim


def test_articles_are_references_with_what_is_known_of_them():
    url = "https://x.org/a"
    article = make_article(
        "One.", "Convoys", "2021-08", source=make_source("Reuters"), url=url, byline="Ann Lee"
    )
    snapshot = Snapshot.objects.keep(b"One.", "text/plain")
    for year in (2025, 2026, 2024):
        retrieved_at = datetime(year, 1, 2, 23, tzinfo=UTC)
        Retrieval.objects.create(article=article, snapshot=snapshot, retrieved_at=retrieved_at)
    untitled = make_article("Nobody saw it. So it was.", "")
    articles = {item["id"]: item for item in json.loads(content("/articles.csl"))}
    assert articles == {
        f"article-{article.public_id}": {
            "id": f"article-{article.public_id}",
            "type": "article-newspaper",
            "title": "Convoys",
            "author": [{"literal": "Ann Lee"}],
            "container-title": "Reuters",
            "issued": {"date-parts": [[2021, 8]]},
            "accessed": {"date-parts": [[2026, 1, 2]]},
            "URL": url,
            "language": article.language,
        },
        f"article-{untitled.public_id}": {
            "id": f"article-{untitled.public_id}",
            "type": "webpage",
            "title": "Nobody saw it.",
            "language": untitled.language,
        },
    }
    bibtex = content("/articles.bibtex?source=Reuters").decode()
    assert bibtex.splitlines()[0] == f"@article{{article-{article.public_id},"
    assert bibtex.count("@") == 1


def test_claim_is_cited_as_whoever_follows_its_address_reads_it():
    claim = publish(make_claim("The road is open", speaker=make_person("Zamir"), said="2021"))
    act(make_user(EDITORS), claim.edit, None, statement="A secret", attribution="some")
    [item] = json.loads(content("/claims.csl"))
    assert item == {
        "id": f"claim-{claim.public_id}",
        "type": "webpage",
        "title": "The road is open",
        "author": [{"literal": "Zamir"}],
        "container-title": "Twosource",
        "issued": {"date-parts": [[2021]]},
        "URL": f"http://127.0.0.1:8000/claims/{claim.public_id}/",
        "note": f"Publication 1, {claim.publication.published_at:%Y-%m-%d}",
    }
    assert "secret" not in content("/claims.bibtex").decode()
    act(make_user(EDITORS), claim.withdraw)
    [item] = json.loads(content("/claims.csl"))
    assert (item["title"], item["note"]) == ("A secret", "Attributed to “some”. Withdrawn")


def test_speaker_of_a_draft_is_the_person_merged_into():
    person, other = make_person("Samir"), make_person("Zamir")
    make_claim(speaker=person)
    act(make_user(EDITORS), merge, person, other)
    [item] = json.loads(content("/claims.csl"))
    assert (item["author"], item["note"]) == ([{"literal": "Zamir"}], "Draft")


def test_json_ld_has_published_claims_alone_as_they_are_frozen():
    first = publish(make_claim("The road is open", verdict="False"))
    second = publish(make_claim("The road is cut"))
    make_claim("A secret draft")
    withdrawn = publish(make_claim("A secret withdrawn"))
    act(make_user(EDITORS), withdrawn.withdraw)
    act(make_user(EDITORS), second.edit, None, statement="A secret edit")
    graph = json.loads(content("/claims.jsonld"))
    singles = [
        Client().get(f"/claims/{claim.public_id}.jsonld").json() for claim in (second, first)
    ]
    assert [single.pop("@context") for single in singles] == [graph.pop("@context")] * 2
    assert graph == {"@graph": singles}
    assert [node["@type"] for node in singles] == ["Claim", "ClaimReview"]


def test_json_ld_without_a_published_claim_is_an_empty_graph():
    make_claim()
    assert json.loads(content("/claims.jsonld")) == {
        "@context": "https://schema.org",
        "@graph": [],
    }


@pytest.mark.parametrize("address", ADDRESSES)
def test_files_are_downloaded_and_logged(address):
    publish(make_claim())
    make_article()
    noun, name = address.strip("/").split(".")
    member = make_user()
    browser = Client()
    browser.force_login(member)
    browser.head(address)
    assert not Action.objects.filter(by=member).exists()
    response = browser.get(address)
    extension = {"bibtex": "bib", "csl": "json", "jsonld": "jsonld"}[name]
    assert response["Content-Disposition"] == f'attachment; filename="{noun}.{extension}"'
    assert Action.objects.filter(by=member).values_list("kind").get() == (f"{noun}.export",)


@pytest.mark.parametrize("name", ["bibtex", "csl"])
def test_one_record_is_cited_alone_and_a_wrong_id_is_refused(name):
    article, claim = make_article(), make_claim()
    make_article()
    make_claim()
    make_passage(article)
    for noun, row in (("articles", article), ("claims", claim)):
        singular = noun[:-1]
        text = content(f"/{noun}.{name}?{singular}={row.public_id}").decode()
        assert (text.count(f"{singular}-"), row.public_id in text) == (1, True)
        assert signed_in().get(f"/{noun}.{name}?{singular}=nothing").status_code == 422


@pytest.mark.parametrize(
    ("what", "name", "start"),
    [("articles", "bibtex", b"@misc{article-"), ("claims", "jsonld", b'{"@context": ')],
)
def test_command_writes_references(tmp_path, what, name, start):
    make_user(ADMINISTRATORS)
    make_article()
    call_command("export", str(tmp_path / "out"), format=name, what=what)
    assert (tmp_path / "out").read_bytes()[: len(start)] == start


@pytest.mark.parametrize(
    ("what", "name", "message"),
    [
        ("passages", "bibtex", "--format bibtex is for articles or claims."),
        ("articles", "jsonld", "--format jsonld is for passages or claims."),
        ("claims", "doccano", "--format doccano is for passages."),
    ],
)
def test_command_names_what_a_format_is_for(tmp_path, what, name, message):
    make_user(ADMINISTRATORS)
    with pytest.raises(CommandError) as refusal:
        call_command("export", str(tmp_path / "out"), format=name, what=what)
    assert str(refusal.value) == message
