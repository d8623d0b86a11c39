"""Pure: the record of a claim, which publications freeze and pages are drawn from.

A record is a dict of plain JSON values without floats. `canonical_json` gives its text,
`refusal_reasons` why it cannot be published.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from annotations.publishing.counting import STANCES, EvidenceSource, count
from annotations.publishing.quote_limits import length_refusal
from corpus.characters import is_blank
from corpus.dates import ImpreciseDate

# The version of the record's format; existing records keep theirs.
RECORD_FORMAT = 1

# A JSON object.
Json = dict[str, Any]
# A row of a model; pure modules do not import Django.
Row = Any


class PublicationRefused(ValueError):
    """The claim cannot be published; `reasons` are sentences for the editor."""

    def __init__(self, reasons: Iterable[str]):
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


def record_of(
    claim: Row,
    evidence: Iterable[Row],
    relations: Iterable[Row],
    number: int = 0,
    published_at: datetime | None = None,
    directives: Mapping[str, str] | None = None,
) -> Json:
    """The record of a claim with its evidence and relations.

    `evidence` are rows of `Evidence.objects.with_details()`, `relations` of
    `Relation.objects.with_claims()`.
    With `number` and `published_at` (an aware datetime) it is a publication's record, and related
    claims are described as published. Without them it is the record of the current claim, and
    related claims are described in their current state. `directives` are the text directives of
    quotes, by the id of the evidence, where those of the quote alone are not enough.
    """
    sources = [row.counted_source for row in evidence]
    return {
        "format": RECORD_FORMAT,
        "id": claim.public_id,
        "number": number,
        "published_at": _iso_moment(published_at),
        **_statement_of(claim),
        "slug": claim.draft_slug,
        "credibility": {"figure": claim.credibility, "words": claim.credibility_words},
        "verdict": claim.verdict,
        "tags": [{"name": link.tag.name, "hue": link.tag.hue} for link in claim.tag_links.all()],
        "evidence": [_evidence(row, directives or {}) for row in evidence],
        "counts": {stance: _count(sources, stance) for stance in STANCES},
        "relations": [
            _relation(relation, claim, is_frozen=bool(published_at)) for relation in relations
        ],
    }


def canonical_json(record: Json) -> str:
    """A record as JSON: keys sorted, no white space, non-ASCII characters unescaped.

    >>> canonical_json({"b": "ß", "a": 1})
    '{"a":1,"b":"ß"}'
    """
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def refusal_reasons(record: Json) -> list[str]:
    """Why a record may not be published, in sentences.

    The amount quoted is checked separately, by `QuotedSpan.objects.limit_refusals`.
    """
    reasons = []
    if is_blank(record["statement"]):
        reasons.append("The statement is empty.")
    if not record["speaker"] and is_blank(record["attribution"]):
        reasons.append(
            "No speaker is given. Name a speaker or, if the document names none, enter its words "
            "as the attribution."
        )
    for evidence in record["evidence"]:
        reasons.append(length_refusal(evidence["article"]["title"], evidence["quote"]))
    return [reason for reason in reasons if reason]


def _statement_of(claim: Row) -> Json:
    return {
        "statement": claim.statement,
        "speaker": _speaker(claim.speaker),
        "attribution": claim.attribution,
        "said": _iso_date(claim.said),
    }


def _evidence(evidence: Row, directives: Mapping[str, str]) -> Json:
    article, passage = evidence.article, evidence.passage
    selected = directives.get(evidence.public_id)
    page = {"page": evidence.page} if evidence.page else {}
    return (
        page
        | ({"directives": selected} if selected else {})
        | {
            "id": evidence.public_id,
            "stance": evidence.stance,
            "passage": passage.public_id,
            "quote": passage.quote,
            "why": evidence.why,
            "origin": _origin(evidence.origin),
            "grade": {"letter": evidence.reliability, "words": evidence.reliability_words},
            "article": {
                "id": article.public_id,
                "title": article.display_title,
                "has_title": article.has_title,
                "url": article.url,
                "language": article.language,
                "dir": article.dir,
                "published": _iso_date(article.published),
                "source": _source(article.source),
            },
        }
    )


def _origin(origin: Row) -> Json | None:
    if origin is None:
        return None
    return {
        "id": origin.public_id,
        "name": origin.name,
        "kind": origin.kind_words,
        "dated": _iso_date(origin.dated),
    }


def _count(sources: list[EvidenceSource], stance: str) -> Json:
    result = count(sources, stance)
    return {
        "articles": result.articles,
        "origins": result.origins,
        "words": result.words,
        "reason": result.reason,
    }


def _relation(relation: Row, claim: Row, is_frozen: bool) -> Json:
    other = relation.other(claim)
    is_published = is_frozen and other.is_published
    content = other.publication.content if is_published else _statement_of(other)
    return {
        "id": relation.public_id,
        "kind": relation.kind,
        "words": relation.words_for(claim),
        "claim": {
            "id": other.public_id,
            "statement": content["statement"],
            "by": content["speaker"]["name"] if content["speaker"] else content["attribution"],
            "has_speaker": bool(content["speaker"]),
            "said": content["said"],
            "path": other.get_absolute_url(),
        },
    }


def _speaker(person: Row) -> Json | None:
    if person is None:
        return None
    return {"id": person.public_id, "name": person.name, "kind": person.kind}


def _source(source: Row) -> Json | None:
    return {"id": source.public_id, "name": source.name} if source else None


def _iso_moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def _iso_date(date: ImpreciseDate | None) -> str | None:
    return date.isoformat() if date else None
