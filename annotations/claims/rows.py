"""The lines of a member's list of claims, from a few columns of each claim."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from annotations.claims.orders import NEWEST, ordered_claims_page
from annotations.models import Claim, ClaimTag, Evidence, Publication, Relation, RelationKind
from annotations.publishing.claim_page import by_words
from annotations.publishing.counting import CONTRADICTS, REPORTS, EvidenceSource, count
from corpus import pagination
from corpus.db.compiled_query import KEYS, CompiledQuery
from corpus.db.grouping import grouped
from corpus.db.query_batch import sent_together

# Lines kept in memory, for all readers.
CACHE_SIZE = 1_000


@dataclass(frozen=True)
class ClaimLine:
    """A claim as a line of a list, all of it plain values; `tags` are (name, hue) pairs."""

    url: str
    statement: str
    credibility: int
    credibility_words: str
    by_words: str
    speaker: str
    tags: tuple[tuple[str, int], ...]
    sources: tuple[str, ...]
    reports_words: str
    is_in_dispute: bool
    verdict: str
    status: str


COLUMNS = (
    *("pk", "public_id", "statement", "slug", "attribution", "said_on", "said_precision"),
    *("credibility", "verdict", "status", "edited_at", "publication_id"),
)
ROW_COLUMNS = (*COLUMNS, "publication__published_at", "speaker__name")


def list_lines(cursor, claims, sort=NEWEST):
    """A page of present claims and their ClaimLines, in one of ORDERS, for members.

    A cursor is {"before": id} or {"after": id} of the claim that the neighbouring page starts or
    ends with, or empty. The rows of the page have the `public_id` of each claim.
    """
    if sort == NEWEST:
        page = pagination.page_beside(_rows(claims), "pk", cursor)
    else:
        page = ordered_claims_page(claims.present(), sort, cursor, ROW_COLUMNS)
    return page, lines_of(page)


def newest_rows(claims, number):
    """The newest of these claims as rows for `lines_of`, not yet read."""
    return _rows(claims).newest_first()[:number]


def lines_of(rows):
    """The ClaimLines of rows of claims."""
    pks = _keys(rows)
    with sent_together(*((query, pks) for query in (_tags, _evidence, _pairs) if pks)):
        return _lines(rows, _contradicted(rows))


def lines_with_opponents(cursor, claims):
    """As `list_lines`, but pairs of a ClaimLine and the Claims that contradict it."""
    page = pagination.page_beside(_rows(claims), "pk", cursor)
    opponents = defaultdict(list)
    for relation in _contradictions(_keys(page)).select_related(
        "from_claim__speaker__merged_into", "to_claim__speaker__merged_into"
    ):
        opponents[relation.from_claim_id].append(relation.to_claim)
        opponents[relation.to_claim_id].append(relation.from_claim)
    lines = _lines(page, opponents)
    return page, [(line, opponents[row.pk]) for row, line in zip(page, lines, strict=True)]


def _rows(claims):
    return claims.present().values_list(*ROW_COLUMNS, named=True)


def _lines(rows, contradicted):
    """The ClaimLines of rows; `contradicted` has the keys of claims that a relation contradicts."""
    pks = _keys(rows)
    tags, evidence = (grouped(links(pks)) if pks else {} for links in (_tags, _evidence))
    return tuple(
        _line(tuple(row), tuple(tags.get(pk, ())), tuple(evidence.get(pk, ())), pk in contradicted)
        for pk, row in zip(pks, rows, strict=True)
    )


def _keys(rows):
    return [pk for pk, *_ in rows]


_tags = CompiledQuery(
    KEYS,
    build=lambda pks: ClaimTag.objects.filter(content_object__pk__in_array=pks).values_list(
        "content_object_id", "tag__name", "tag__hue"
    ),
)
_evidence = CompiledQuery(
    KEYS,
    build=lambda pks: (
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
    ),
)


def _contradictions(pks):
    """The relations by which a claim contradicts one of these."""
    is_end = Q(from_claim__pk__in_array=pks) | Q(to_claim__pk__in_array=pks)
    return Relation.objects.between_present().filter(is_end, kind=RelationKind.CONTRADICTS)


_pairs = CompiledQuery(
    KEYS, build=lambda pks: _contradictions(pks).values_list("from_claim_id", "to_claim_id")
)


def _contradicted(rows):
    pks = _keys(rows)
    return {pk for pair in _pairs(pks) for pk in pair} if pks else set()


@lru_cache(CACHE_SIZE)
def _line(row, tags, evidence, has_contradiction):
    *columns, published_at, speaker = row
    claim = Claim(**dict(zip(COLUMNS, columns, strict=True)))
    if claim.publication_id:
        claim.publication = Publication(pk=claim.publication_id, published_at=published_at)
    evidence_sources = [
        EvidenceSource(stance, article, "", source or "", name or "", origin or "")
        for stance, article, source, name, origin in evidence
    ]
    is_contradicted = has_contradiction or any(
        one.stance == CONTRADICTS for one in evidence_sources
    )
    return ClaimLine(
        url=claim.get_absolute_url(),
        statement=claim.statement,
        credibility=claim.credibility,
        credibility_words=claim.credibility_words,
        by_words=by_words(speaker or "", claim.attribution, claim.said),
        speaker=speaker or "",
        tags=tags,
        sources=tuple(
            dict.fromkeys(one.source_name for one in evidence_sources if one.source_name)
        ),
        reports_words=count(evidence_sources, REPORTS).words,
        is_in_dispute=is_contradicted and not claim.is_withdrawn,
        verdict=claim.verdict,
        status=str(claim.status_words),
    )
