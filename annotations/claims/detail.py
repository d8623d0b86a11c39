"""What pages of claims show: to members the claims as they stand, to strangers what was frozen."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, prefetch_related_objects

from annotations.corrections.quote_status import quotes_corrected
from annotations.models import Claim, ClaimTag, Evidence, Relation
from annotations.publishing.claim_page import ClaimPage, page_of, related_ids
from annotations.publishing.counting import CONTRADICTS
from annotations.publishing.record import record_of
from corpus import pagination


@dataclass(frozen=True)
class ClaimReading:
    """A claim beside its page.

    For members: `related` are (part of the page, Relation, the other Claim); `published` is the
    page that strangers get, if they get one; `has_new_relations` says that this one misses a
    related claim that was published since.
    """

    claim: Claim
    page: ClaimPage
    related: list = field(default_factory=list)
    published: ClaimPage | None = None
    has_new_relations: bool = False

    @property
    def is_in_dispute(self):
        """Whether something contradicts the claim, and it was not withdrawn."""
        return self.page.is_contradicted and not self.claim.is_withdrawn

    @property
    def speaker(self):
        """Who a member may go to for the claim's speaker, if anybody stands there."""
        speaker = self.claim.speaker
        return None if speaker is None or speaker.is_deleted else speaker

    @property
    def tags(self):
        """The claim's tags as they stand, for members."""
        return [link.tag for link in self.claim.tag_links.all()]

    @property
    def contradictions(self):
        """The related claims that contradict this one, as on its page."""
        return [part for part, _, _ in self.related if part.kind == CONTRADICTS]

    @property
    def opponents(self):
        """Who is present and speaks in the claims that contradict this one."""
        speakers = [
            other.speaker.resolved
            for part, _, other in self.related
            if part.kind == CONTRADICTS and other.speaker
        ]
        return [speaker for speaker in speakers if not speaker.is_deleted]


def read_live(claim):
    """The ClaimReading of a claim as it stands, for members."""
    prefetch_related_objects([claim], _tags())
    evidence = list(claim.evidence.with_details())
    relations = list(Relation.objects.of(claim).with_claims())
    corrected = quotes_corrected([row.public_id for row in evidence]) if evidence else {}
    record = record_of(claim, evidence, relations)
    page = page_of(record, evidence=evidence, corrected=corrected)
    others = [relation.other(claim) for relation in relations]
    related = list(zip(page.relations, relations, others, strict=True))
    if not claim.is_published:
        return ClaimReading(claim, page, related)
    record = claim.publication.content
    frozen = {part["id"] for part in record["relations"]}
    is_new = any(one.other(claim).is_published and one.public_id not in frozen for one in relations)
    return ClaimReading(claim, page, related, page_of(record), is_new)


def read_published(claims):
    """The ClaimReadings of published claims from their frozen records alone, for strangers."""
    pairs = zip(claims, published_beside(claims), strict=True)
    return [reading_of(claim, published) for claim, published in pairs]


def published_beside(claims):
    """The ids of the related claims that stand published now, for each of published claims.

    One query, or none. What is said of any other related claim is left out of a page, so that a
    claim that was withdrawn does not live on beside this one.
    """
    related = [related_ids(claim.publication.content) for claim in claims]
    ids = set().union(*related)
    found = Claim.objects.published().filter(public_id__in=ids)
    published = set(found.values_list("public_id", flat=True)) if ids else set()
    return [frozenset(ids & published) for ids in related]


def corrected_beside(claim):
    """What became of the quotes of a published claim: pairs of (id of evidence, sentence).

    The claim comes `with_corrections`. The record stays as it was frozen; what is said of its
    quotes are sentences of the desk's.
    """
    if not claim.has_corrections:
        return ()
    frozen = {part["id"]: part["quote"] for part in claim.publication.content["evidence"]}
    return tuple(sorted(quotes_corrected(list(frozen), frozen).items()))


def reading_of(claim, published, corrected=()):
    """The ClaimReading of a published claim, beside the related claims that are published."""
    page = page_of(claim.publication.content, published, corrected=dict(corrected))
    return ClaimReading(claim, page)


def list_live(cursor, among=None):
    """A page of the present claims and their ClaimReadings, newest first, for members.

    `among` are the claims to choose from. A cursor is {"before": id} or {"after": id} of the
    claim that the neighbouring page starts or ends with, or empty.
    """
    claims = Claim.objects.all() if among is None else among
    claims = claims.present().select_related("speaker", "publication")
    page = pagination.page_beside(claims.defer("publication__record"), "pk", cursor)
    return page, lines_of(page.rows)


def lines_of(claims):
    """The ClaimReadings of several claims as they stand, for the lines of a list."""
    prefetch_related_objects(claims, _tags(), Prefetch("evidence", Evidence.objects.with_details()))
    relations = _relations(claims)
    readings = []
    for claim in claims:
        related = relations.get(claim.pk, [])
        drawn = page_of(record_of(claim, list(claim.evidence.all()), related))
        others = [relation.other(claim) for relation in related]
        beside = list(zip(drawn.relations, related, others, strict=True))
        readings.append(ClaimReading(claim, drawn, beside))
    return readings


def list_published(cursor):
    """A page of the published claims and their ClaimReadings, newest first, for strangers."""
    # A claim that was withdrawn after the page was drawn still says where the next one starts.
    once_published = Claim.objects.exclude(publication=None)
    page = pagination.page_beside(Claim.objects.published(), "pk", cursor, known=once_published)
    return page, read_published(page.rows)


def _published(ids):
    """Those of the claims with these public ids that stand published now."""
    found = Claim.objects.published().filter(public_id__in=ids)
    return set(found.values_list("public_id", flat=True)) if ids else set()


def _tags():
    return Prefetch("tag_links", ClaimTag.objects.select_related("tag"))


def _relations(claims):
    """The present relations of several claims, by claim."""
    pks = [claim.pk for claim in claims]
    found = {}
    ends = Q(from_claim__in=pks) | Q(to_claim__in=pks)
    related = Relation.objects.between_present().select_related(
        "from_claim__speaker__merged_into", "to_claim__speaker__merged_into"
    )
    for relation in related.filter(ends):
        for pk in (relation.from_claim_id, relation.to_claim_id):
            found.setdefault(pk, []).append(relation)
    return found
