"""A claim as it stands, in the shape that a publication freezes and pages are drawn from."""

from datetime import UTC

from annotations.publishing.counting import STANCES, count
from annotations.publishing.refusals import RECORD_FORMAT


def record_of(claim, evidence, relations, number=0, at=None):
    """The record of a claim with this evidence and these relations.

    `evidence` are rows of `Evidence.objects.read()`, `relations` of `Relation.objects.read()`.
    With a number and a moment it is a publication's, without them the claim as it stands: only
    then do other claims read as they stand, instead of as they were published.
    """
    witnesses = [one.witness for one in evidence]
    return {
        "format": RECORD_FORMAT,
        "id": claim.public_id,
        "number": number,
        "published_at": _moment(at),
        **_statement_of(claim),
        "slug": claim.draft_slug,
        "credibility": {"figure": claim.credibility, "words": claim.credibility_words},
        "verdict": claim.verdict,
        "tags": [{"name": link.tag.name, "hue": link.tag.hue} for link in claim.tag_links.all()],
        "evidence": [_evidence(one) for one in evidence],
        "counts": {stance: _count(witnesses, stance) for stance in STANCES},
        "relations": [_relation(relation, claim, is_frozen=bool(at)) for relation in relations],
    }


def _statement_of(claim):
    return {
        "statement": claim.statement,
        "speaker": _speaker(claim.speaker),
        "attribution": claim.attribution,
        "said": _iso(claim.said),
    }


def _evidence(evidence):
    article, passage = evidence.article, evidence.passage
    return {
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
            "published": _iso(article.published),
            "source": _source(article.source),
        },
    }


def _origin(origin):
    if origin is None:
        return None
    return {
        "id": origin.public_id,
        "name": origin.name,
        "kind": origin.kind_words,
        "dated": _iso(origin.dated),
    }


def _count(witnesses, stance):
    counted = count(witnesses, stance)
    return {
        "articles": counted.articles,
        "origins": counted.origins,
        "words": counted.words,
        "reason": counted.reason,
    }


def _relation(relation, claim, is_frozen):
    other = relation.other(claim)
    has_face = is_frozen and other.is_published
    face = other.publication.content if has_face else _statement_of(other)
    return {
        "id": relation.public_id,
        "kind": relation.kind,
        "words": relation.words_for(claim),
        "claim": {
            "id": other.public_id,
            "statement": face["statement"],
            "by": face["speaker"]["name"] if face["speaker"] else face["attribution"],
            "has_speaker": bool(face["speaker"]),
            "said": face["said"],
            "path": other.get_absolute_url(),
        },
    }


def _speaker(person):
    if person is None:
        return None
    return {"id": person.public_id, "name": person.name, "kind": person.kind}


def _source(source):
    return {"id": source.public_id, "name": source.name} if source else None


def _moment(at):
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None


def _iso(date):
    return date.isoformat() if date else None
