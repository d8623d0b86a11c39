from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from corpus.models.action import History, acting
from corpus.models.checks import one_of, unique_while_present
from corpus.models.record import Record, RecordQuerySet, SoftlyDeleted
from corpus.names import name_key


class PersonKind(models.TextChoices):
    PERSON = "person", "person"
    ORGANISATION = "organisation", "organisation"
    GROUP = "group", "group"


class PersonQuerySet(RecordQuerySet):
    def standing(self):
        """People who are present and were not merged into others."""
        return self.present().filter(merged_into=None)

    def known_as(self, name):
        """People with this very name or alias."""
        key = name_key(name)
        aliased = Alias.objects.present().filter(name_key=key).values("person")
        return self.standing().filter(Q(name_key=key) | Q(pk__in=aliased))

    def starting(self, typed):
        """People one of whose names, or a word in it, begins with what was typed."""
        key = name_key(typed)
        begins = Q(name_key__startswith=key) | Q(name_key__contains=f" {key}")
        aliased = Alias.objects.present().filter(begins).values("person")
        return self.standing().filter(begins | Q(pk__in=aliased))

    def with_alias_for(self, typed):
        """Each with `matched_alias`: the alias that begins with what was typed, if one does."""
        begins = Alias.objects.present().filter(
            person=OuterRef("pk"), name_key__startswith=name_key(typed)
        )
        return self.annotate(matched_alias=Subquery(begins.values("name")[:1]))

    def in_name_order(self):
        return self.order_by("name_key", "pk")

    def obtain(self, name, by):
        """The one person known by this name or alias; where there is none or several, a new one."""
        known = list(self.known_as(name)[:2])
        if len(known) == 1:
            return known[0]
        with acting("person.create", by):
            return self.create(name=" ".join(name.split()))


class Person(Record):
    """Who speaks or is spoken of. `merged_into` points to who this one turned out to be."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=400, editable=False, db_index=True)
    kind = models.CharField(max_length=12, choices=PersonKind, default=PersonKind.PERSON)
    description = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    objects = PersonQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["name_key", "pk"]
        verbose_name_plural = "people"
        constraints = [
            one_of("kind", PersonKind, "person_kind_known"),
            models.CheckConstraint(condition=~Q(name_key=""), name="person_named"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="person_not_merged_into_self",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)


class Alias(SoftlyDeleted):
    """Another name, or another spelling, that a person goes by."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=400, editable=False, db_index=True)

    objects = RecordQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["name_key", "pk"]
        verbose_name_plural = "aliases"
        constraints = [
            unique_while_present("person", "name_key", name="alias_unique"),
            models.CheckConstraint(condition=~Q(name_key=""), name="alias_named"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)
