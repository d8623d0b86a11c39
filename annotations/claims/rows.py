"""The lines of a member's list of claims: a few columns of each claim, nothing of its page."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from annotations.models import Claim, ClaimTag, Evidence, Publication, Relation, RelationKind
from annotations.publishing.claim_page import by_words
from annotations.publishing.counting import CONTRADICTS, REPORTS, EvidenceSource, count
from corpus import pagination

# As many lines as are made once for everybody who looks at them.
LINES_KEPT = 1_000


@dataclass(frozen=True)
class ClaimLine:
    """A claim as one line says it, all of it plain values; `tags` are (name, hue) pairs."""

    url: str
    statement: str
    credibility: int
    credibility_words: str
    by_words: str
    speaker: str
    tags: tuple
    sources: tuple
    reports_words: str
    is_in_dispute: bool
    verdict: str
    status: str


def list_lines(cursor, claims):
    """A page of present claims and their ClaimLines, newest first, for members.

    A cursor is {"before": id} or {"after": id} of the claim that the neighbouring page starts or
    ends with, or empty. The rows of the page have the `public_id` of each claim.
    """
    rows = claims.present().values_list(
        "pk",
        "public_id",
        "statement",
        "slug",
        "attribution",
        "said_on",
        "said_precision",
        "credibility",
        "verdict",
        "status",
        "edited_at",
        "publication_id",
        "publication__published_at",
        "speaker__name",
        named=True,
    )
    page = pagination.page_beside(rows, "pk", cursor)
    pks = [row.pk for row in page]
    tags, evidence, contradicted = _tags(pks), _evidence(pks), _contradicted(pks)
    return page, tuple(
        _line(tuple(row), tuple(tags[row.pk]), tuple(evidence[row.pk]), row.pk in contradicted)
        for row in page
    )


def _tags(pks):
    links = ClaimTag.objects.filter(content_object__pk__in_array=pks)
    return _grouped(links.values_list("content_object_id", "tag__name", "tag__hue"))


def _evidence(pks):
    return _grouped(
        Evidence.objects.standing()
        .filter(claim__pk__in_array=pks)
        .values_list(
            "claim_id",
            "stance",
            "passage__article__public_id",
            "passage__article__source__public_id",
            "passage__article__source__name",
            "origin__public_id",
        )
    )


def _contradicted(pks):
    """The keys of those claims that a relation contradicts."""
    ends = Q(from_claim__pk__in_array=pks) | Q(to_claim__pk__in_array=pks)
    found = Relation.objects.between_present().filter(ends, kind=RelationKind.CONTRADICTS)
    return {pk for pair in found.values_list("from_claim_id", "to_claim_id") for pk in pair}


def _grouped(rows):
    grouped = defaultdict(list)
    for pk, *row in rows:
        grouped[pk].append(tuple(row))
    return grouped


@lru_cache(LINES_KEPT)
def _line(row, tags, evidence, has_contradiction):
    *about, published_at, speaker = row
    names = (
        "pk public_id statement slug attribution said_on said_precision credibility verdict "
        "status edited_at publication_id"
    )
    claim = Claim(**dict(zip(names.split(), about, strict=True)))
    if claim.publication_id:
        claim.publication = Publication(pk=claim.publication_id, published_at=published_at)
    witnesses = [
        EvidenceSource(stance, article, "", source or "", name or "", origin or "")
        for stance, article, source, name, origin in evidence
    ]
    denied = has_contradiction or any(one.stance == CONTRADICTS for one in witnesses)
    return ClaimLine(
        url=claim.get_absolute_url(),
        statement=claim.statement,
        credibility=claim.credibility,
        credibility_words=claim.credibility_words,
        by_words=by_words(speaker or "", claim.attribution, claim.said),
        speaker=speaker or "",
        tags=tags,
        sources=tuple(dict.fromkeys(one.source_name for one in witnesses if one.source_name)),
        reports_words=count(witnesses, REPORTS).words,
        is_in_dispute=denied and not claim.is_withdrawn,
        verdict=claim.verdict,
        status=str(claim.status_words),
    )
