from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Q, Subquery, Value, When
from django.db.models.functions import Least

from annotations.anchoring.spans import CONTEXT_LENGTH, LOST, NEEDS_REVIEW, PLACED, describe
from annotations.models.text_length import TextLengthField, set_text_length, set_text_lengths
from corpus.models import Revision
from corpus.records.action import TOLD_BY_ACTION, History
from corpus.records.bulk_write import add_rows
from corpus.records.constraints import one_of


class PlacementState(models.TextChoices):
    PLACED = PLACED, "placed"
    NEEDS_REVIEW = NEEDS_REVIEW, "needs review"
    LOST = LOST, "lost"


# A position beyond the end of its text, written without the models.
BEYOND_TEXT = Q(end__gt=F("text_length"))
UNCERTAIN = ~Q(state=PLACED) | BEYOND_TEXT
TEXT_ORDER = ("start", "-end", "passage__public_id", "piece")
# The same, but of no index: SQLite would walk the index for its order, through all passages of a
# text where few are wanted, and sort the rows of each start on their own.
SORTED_TEXT_ORDER = (F("start") + 0, *TEXT_ORDER[1:])
# The key of the revision, but of no index: most texts of a desk have few passages, so PostgreSQL
# expects few in each, and would walk a text with a thousand rather than look up the one wanted.
UNINDEXED_REVISION = ExpressionWrapper(F("revision_id") + 0, models.BigIntegerField())


class PlacementQuerySet(models.QuerySet):
    def certain(self):
        """Placements with a certain position, within their text."""
        return self.filter(state=PLACED, end__lte=F("text_length"))

    def uncertain(self):
        """All other placements: proposed, lost, or beyond the end of the text."""
        return self.filter(UNCERTAIN)

    def within_text(self):
        """Placements that start in their text, with `until`: their end, clipped to the text."""
        until = Least("end", "text_length", output_field=models.IntegerField())
        return self.filter(start__lt=F("text_length")).annotate(until=until)

    def beyond_text(self):
        """Placements that end beyond their text, written without the models."""
        return self.filter(BEYOND_TEXT)

    def with_effective_state(self):
        """Annotate `effective_state`, the state that `from_db` gives the row."""
        effective_state = Case(
            When(BEYOND_TEXT, start__gte=F("text_length"), then=Value(LOST)),
            When(BEYOND_TEXT, then=Value(NEEDS_REVIEW)),
            default=F("state"),
        )
        return self.annotate(effective_state=effective_state)

    def in_text_order(self):
        """Placements of present passages that are not lost, in text order."""
        return self.filter(start__isnull=False, passage__deleted_at=None).order_by(*TEXT_ORDER)

    def pending(self):
        """Placements that need review: in the newest revision, uncertain, not marked as removed."""
        return self.uncertain().filter(
            is_set_aside=False, revision__number=F("passage__article__revision_number")
        )

    def bulk_update(self, objs, *args, **kwargs):
        """Django's, after setting text lengths, which otherwise TextLengthField does."""
        objs = list(objs)
        set_text_lengths(objs)
        return super().bulk_update(objs, *args, **kwargs)

    def drawn(self, revision):
        """The placements to draw in a revision, in text order.

        Filters by the revision's article and number, so that its row need not be read.
        """
        return self.drawn_in(revision.article_id, revision.number)

    def drawn_in(self, article_pk, number):
        """Like `drawn`, for the revision with this number."""
        return self.filter(revision__article=article_pk, revision__number=number).in_text_order()

    def looked_up_in(self, article_pk, number):
        """Like `drawn_in`, for a query of few of the passages; filter `passage` by `in_array`.

        The database finds them by these passages, where `drawn_in` walks all of the text.
        """
        revision = Revision.objects.filter(article=article_pk, number=number).order_by()
        rows = self.alias(unindexed_revision=UNINDEXED_REVISION)
        rows = rows.filter(unindexed_revision=Subquery(revision.values("pk")))
        rows = rows.filter(state__in=(PLACED, NEEDS_REVIEW), passage__deleted_at=None)
        return rows.order_by(*SORTED_TEXT_ORDER)


class Placement(models.Model):
    """The position of one piece of a passage in one revision.

    `start` and `end` are half-open code points of the revision's text, both NULL if the piece is
    lost; `prefix` and `suffix` are up to 32 code points around it, for a lost piece around its
    last certain position. A lost piece that was marked as removed (`is_set_aside`) needs no
    review.

    `text_length` counts the code points of that text. A stored position that ends beyond it is
    read as needing review up to the end of the text, or as lost if it starts beyond it.
    """

    # Both are found by an index of several columns.
    passage = models.ForeignKey(
        "annotations.Passage", models.PROTECT, related_name="placements", db_index=False
    )
    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="placements", db_index=False
    )
    piece = models.PositiveSmallIntegerField(default=0)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    prefix = models.CharField(max_length=CONTEXT_LENGTH, blank=True)
    suffix = models.CharField(max_length=CONTEXT_LENGTH, blank=True)
    state = models.CharField(max_length=12, choices=PlacementState, default=PlacementState.PLACED)
    score = models.FloatField(default=100.0)
    is_set_aside = models.BooleanField(default=False)
    text_length = TextLengthField()

    # Whether it was stored beyond the end of its text.
    is_beyond_text = False
    # Undo restores the columns of a position together or not at all.
    is_restored_whole = True

    objects = PlacementQuerySet.as_manager()
    # Derived from the revision.
    history = History(excluded_fields=["text_length"], unindexed=TOLD_BY_ACTION)

    class Meta:
        ordering = ["revision", "piece"]
        indexes = [
            models.Index(fields=["revision", "start"], name="placement_in_text_order"),
            # An index of the few uncertain placements, to find those that need review.
            models.Index(fields=["passage"], condition=UNCERTAIN, name="placement_uncertain"),
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
        """Read a row; a position beyond the end of its text is clipped to it."""
        placement = super().from_db(db, field_names, values)
        columns = placement.__dict__
        if all(name in columns for name in ("start", "end", "state", "text_length")):
            placement._clip_to_text()
        return placement

    def _clip_to_text(self):
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
        """Set the text length if the field does not: when saving single columns, and in
        `loaddata`, which bypasses `save`.
        """
        if raw or update_fields:
            set_text_length(self)
        return super()._save_table(raw, cls, force_insert, force_update, using, update_fields)

    @classmethod
    def derive(cls, placements):
        """Set the text lengths of rows written in bulk; raises BeyondText."""
        set_text_lengths(placements)

    def as_json(self):
        return {
            "revision": self.revision.number,
            "piece": self.piece,
            "start": self.start,
            "end": self.end,
            "state": self.state,
            "score": self.score,
        }


def create_placements(passage, revision, spans):
    """Create the placements of a new passage in a Revision; call inside `acting`."""
    contexts = describe(revision.text, spans)
    placements = [
        Placement(
            passage=passage,
            revision=revision,
            piece=piece,
            start=start,
            end=end,
            prefix=context.prefix,
            suffix=context.suffix,
        )
        for piece, ((start, end), context) in enumerate(zip(spans, contexts, strict=True))
    ]
    add_rows(placements)
