from django.db import models

from corpus.dates import ImpreciseDate
from corpus.records.action import History
from corpus.records.constraints import PRECISIONS, date_with_precision, one_of
from corpus.records.record import Record, RecordQuerySet


class OriginKind(models.TextChoices):
    BRIEFING = "briefing", "briefing"
    INTERVIEW = "interview", "interview"
    HEARING = "hearing", "hearing"
    STATEMENT = "statement", "statement"
    DOCUMENT = "document", "document"
    OBSERVATION = "observation", "observation"
    OTHER = "other", "other"


class OriginQuerySet(RecordQuerySet):
    def newest_first(self):
        return self.order_by("-pk")

    def obtain(self, name):
        """The newest present origin with exactly this name, or a new one."""
        name = " ".join(name.split())
        return self.present().filter(name=name).newest_first().first() or self.create(name=name)


class Origin(Record):
    """The event or document that a report comes from."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=OriginKind, default=OriginKind.OTHER)
    place = models.CharField(max_length=200, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    dated_precision = models.CharField(max_length=5, choices=PRECISIONS, blank=True)
    description = models.TextField(blank=True)

    # Undoing its creation keeps it if it is in use.
    stays_while_used = True

    objects = OriginQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            one_of("kind", OriginKind, "origin_kind_known"),
            date_with_precision("dated_on", "dated_precision", "origin_date_precise"),
            models.CheckConstraint(condition=~models.Q(name=""), name="origin_named"),
        ]

    def __str__(self):
        return f"{self.name}, {self.dated}" if self.dated else self.name

    @property
    def kind_words(self):
        """The kind as a word; "" if it has no particular kind."""
        return "" if self.kind == OriginKind.OTHER else OriginKind(self.kind).label

    @property
    def dated(self):
        """The date with its precision, or None."""
        if self.dated_on is None:
            return None
        return ImpreciseDate(self.dated_on, self.dated_precision)
