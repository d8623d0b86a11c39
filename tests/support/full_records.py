"""One record of every kind in the admin, with all its related rows."""

import pytest

from annotations.models import Claim, Origin, Passage, Tag
from corpus.models import Article, Person, Source, acting
from tests.support import factories


def make_full_source(**fields):
    return factories.make_source(reliability="B", **fields)


def make_full_person(**fields):
    return factories.make_person(aliases=["Alias"], **fields)


def make_full_article(**fields):
    article = factories.make_article(source=factories.make_source(), published="2021", **fields)
    with acting("test", factories.make_user()):
        article.credits.create(kind="via", words="MatrixMag")
    return article


def make_full_passage(**fields):
    people = [(factories.make_person(), "speaks")]
    return factories.make_passage(factories.make_article(title=""), tags=["a tag"], people=people)


def make_full_claim(**fields):
    speaker = factories.make_person()
    claim = factories.make_claim(speaker=speaker, said="2021-08-05", tags=["a tag"], **fields)
    factories.make_evidence(claim, origin=factories.make_origin())
    factories.make_relation(claim)
    factories.make_relation(factories.make_claim(), claim)
    return claim


def make_spoken_claim():
    """A claim with everything that a list shows."""
    return factories.make_claim(speaker=factories.make_person(), said="2021-08-05")


MAKERS = {
    Source: make_full_source,
    Person: make_full_person,
    Article: make_full_article,
    Tag: factories.make_tag,
    Origin: factories.make_origin,
    Passage: make_full_passage,
    Claim: make_full_claim,
}
LISTED = MAKERS | {Claim: make_spoken_claim}
every_record = pytest.mark.parametrize("make", MAKERS.values(), ids=lambda make: make.__name__)
every_list = pytest.mark.parametrize("make", LISTED.values(), ids=lambda make: make.__name__)
