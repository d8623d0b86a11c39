from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from annotations.models.claim import Claim
from corpus.records.action import History
from corpus.records.constraints import one_of, unique_while_present
from corpus.records.edit_conflict import refuse_conflict
from corpus.records.record import Identified, RecordQuerySet, SoftlyDeleted


class RelationKind(models.TextChoices):
    CONTRADICTS = "contradicts", "contradicts"
    REPEATS = "repeats", "repeats"
    SUPPORTS = "supports", "supports"
    CORRECTS = "corrects", "corrects"


# The labels of relations on the page of the claim they point to.
INVERSE_WORDS = {
    RelationKind.CONTRADICTS: "contradicts",
    RelationKind.REPEATS: "repeats",
    RelationKind.SUPPORTS: "supported by",
    RelationKind.CORRECTS: "corrected by",
}
SYMMETRIC = [RelationKind.CONTRADICTS, RelationKind.REPEATS]


class RelationQuerySet(RecordQuerySet):
    def between_present(self):
        """Present relations between present claims."""
        return self.present().filter(from_claim__deleted_at=None, to_claim__deleted_at=None)

    def of(self, claim):
        """The present relations of a claim, in either direction, to present claims."""
        return self.between_present().filter(Q(from_claim=claim) | Q(to_claim=claim))

    def with_claims(self):
        """With both claims, their speakers and publications."""
        return self.select_related(
            "from_claim__publication",
            "from_claim__speaker",
            "to_claim__publication",
            "to_claim__speaker",
        )

    def relate(self, claim, other, kind):
        """The present relation of this kind of a claim to another, created if missing.

        Raises RowGone if one of them is deleted, and ValueError if they are one claim.
        """
        if other.pk == claim.pk:
            raise ValueError("A claim cannot be related to itself.")
        claims = Claim.lock_all([claim.pk, other.pk])
        for locked in claims:
            refuse_conflict(locked)
        condition = Q(from_claim=claim, to_claim=other)
        if kind in SYMMETRIC:
            condition |= Q(from_claim=other, to_claim=claim)
        existing = self.present().filter(condition, kind=kind).first()
        if existing:
            return existing
        relation = self.create(from_claim=claim, to_claim=other, kind=kind)
        for locked in claims:
            locked.note_edit()
        claim.refresh_from_db()
        return relation


class Relation(Identified, SoftlyDeleted):
    """A relation of one claim to another; a symmetric kind is stored once for the pair."""

    from_claim = models.ForeignKey(Claim, models.PROTECT, related_name="relations_from")
    to_claim = models.ForeignKey(Claim, models.PROTECT, related_name="relations_to")
    kind = models.CharField(max_length=11, choices=RelationKind)

    objects = RelationQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("kind", RelationKind, "relation_kind_known"),
            models.CheckConstraint(
                condition=~Q(from_claim=F("to_claim")),
                name="relation_between_two",
                violation_error_message="A claim cannot be related to itself.",
            ),
            unique_while_present("from_claim", "to_claim", "kind", name="relation_unique"),
            models.UniqueConstraint(
                Least("from_claim", "to_claim"),
                Greatest("from_claim", "to_claim"),
                "kind",
                condition=Q(deleted_at=None, kind__in=SYMMETRIC),
                name="relation_symmetric_once",
                violation_error_message="These two claims already have this relation.",
            ),
        ]

    def __str__(self):
        return f"{self.from_claim} {self.kind} {self.to_claim}"

    def words_for(self, claim):
        """The label of the kind on the page of one of the two claims."""
        if claim.pk == self.from_claim_id:
            return RelationKind(self.kind).label
        return INVERSE_WORDS[RelationKind(self.kind)]

    def other(self, claim):
        """The claim at the other end."""
        return self.to_claim if claim.pk == self.from_claim_id else self.from_claim

    def remove(self):
        """Delete the relation."""
        claims = Claim.lock_all([self.from_claim_id, self.to_claim_id])
        super().remove()
        for claim in claims:
            claim.note_edit()
