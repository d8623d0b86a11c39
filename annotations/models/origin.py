from django.db import models
from django.urls import reverse

from corpus.characters import one_line
from corpus.dates import ImpreciseDate
from corpus.names import name_key
from corpus.records.action import History
from corpus.records.constraints import PRECISIONS, date_with_precision, one_of
from corpus.records.record import Record, RecordQuerySet, with_derived


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

    def starting(self, typed):
        """Origins of whose name a word begins with `typed`."""
        key = name_key(typed)
        is_first = models.Q(name_key__startswith=key)
        return self.filter(is_first | models.Q(name_key__contains=f" {key}"))

    def obtain(self, name):
        """The newest present origin with this name, compared by `name_key`, or a new one."""
        namesakes = self.present().filter(name_key=name_key(name)).newest_first()
        return namesakes.first() or self.create(name=one_line(name))


class Origin(Record):
    """The event or document that a report comes from."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=400, editable=False, db_index=True)
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

    def save(self, *args, update_fields=None, **kwargs):
        self.derive([self])
        update_fields = with_derived(update_fields, name=["name_key"])
        super().save(*args, update_fields=update_fields, **kwargs)

    @classmethod
    def derive(cls, origins):
        """Set the columns derived from their names."""
        for origin in origins:
            origin.name_key = name_key(origin.name)

    def get_absolute_url(self):
        return reverse("origin", args=[self.public_id])

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
