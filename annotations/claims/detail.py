"""Pages of claims: for members the current claims, for the public the published records."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, prefetch_related_objects

from annotations.claims.repeated_texts import RepeatedText, repeated_texts
from annotations.corrections.quote_status import quotes_corrected
from annotations.models import Claim, ClaimTag, Relation
from annotations.models.evidence import directives_in_texts
from annotations.publishing.claim_page import ClaimPage, RelationPart, page_of, related_ids
from annotations.publishing.record import record_of
from corpus import pagination


@dataclass(frozen=True)
class ClaimDetail:
    """A claim with its page.

    For members: `related` are (part of the page, Relation, the other Claim); `repeated_texts` are
    its near-duplicates that count as independent; `published` is the public page, or None;
    `has_new_relations` says whether that page lacks a related claim that was published since.
    """

    claim: Claim
    page: ClaimPage
    related: list[tuple[RelationPart, Relation, Claim]] = field(default_factory=list)
    repeated_texts: list[RepeatedText] = field(default_factory=list)
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


def live_detail(claim):
    """The ClaimDetail of a current claim, for members."""
    tag_links = Prefetch("tag_links", ClaimTag.objects.select_related("tag"))
    prefetch_related_objects([claim], tag_links)
    evidence = list(claim.evidence.with_details())
    relations = list(Relation.objects.of(claim).with_claims())
    corrected = quotes_corrected([row.public_id for row in evidence]) if evidence else {}
    record = record_of(claim, evidence, relations, directives=directives_in_texts(evidence))
    page = page_of(record, evidence=evidence, corrected=corrected)
    other_claims = [relation.other(claim) for relation in relations]
    related = list(zip(page.relations, relations, other_claims, strict=True))
    repeated = repeated_texts(evidence)
    if not claim.is_published:
        return ClaimDetail(claim, page, related, repeated)
    frozen_record = claim.publication.content
    frozen = {part["id"] for part in frozen_record["relations"]}
    is_new = any(one.other(claim).is_published and one.public_id not in frozen for one in relations)
    return ClaimDetail(claim, page, related, repeated, page_of(frozen_record), is_new)


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


def published_page(cursor):
    """A page of published claims and their ClaimDetails, newest first, for the public."""
    # A claim withdrawn after the page was rendered still marks where the next page starts.
    once_published = Claim.objects.exclude(publication=None)
    page = pagination.page_beside(
        Claim.objects.published(), "pk", cursor, cursor_rows=once_published
    )
    return page, published_details(page.rows)
