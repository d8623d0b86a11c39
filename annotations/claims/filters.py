"""Which claims a list shows: those of a speaker, a tag, a source, and so on."""

from django.db.models import Exists, OuterRef, Q

from annotations.models import (
    Claim,
    ClaimTag,
    Evidence,
    Relation,
    RelationKind,
    Stance,
    Status,
)
from corpus.models import Person


def said_by(claims, people):
    """Claims of these people, and of those who were merged into them."""
    identities = Person.objects.identities([person.pk for person in people])
    return claims.filter(speaker__in=identities.order_by().values("pk"))


def tagged_with(claims, tags):
    links = ClaimTag.objects.filter(tag__in=tags).order_by()
    return claims.filter(pk__in=links.values("content_object"))


def reported_by(claims, sources):
    """Claims that an article of these sources reports."""
    evidence = Evidence.objects.present().filter(stance=Stance.REPORTS).order_by()
    return claims.filter(
        pk__in=evidence.filter(passage__article__source__in=sources).values("claim")
    )


def in_dispute(claims):
    """Claims that something contradicts and that were not withdrawn."""
    against = Evidence.objects.present().filter(stance=Stance.CONTRADICTS)
    ends = Q(from_claim=OuterRef("pk")) | Q(to_claim=OuterRef("pk"))
    contradicting = Relation.objects.between_present().filter(kind=RelationKind.CONTRADICTS)
    disputed = Exists(against.filter(claim=OuterRef("pk"))) | Exists(contradicting.filter(ends))
    return claims.exclude(status=Status.WITHDRAWN).filter(disputed)


def narrowed(wanted):
    """The claims that all of `wanted` hold for: values by filter, what is empty asks nothing."""
    claims = Claim.objects.present()
    for name, narrow in (("speaker", said_by), ("tag", tagged_with), ("source", reported_by)):
        if wanted.get(name):
            claims = narrow(claims, wanted[name])
    if wanted.get("status"):
        claims = claims.filter(status=wanted["status"])
    if wanted.get("credibility"):
        claims = claims.filter(credibility=wanted["credibility"])
    return in_dispute(claims) if wanted.get("dispute") else claims
