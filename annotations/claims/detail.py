"""Pages of claims: for members the current claims, for the public the published records."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, prefetch_related_objects

from annotations.corrections.quote_status import quotes_corrected
from annotations.models import Claim, ClaimTag, Evidence, Relation
from annotations.publishing.claim_page import ClaimPage, RelationPart, page_of, related_ids
from annotations.publishing.counting import CONTRADICTS
from annotations.publishing.record import record_of
from corpus import pagination


@dataclass(frozen=True)
class ClaimDetail:
    """A claim with its page.

    For members: `related` are (part of the page, Relation, the other Claim); `published` is the
    public page, or None; `has_new_relations` says whether that page lacks a related claim that
    was published since.
    """

    claim: Claim
    page: ClaimPage
    related: list[tuple[RelationPart, Relation, Claim]] = field(default_factory=list)
    published: ClaimPage | None = None
    has_new_relations: bool = False

    @property
    def is_in_dispute(self):
        """Whether the claim is contradicted and not withdrawn."""
        return self.page.is_contradicted and not self.claim.is_withdrawn

    @property
    def speaker(self):
        """The claim's speaker for a link, or None without one or where it was deleted."""
        speaker = self.claim.speaker
        return None if speaker is None or speaker.is_deleted else speaker

    @property
    def tags(self):
        """The claim's current tags, for members."""
        return [link.tag for link in self.claim.tag_links.all()]

    @property
    def contradictions(self):
        """The related claims that contradict this one, as on its page."""
        return [part for part, _, _ in self.related if part.kind == CONTRADICTS]

    @property
    def opponents(self):
        """The present speakers of the claims that contradict this one."""
        speakers = [
            other.speaker.resolved
            for part, _, other in self.related
            if part.kind == CONTRADICTS and other.speaker
        ]
        return [speaker for speaker in speakers if not speaker.is_deleted]


def live_detail(claim):
    """The ClaimDetail of a current claim, for members."""
    prefetch_related_objects([claim], _tags())
    evidence = list(claim.evidence.with_details())
    relations = list(Relation.objects.of(claim).with_claims())
    corrected = quotes_corrected([row.public_id for row in evidence]) if evidence else {}
    record = record_of(claim, evidence, relations)
    page = page_of(record, evidence=evidence, corrected=corrected)
    other_claims = [relation.other(claim) for relation in relations]
    related = list(zip(page.relations, relations, other_claims, strict=True))
    if not claim.is_published:
        return ClaimDetail(claim, page, related)
    record = claim.publication.content
    frozen = {part["id"] for part in record["relations"]}
    is_new = any(one.other(claim).is_published and one.public_id not in frozen for one in relations)
    return ClaimDetail(claim, page, related, page_of(record), is_new)


def published_details(claims):
    """The ClaimDetails of published claims from their frozen records alone, for the public."""
    pairs = zip(claims, published_related(claims), strict=True)
    return [published_detail(claim, published) for claim, published in pairs]


def published_related(claims):
    """For each of these published claims: the public ids of its related claims published now.

    One query, or none. A page leaves out all other related claims, so that it does not show a
    claim that was withdrawn.
    """
    related = [related_ids(claim.publication.content) for claim in claims]
    ids = set().union(*related)
    published_claims = Claim.objects.published().filter(public_id__in=ids)
    published = set(published_claims.values_list("public_id", flat=True)) if ids else set()
    return [frozenset(ids & published) for ids in related]


def corrected_quotes(claim):
    """Changed quotes of a published claim: pairs of (public id of evidence, sentence).

    The claim comes from `with_corrections`. The record itself stays as it was frozen.
    """
    if not claim.has_corrections:
        return ()
    frozen = {part["id"]: part["quote"] for part in claim.publication.content["evidence"]}
    return tuple(sorted(quotes_corrected(list(frozen), frozen).items()))


def published_detail(claim, published, corrected=()):
    """The ClaimDetail of a published claim, with its related claims that are published."""
    page = page_of(claim.publication.content, published, corrected=dict(corrected))
    return ClaimDetail(claim, page)


def live_page(cursor, among=None):
    """A page of present claims and their ClaimDetails, newest first, for members.

    `among` limits the claims. A cursor is {"before": id} or {"after": id} of the
    claim that the neighbouring page starts or ends with, or empty.
    """
    claims = Claim.objects.all() if among is None else among
    claims = claims.present().select_related("speaker", "publication")
    page = pagination.page_beside(claims.defer("publication__record"), "pk", cursor)
    return page, live_details(page.rows)


def live_details(claims):
    """The ClaimDetails of several current claims, for the lines of a list."""
    prefetch_related_objects(claims, _tags(), Prefetch("evidence", Evidence.objects.with_details()))
    relations = _relations(claims)
    details = []
    for claim in claims:
        related = relations.get(claim.pk, [])
        page = page_of(record_of(claim, list(claim.evidence.all()), related))
        other_claims = [relation.other(claim) for relation in related]
        related_parts = list(zip(page.relations, related, other_claims, strict=True))
        details.append(ClaimDetail(claim, page, related_parts))
    return details


def published_page(cursor):
    """A page of published claims and their ClaimDetails, newest first, for the public."""
    # A claim withdrawn after the page was rendered still marks where the next page starts.
    once_published = Claim.objects.exclude(publication=None)
    page = pagination.page_beside(
        Claim.objects.published(), "pk", cursor, cursor_rows=once_published
    )
    return page, published_details(page.rows)


def _tags():
    return Prefetch("tag_links", ClaimTag.objects.select_related("tag"))


def _relations(claims):
    """{key of the claim: its present relations} of several claims."""
    pks = [claim.pk for claim in claims]
    relations_of_claim = {}
    is_end = Q(from_claim__in=pks) | Q(to_claim__in=pks)
    related = Relation.objects.between_present().select_related(
        "from_claim__speaker__merged_into", "to_claim__speaker__merged_into"
    )
    for relation in related.filter(is_end):
        for pk in (relation.from_claim_id, relation.to_claim_id):
            relations_of_claim.setdefault(pk, []).append(relation)
    return relations_of_claim
