from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Least

from annotations.anchoring.rebase import LOST, NEEDS_REVIEW, PLACED, describe
from annotations.models.text_length import TextLengthField, measure, measure_all
from corpus.models import Revision
from corpus.records.action import History
from corpus.records.constraints import one_of


class PlacementState(models.TextChoices):
    PLACED = PLACED, "placed"
    NEEDS_REVIEW = NEEDS_REVIEW, "needs review"
    LOST = LOST, "lost"


# A place that was written past the desk and ends behind its text.
BEYOND_TEXT = Q(end__gt=F("text_length"))
IN_DOUBT = ~Q(state=PLACED) | BEYOND_TEXT


class PlacementQuerySet(models.QuerySet):
    def certain(self):
        """Where pieces stand for certain."""
        return self.filter(state=PLACED, end__lte=F("text_length"))

    def uncertain(self):
        """Where they do not: proposed, lost, or behind the end of the text."""
        return self.filter(IN_DOUBT)

    def within_text(self):
        """Those that begin in their text, each with `until`, its end as far as there is text."""
        until = Least("end", "text_length", output_field=models.IntegerField())
        return self.filter(start__lt=F("text_length")).annotate(until=until)

    def beyond_text(self):
        """Those that end behind their text; only what was written past the desk does."""
        return self.filter(BEYOND_TEXT)

    def with_standing(self):
        """Each with `standing`, its state as a row of the model has it (see `from_db`)."""
        standing = Case(
            When(BEYOND_TEXT, start__gte=F("text_length"), then=Value(LOST)),
            When(BEYOND_TEXT, then=Value(NEEDS_REVIEW)),
            default=F("state"),
        )
        return self.annotate(standing=standing)

    def in_text_order(self):
        """Those of present passages that are not lost, in the order of the text."""
        return self.filter(start__isnull=False, passage__deleted_at=None).order_by(
            "start", "-end", "passage__public_id", "piece"
        )

    def in_doubt(self):
        """Those that wait for somebody: in the text of today, not placed, not set aside."""
        return self.uncertain().filter(
            is_set_aside=False, revision__number=F("passage__article__revision_number")
        )

    def bulk_update(self, objs, *args, **kwargs):
        """As it is, behind the guard that every other way has in the field."""
        objs = list(objs)
        measure_all(objs)
        return super().bulk_update(objs, *args, **kwargs)

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

    `text_length` counts the code points of that text. A stored place that ends behind them is
    read as in need of review up to the end of the text, or as lost where it begins behind it.
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
    text_length = TextLengthField()

    # Whether it was stored behind the end of its text.
    is_beyond_text = False
    # Undoing a move puts back all of a place or nothing of it.
    is_restored_whole = True

    objects = PlacementQuerySet.as_manager()
    # It follows from the revision.
    history = History(excluded_fields=["text_length"])

    class Meta:
        ordering = ["revision", "piece"]
        indexes = [
            models.Index(fields=["revision", "start"], name="placement_in_text_order"),
            # What waits for review is found among the few that are in doubt.
            models.Index(fields=["passage"], condition=IN_DOUBT, name="placement_uncertain"),
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

    @classmethod
    def from_db(cls, db, field_names, values):
        """Read a row; a place behind the end of its text is no place to be relied on."""
        placement = super().from_db(db, field_names, values)
        read = placement.__dict__
        if all(name in read for name in ("start", "end", "state", "text_length")):
            placement._stay_within_text()
        return placement

    def _stay_within_text(self):
        if self.end is None or self.end <= self.text_length:
            return
        self.is_beyond_text = True
        if self.start < self.text_length:
            self.end, self.state = self.text_length, NEEDS_REVIEW
        else:
            self.start = self.end = None
            self.state, self.score = LOST, 0.0

    def _save_table(
        self,
        raw=False,
        cls=None,
        force_insert=False,
        force_update=False,
        using=None,
        update_fields=None,
    ):
        """Where single columns are saved the field is not asked before, nor by `loaddata`.

        That saves rows of fixtures past `save` and `save_base`.
        """
        if raw or update_fields:
            measure(self)
        return super()._save_table(raw, cls, force_insert, force_update, using, update_fields)

    @classmethod
    def derive(cls, placements):
        """Note how long their texts are, before they are written past the field; see BeyondText."""
        measure_all(placements)

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
