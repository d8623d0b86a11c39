from django.db import models
from django.db.models import Q

from corpus.models.source import Source
from corpus.records.action import History
from corpus.records.constraints import one_of
from corpus.records.record import RecordQuerySet, SoftlyDeleted


class CreditKind(models.TextChoices):
    VIA = "via", "via"
    CARRIED_BY = "carried_by", "carried by"
    CITES = "cites", "cites"


SOURCE_OR_WORDS = "Name a source or, if it is unknown, enter the words of the article, not both."


class Credit(SoftlyDeleted):
    """The outlet an article credits: a Source or, if it is not on file, its name."""

    article = models.ForeignKey("corpus.Article", models.PROTECT, related_name="credits")
    kind = models.CharField(max_length=10, choices=CreditKind)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="credits"
    )
    words = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = RecordQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            one_of("kind", CreditKind, "credit_kind_known"),
            models.CheckConstraint(
                condition=Q(source=None) & ~Q(words="") | Q(source__isnull=False, words=""),
                name="credit_source_or_words",
                violation_error_message=SOURCE_OR_WORDS,
            ),
        ]

    def __str__(self):
        return f"{self.kind_words} {self.name}"

    @property
    def kind_words(self):
        return CreditKind(self.kind).label

    @property
    def name(self):
        return self.source.name if self.source else self.words
