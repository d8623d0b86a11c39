"""Filters for lists of claims: by speaker, tag, source, status, credibility and dispute."""

from django.db.models import Q

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
    """Claims of these people and of those merged into them."""
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


def from_origin(claims, origin):
    """Claims with evidence from this origin."""
    evidence = Evidence.objects.present().filter(origin=origin).order_by()
    return claims.filter(pk__in=evidence.values("claim"))


def in_dispute(claims):
    """Claims that something contradicts and that were not withdrawn."""
    evidence = Evidence.objects.present().filter(stance=Stance.CONTRADICTS).order_by()
    relations = Relation.objects.between_present().filter(kind=RelationKind.CONTRADICTS).order_by()
    # Few contradict: they are looked up once, not for each claim.
    disputed = (
        Q(pk__in=evidence.values("claim"))
        | Q(pk__in=relations.values("from_claim"))
        | Q(pk__in=relations.values("to_claim"))
    )
    return claims.exclude(status=Status.WITHDRAWN).filter(disputed)


def filtered(values):
    """The present claims that pass all filters; `values` by filter, empty ones filter nothing."""
    claims = Claim.objects.present()
    for name, apply_filter in (("speaker", said_by), ("tag", tagged_with), ("source", reported_by)):
        if values.get(name):
            claims = apply_filter(claims, values[name])
    if values.get("credibility"):
        claims = claims.filter(credibility=values["credibility"])
    return in_dispute(claims) if values.get("dispute") else claims
