"""The tables of claims: claims, their evidence, their relations."""

from collections import defaultdict

from django.db.models import Q

from annotations.exports.passages import address_of
from annotations.exports.table import Noun, Table
from annotations.models import Claim, ClaimTag, Evidence, Relation, RelationKind
from annotations.publishing.counting import CONTRADICTS, REPORTS, SUPPORTS, count
from corpus.db.grouping import grouped

CLAIM_COLUMNS = (
    *("id", "permalink", "statement", "speaker", "attribution", "said", "precision"),
    *("credibility", "credibility words", "verdict", "status", "tags", "reports", "origins"),
    *("supports", "contradicting articles", "contradicting claims", "author", "created", "edited"),
)
EVIDENCE_COLUMNS = (
    *("claim", "statement", "stance", "passage", "permalink", "quote", "article", "title"),
    *("address", "source", "grade", "published", "origin", "origin kind", "why", "author"),
    "created",
)
RELATION_COLUMNS = ("claim", "statement", "relation", "related claim", "related statement")


def _claims(keys, member):
    evidence = defaultdict(list)
    for row in _evidence_of(keys):
        evidence[row.claim_id].append(row.counted_source)
    links = ClaimTag.objects.filter(content_object__pk__in_array=keys, tag__deleted_at=None)
    tags = grouped(links.values_list("content_object_id", "tag__name"))
    contradicting = _contradicting(keys)
    claims = Claim.objects.present().filter(pk__in_array=keys).order_by("-pk")
    for claim in claims.select_related("speaker__merged_into", "publication", "created_by"):
        counts = {
            each: count(evidence[claim.pk], each) for each in (REPORTS, SUPPORTS, CONTRADICTS)
        }
        yield (
            claim.public_id,
            address_of("claim", claim.public_id),
            claim.statement,
            claim.speaker and claim.speaker.resolved.name,
            claim.attribution,
            claim.said and claim.said.isoformat(),
            claim.said_precision,
            claim.credibility,
            str(claim.credibility_words),
            claim.verdict,
            str(claim.status_words),
            tuple(name for (name,) in tags[claim.pk]),
            counts[REPORTS].articles,
            counts[REPORTS].origins,
            counts[SUPPORTS].articles,
            counts[CONTRADICTS].articles,
            len(contradicting[claim.pk]),
            claim.created_by.get_username(),
            claim.created_at,
            claim.edited_at,
        )


def _contradicting(keys):
    """{key of a claim: keys of the claims that contradict it}."""
    pairs = _relations_of(keys).filter(kind=RelationKind.CONTRADICTS)
    others = defaultdict(set)
    for first, second in pairs.values_list("from_claim_id", "to_claim_id"):
        others[first].add(second)
        others[second].add(first)
    return others


def _evidence_of(keys):
    rows = Evidence.objects.with_details().filter(claim__pk__in_array=keys)
    return rows.select_related("claim", "passage__article__source", "origin", "created_by")


def _evidence(keys, member):
    for row in _evidence_of(keys).order_by("-claim", "pk"):
        article, source, origin = row.article, row.article.source, row.origin
        yield (
            row.claim.public_id,
            row.claim.statement,
            row.stance,
            row.passage.public_id,
            address_of("passage", row.passage.public_id),
            row.passage.quote,
            article.public_id,
            article.display_title,
            article.url,
            source and source.name,
            row.reliability,
            article.published and article.published.isoformat(),
            origin and str(origin),
            origin and str(origin.kind_words),
            row.why,
            row.created_by.get_username(),
            row.created_at,
        )


def _relations_of(keys):
    is_end = Q(from_claim__pk__in_array=keys) | Q(to_claim__pk__in_array=keys)
    return Relation.objects.between_present().filter(is_end)


def _relations(keys, member):
    """A row for each exported claim of a relation, in the words of that claim's page."""
    exported = set(keys)
    for relation in _relations_of(keys).with_claims().order_by("pk"):
        for claim in (relation.from_claim, relation.to_claim):
            if claim.pk in exported:
                other = relation.other(claim)
                yield (
                    claim.public_id,
                    claim.statement,
                    str(relation.words_for(claim)),
                    other.public_id,
                    other.statement,
                )


CLAIMS = Noun(
    "claims",
    "claim",
    (
        Table("claims", "statement", CLAIM_COLUMNS, _claims),
        Table("evidence", "quote", EVIDENCE_COLUMNS, _evidence),
        Table("relations", "statement", RELATION_COLUMNS, _relations),
    ),
)
