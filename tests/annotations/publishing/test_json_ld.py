import json

import pytest
from django.template import Context, Template

from annotations.publishing.json_ld import json_ld_of
from tests.support.acts import act
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_source,
    make_user,
)

SITE = "https://desk.example"
ADDRESS = f"{SITE}/claims/abc/kabul-fell/"
PERMANENT = f"{SITE}/claims/abc/"


def drawn(data):
    template = Template("{% load json_ld %}{% json_ld data %}")
    return template.render(Context({"data": data}))


def test_the_block_holds_the_data_as_one_script():
    assert drawn({"@type": "Claim", "text": "Кабул"}) == (
        '<script type="application/ld+json">{"@type": "Claim", "text": "Кабул"}</script>'
    )


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--<script>", "&lt;b&gt; & <b>", '"quoted" \\']
)
def test_no_text_leaves_the_block(text):
    block = drawn({"text": text})
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert [character for character in inside if character in "<>&"] == []
    assert json.loads(inside) == {"text": text}


def published(**facts):
    reuters = make_source("Reuters")
    article = make_article(
        title="Momentum",
        published="2021-08",
        source=reuters,
        url="https://news.example/a",
        language="de",
    )
    claim = make_claim("Kabul fell", said="2021-08-05", tags=["cities"], **facts)
    make_evidence(claim, make_passage(article))
    make_evidence(claim, make_passage(article, "Nobody saw it return."))
    make_evidence(claim, stance="contradicts")
    return act(make_user(EDITORS), claim.publish)


def json_ld(publication):
    return json_ld_of(publication.content, ADDRESS, PERMANENT, SITE)


CLAIM = {
    "@type": "Claim",
    "@id": f"{PERMANENT}#claim",
    "text": "Kabul fell",
    "author": {"@type": "Person", "name": "Zamir Kabulov"},
    "dateCreated": "2021-08-05",
    "appearance": [
        {
            "@type": "Article",
            "headline": "Momentum",
            "url": "https://news.example/a",
            "datePublished": "2021-08",
            "inLanguage": "de",
            "publisher": {"@type": "Organization", "name": "Reuters"},
        }
    ],
    "keywords": ["cities"],
}


@pytest.mark.django_db
def test_a_claim_is_a_claim_and_each_article_appears_once():
    publication = published(speaker=make_person("Zamir Kabulov"))
    assert json_ld(publication) == {
        "@context": "https://schema.org",
        **CLAIM,
        "name": "Kabul fell",
        "url": ADDRESS,
        "mainEntityOfPage": ADDRESS,
        "datePublished": publication.content["published_at"],
        "version": "1",
        "sdPublisher": {"@type": "Organization", "name": "Twosource", "url": f"{SITE}/"},
    }


@pytest.mark.django_db
def test_a_verdict_makes_it_a_review_in_words():
    publication = published(speaker=make_person("Zamir Kabulov"), verdict="premature")
    assert json_ld(publication) == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": f"{PERMANENT}#review",
        "claimReviewed": "Kabul fell",
        "itemReviewed": CLAIM,
        "reviewRating": {"@type": "Rating", "alternateName": "premature"},
        "author": {"@type": "Organization", "name": "Twosource", "url": f"{SITE}/"},
        "url": ADDRESS,
        "mainEntityOfPage": ADDRESS,
        "datePublished": publication.content["published_at"],
        "version": "1",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["organisation", "group"])
def test_states_and_groups_are_no_persons(kind):
    publication = published(speaker=make_person("Russia", kind=kind))
    assert json_ld(publication)["author"] == {"@type": "Organization", "name": "Russia"}


@pytest.mark.django_db
def test_an_attribution_is_no_author():
    assert "author" not in json_ld(published(attribution="some analysts"))
