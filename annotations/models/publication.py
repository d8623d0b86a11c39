import json

from django.conf import settings
from django.db import connection, models
from django.db.models import Max, Q
from django.utils import timezone

from annotations.models.claim import Claim
from annotations.models.evidence import directives_in_texts
from annotations.models.quoted_span import QuotedSpan
from annotations.models.relation import Relation
from annotations.publishing.record import (
    PublicationRefused,
    canonical_json,
    record_of,
    refusal_reasons,
    sha256_of,
)
from corpus.db.locks import PUBLICATION_LOCK
from corpus.models.revision import ImmutableModel
from corpus.records.action import current_action


class PublicationQuerySet(models.QuerySet):
    def get_by_natural_key(self, claim, number):
        return self.get(claim__public_id=claim, number=number)

    def lock_publishing(self):
        """Block other publishing until the transaction ends, since claims share quote limits.

        On SQLite no lock is needed: every transaction is IMMEDIATE.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [PUBLICATION_LOCK])

    def freeze(self, claim, together_with=()):
        """Create the next Publication of a locked claim; `together_with` count as published.

        Raises PublicationRefused.
        """
        published_at = timezone.now()
        number = (claim.publications.aggregate(last=Max("number"))["last"] or 0) + 1
        evidence = list(claim.evidence.with_details())
        published_together = {other.pk for other in together_with}
        relations = [
            relation
            for relation in Relation.objects.of(claim).with_claims()
            if relation.other(claim).is_published or relation.other(claim).pk in published_together
        ]
        directives = directives_in_texts(evidence)
        record = record_of(claim, evidence, relations, number, published_at, directives)
        passages = {row.passage_id: row.passage for row in evidence}
        reasons = refusal_reasons(record) + QuotedSpan.objects.limit_refusals(claim, passages)
        if reasons:
            raise PublicationRefused(reasons)
        text = canonical_json(record)
        publication = self.create(
            claim=claim,
            number=number,
            record=text,
            sha256=sha256_of(text),
            published_by=current_action().by,
            published_at=published_at,
        )
        QuotedSpan.objects.add_for(publication, passages)
        return publication


class Publication(ImmutableModel):
    """A claim as it was published: canonical JSON, and the SHA-256 of its UTF-8 bytes.

    `number` counts from 1 for each claim. Public pages are drawn only from `record`.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    record = models.TextField()
    sha256 = models.CharField("SHA-256", max_length=64)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="publication_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="publication_from_1"),
        ]

    def __str__(self):
        return f"Publication {self.number}"

    def natural_key(self):
        return (self.claim.public_id, self.number)

    @property
    def content(self):
        """The record, parsed from its JSON."""
        return json.loads(self.record)
