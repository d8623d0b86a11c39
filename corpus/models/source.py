from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from corpus.canonical_urls import domain_of
from corpus.names import kept_key, name_key
from corpus.records.action import History
from corpus.records.constraints import one_of, unique_while_present
from corpus.records.record import Record, RecordQuerySet, SoftlyDeleted, with_derived
from corpus.records.slug import address_of, slug_of


class Reliability(models.TextChoices):
    """How reliable a source is, by the Admiralty code (NATO AJP-2.1)."""

    A = "A", "completely reliable"
    B = "B", "usually reliable"
    C = "C", "fairly reliable"
    D = "D", "not usually reliable"
    E = "E", "unreliable"
    F = "F", "cannot be judged"


class SourceQuerySet(RecordQuerySet):
    def named(self, name):
        return self.filter(name_key=name_key(name))

    def starting(self, typed):
        """Sources with `typed` as a prefix of their domain or of a word of their name."""
        key = name_key(typed)
        word = models.Q(name_key__startswith=key) | models.Q(name_key__contains=f" {key}")
        return self.filter(word | models.Q(domain__startswith=key))

    def graded(self):
        """Sources with a grade; the others count as F."""
        return self.filter(pk__in=Grade.objects.present().values("source"))

    def in_name_order(self):
        return self.order_by("name_key", "pk")


class Source(Record):
    """A publisher: agency, newspaper, site. `reliability` is the newest grade's letter."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=400, editable=False)
    domain = models.CharField(max_length=253, blank=True, help_text="For example reuters.com.")
    country = models.CharField(max_length=100, blank=True)
    description = models.TextField(blank=True)
    reliability = models.CharField(
        max_length=1, choices=Reliability, default=Reliability.F, editable=False
    )

    # Undoing its creation keeps it if other rows use it.
    stays_while_used = True

    objects = SourceQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["name_key", "pk"]
        constraints = [
            unique_while_present("name_key", name="source_name_unique"),
            one_of("reliability", Reliability, "source_reliability_known"),
            models.CheckConstraint(condition=~models.Q(name_key=""), name="source_named"),
        ]

    def __str__(self):
        return self.name

    def clean_fields(self, exclude=None):
        self.name_key = kept_key(self.name_key, self.name)
        super().clean_fields(exclude)

    def save(self, *args, update_fields=None, **kwargs):
        self.name_key = kept_key(self.name_key, self.name)
        # The normalised form by which imports look it up.
        self.domain = domain_of(self.domain) or self.domain
        update_fields = with_derived(update_fields, name=["name_key"])
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self):
        return address_of("source", self)

    @property
    def slug(self):
        return slug_of(self.name)

    @property
    def reliability_words(self):
        return Reliability(self.reliability).label

    def grade(self, letter, reason, on=None):
        """Add a grade as of `on`, by default today; the newest sets `reliability`."""
        row = Source.lock(self.pk)
        grade = row.grades.create(
            letter=letter, reason=reason, graded_on=on or timezone.localdate()
        )
        row.take_newest_grade()
        self.reliability, self.version = row.reliability, row.version
        return grade

    def take_newest_grade(self):
        """Set `reliability` from the grades, F if there are none; call it on a locked row."""
        newest = self.grades.present().order_by("graded_on", "pk").last()
        letter = newest.letter if newest else Reliability.F
        if letter != self.reliability:
            self.reliability = letter
            self.save_act("reliability")


class Grade(SoftlyDeleted):
    """The grade of a source as of a day, and the reason."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="grades")
    letter = models.CharField("grade", max_length=1, choices=Reliability)
    reason = models.CharField(max_length=500)
    graded_on = models.DateField("date", default=timezone.localdate)

    objects = RecordQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["-graded_on", "-pk"]
        constraints = [one_of("letter", Reliability, "grade_letter_known")]

    def __str__(self):
        return f"{self.letter}, {self.graded_on}"

    def clean(self):
        """Refuse a day to come: the grade would hold at once, and hide those until then."""
        if self.graded_on and self.graded_on > timezone.localdate():
            raise ValidationError(
                {"graded_on": "This day is still to come. Choose one up to today."}
            )

    @property
    def letter_words(self):
        return Reliability(self.letter).label
