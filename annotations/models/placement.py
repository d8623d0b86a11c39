from django.db import models
from django.db.models import F, Q

from annotations.anchoring import LOST, NEEDS_REVIEW, PLACED, describe
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

    def in_doubt(self):
        """Those that wait for somebody: in the text of today, not placed, not set aside."""
        return self.exclude(state=PlacementState.PLACED).filter(
            is_set_aside=False, revision__number=F("passage__article__revision_number")
        )

    def drawn(self, revision):
        """The placements to draw in a revision, in the order of its text.

        The revision is named by its article and number: nobody need ask for its row.
        """
        return self.drawn_in(revision.article_id, revision.number)

    def drawn_in(self, article_pk, number):
        """The same, of the revision with this number."""
        return self.filter(revision__article=article_pk, revision__number=number).in_text_order()


class Placement(models.Model):
    """Where one piece of a passage stands in one revision.

    `start` and `end` are half-open code points of the revision's text, both empty where the
    piece is lost; `prefix` and `suffix` are the up to 32 code points around it, of a lost piece
    those around it where it last stood for certain. A lost piece that somebody has set aside
    (`is_set_aside`) waits for nobody.
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
    is_set_aside = models.BooleanField(default=False)

    # Undoing a move puts back all of a place or nothing of it.
    is_restored_whole = True

    objects = PlacementQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["revision", "piece"]
        indexes = [
            models.Index(fields=["revision", "start"], name="placement_in_text_order"),
            # What waits for review is found among the few that are not placed.
            models.Index(
                fields=["passage"], condition=~Q(state=PLACED), name="placement_not_placed"
            ),
        ]
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
                condition=Q(is_set_aside=False) | Q(state=LOST), name="placement_set_aside_lost"
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
    """Store where the pieces of a new passage stand in a Revision; call inside `acting`."""
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
