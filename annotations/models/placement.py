from django.db import models
from django.db.models import F, Q

from annotations.anchoring import LOST, NEEDS_REVIEW, PLACED, describe, rebase
from corpus.models import Revision
from corpus.models.action import History
from corpus.models.checks import one_of


class PlacementState(models.TextChoices):
    PLACED = PLACED, "placed"
    NEEDS_REVIEW = NEEDS_REVIEW, "needs review"
    LOST = LOST, "lost"


class PlacementQuerySet(models.QuerySet):
    def in_text_order(self):
        """Those of present passages that are not lost, in the order of the text."""
        return self.filter(start__isnull=False, passage__deleted_at=None).order_by(
            "start", "-end", "passage__public_id", "piece"
        )

    def drawn(self, revision):
        """The placements to draw in a revision, in the order of its text."""
        return self.filter(revision=revision).in_text_order()


class Placement(models.Model):
    """Where one piece of a passage stands in one revision.

    `start` and `end` are half-open code points of the revision's text, both empty where the
    piece is lost; `prefix` and `suffix` are the up to 32 code points around it.
    """

    passage = models.ForeignKey("annotations.Passage", models.PROTECT, related_name="placements")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="placements")
    piece = models.PositiveSmallIntegerField(default=0)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=12, choices=PlacementState, default=PlacementState.PLACED)
    score = models.FloatField(default=100.0)

    # Undoing a move puts back all of a place or nothing of it.
    is_restored_whole = True

    objects = PlacementQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["revision", "piece"]
        indexes = [models.Index(fields=["revision", "start"], name="placement_in_text_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "revision", "piece"], name="placement_unique"
            ),
            one_of("state", PlacementState, "placement_state_known"),
            models.CheckConstraint(
                condition=Q(state=LOST, start=None, end=None)
                | ~Q(state=LOST) & Q(start__isnull=False, end__isnull=False, start__lt=F("end")),
                name="placement_span_or_lost",
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=100), name="placement_score_in_percent"
            ),
        ]

    def __str__(self):
        return f"{self.state} {self.start}–{self.end}"

    def as_json(self):
        return {
            "revision": self.revision.number,
            "piece": self.piece,
            "start": self.start,
            "end": self.end,
            "state": self.state,
            "score": self.score,
        }


def place(passage, revision, spans):
    """Store where the pieces of a new passage stand in a revision; call inside `acting`."""
    contexts = describe(revision.text, spans)
    for piece, ((start, end), context) in enumerate(zip(spans, contexts, strict=True)):
        passage.placements.create(
            revision=revision,
            piece=piece,
            start=start,
            end=end,
            prefix=context.prefix,
            suffix=context.suffix,
        )


def follow(passage, old, new):
    """Place a passage in the revision after `old` by the rules of `rebase`.

    What needed review in the old revision still does; what was lost stays lost.
    """
    for before in passage.placements.filter(revision=old).order_by("piece"):
        after = Placement(passage=passage, revision=new, piece=before.piece)
        if before.state == LOST:
            after.state, after.score = LOST, 0.0
            after.prefix, after.suffix = before.prefix, before.suffix
        else:
            _rebase(before, after)
        after.save()


def _rebase(before, after):
    [moved] = rebase(before.revision.text, after.revision.text, [(before.start, before.end)])
    after.state, after.start, after.end = moved.state, moved.start, moved.end
    after.score = moved.score
    if moved.state == PLACED and before.state == NEEDS_REVIEW:
        after.state = NEEDS_REVIEW
    if moved.state == LOST:
        after.prefix, after.suffix = before.prefix, before.suffix
    else:
        [context] = describe(after.revision.text, [(moved.start, moved.end)])
        after.prefix, after.suffix = context.prefix, context.suffix
