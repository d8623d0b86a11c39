"""What several people do to claims at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from annotations.models import Claim, Evidence, Publication, Relation, RelationKind, Stance
from annotations.publishing.record import PublicationRefused
from corpus.records.edit_conflict import StaleVersion
from tests.support.acts import act
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(*works):
    """Run these in threads of their own that start together; what each answers, or raises."""
    barrier = Barrier(len(works))

    def run(work):
        barrier.wait()
        try:
            return work()
        except (PublicationRefused, StaleVersion) as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_two_publications_at_once_are_numbered_1_and_2():
    claim, editor = make_claim(), make_user(EDITORS)
    at_once(*[lambda: act(editor, Claim.objects.get(pk=claim.pk).publish)] * 2)
    assert list(Publication.objects.values_list("number", flat=True)) == [1, 2]


def test_of_two_who_publish_the_same_version_one_is_told():
    claim, editor = make_claim(), make_user(EDITORS)
    answers = at_once(*[lambda: act(editor, Claim.objects.get(pk=claim.pk).publish, 1)] * 2)
    assert answers.count(StaleVersion) == 1
    assert list(Publication.objects.values_list("number", flat=True)) == [1]


def test_claims_published_at_once_share_the_ration_of_an_article():
    article, editor = make_article("123456789 " * 400), make_user(EDITORS)
    claims = [make_claim(), make_claim()]
    for claim, start in zip(claims, (0, 2_000), strict=True):
        quote = article.text[start : start + 600]
        make_evidence(claim, make_passage(article, quote, start=start))
    answers = at_once(*(lambda claim=claim: act(editor, claim.publish) for claim in claims))
    assert answers.count(PublicationRefused) == 1
    assert Publication.objects.count() == 1


def test_one_request_sent_often_at_once_is_one_claim():
    author, key, passage = make_user(), uuid4(), make_passage()
    made = at_once(*[lambda: make_claim("Kabul fell", by=author, key=key, passage=passage)] * 4)
    assert {claim.pk for claim in made} == {Claim.objects.get().pk}
    assert Evidence.objects.count() == 1


def test_a_passage_tied_often_at_once_is_tied_once():
    claim, passage, by = make_claim(), make_passage(), make_user()
    at_once(*[lambda: act(by, claim.add_evidence, passage, Stance.REPORTS)] * 4)
    assert Evidence.objects.count() == 1


def test_claims_related_from_both_ends_at_once_are_related_once():
    one, other, by = make_claim(), make_claim(), make_user()
    at_once(
        *[lambda: act(by, Relation.objects.relate, one, other, RelationKind.CONTRADICTS)] * 2,
        *[lambda: act(by, Relation.objects.relate, other, one, RelationKind.CONTRADICTS)] * 2,
    )
    assert Relation.objects.count() == 1
