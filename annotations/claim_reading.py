"""What pages of claims show: to members the claims as they stand, to strangers what was frozen."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, prefetch_related_objects

from annotations.claim_page import ClaimPage, page_of, related_ids
from annotations.models import Claim, ClaimTag, Evidence, Relation
from annotations.models.claim_record import record_of
from corpus import keyset


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


def read_live(claim):
    """The ClaimReading of a claim as it stands, for members."""
    prefetch_related_objects([claim], _tags())
    evidence = list(claim.evidence.read())
    relations = list(Relation.objects.of(claim).read())
    page = page_of(record_of(claim, evidence, relations), evidence=evidence)
    others = [relation.other(claim) for relation in relations]
    related = list(zip(page.relations, relations, others, strict=True))
    if not claim.is_published:
        return ClaimReading(claim, page, related)
    record = claim.publication.content
    frozen = {part["id"] for part in record["relations"]}
    is_new = any(one.other(claim).is_published and one.public_id not in frozen for one in relations)
    return ClaimReading(claim, page, related, page_of(record), is_new)


def read_published(claims):
    """The ClaimReadings of published claims from their frozen records alone, for strangers.

    One query: which of the related claims stand published now. What is said of any other is
    left out, so that a claim that was withdrawn does not live on beside this one.
    """
    records = [claim.publication.content for claim in claims]
    ids = set().union(*(related_ids(record) for record in records))
    found = Claim.objects.published().filter(public_id__in=ids)
    published = set(found.values_list("public_id", flat=True)) if ids else set()
    return [
        ClaimReading(claim, page_of(record, published))
        for claim, record in zip(claims, records, strict=True)
    ]


def list_live(cursor):
    """A page of all present claims and their ClaimReadings, newest first, for members.

    A cursor is {"before": id} or {"after": id} of the claim that the neighbouring page starts or
    ends with, or empty.
    """
    claims = Claim.objects.present().select_related("speaker", "publication")
    page = _page(claims.defer("publication__record"), Claim.objects.all(), cursor)
    return page, lines_of(page.rows)


def lines_of(claims):
    """The ClaimReadings of several claims as they stand, for the lines of a list."""
    prefetch_related_objects(claims, _tags(), Prefetch("evidence", Evidence.objects.read()))
    relations = _relations(claims)
    readings = []
    for claim in claims:
        evidence = list(claim.evidence.all())
        record = record_of(claim, evidence, relations.get(claim.pk, []))
        readings.append(ClaimReading(claim, page_of(record)))
    return readings


def list_published(cursor):
    """A page of the published claims and their ClaimReadings, newest first, for strangers."""
    # A claim that was withdrawn after the page was drawn still says where the next one starts.
    once_published = Claim.objects.exclude(publication=None)
    page = _page(Claim.objects.published(), once_published, cursor)
    return page, read_published(page.rows)


def _page(claims, known, cursor):
    keys = dict(known.filter(public_id__in=cursor.values()).values_list("public_id", "pk"))
    place = {side: keys[public_id] for side, public_id in cursor.items() if public_id in keys}
    return keyset.page_of(claims, "pk", **place)


def _tags():
    return Prefetch("tag_links", ClaimTag.objects.select_related("tag"))


def _relations(claims):
    """The present relations of several claims, by claim."""
    pks = [claim.pk for claim in claims]
    found = {}
    ends = Q(from_claim__in=pks) | Q(to_claim__in=pks)
    related = Relation.objects.between_present().select_related(
        "from_claim__speaker", "to_claim__speaker"
    )
    for relation in related.filter(ends):
        for pk in (relation.from_claim_id, relation.to_claim_id):
            found.setdefault(pk, []).append(relation)
    return found
