from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from corpus.characters import one_line
from corpus.names import kept_key, name_key
from corpus.records.action import History
from corpus.records.bulk_write import add_rows
from corpus.records.constraints import one_of, unique_while_present
from corpus.records.merging import Mergeable
from corpus.records.record import Record, RecordQuerySet, SoftlyDeleted, with_derived
from corpus.records.slug import address_of, slug_of
from corpus.search_index.searchable import Indexed, IndexedQuerySet


class PersonKind(models.TextChoices):
    PERSON = "person", "person"
    ORGANISATION = "organisation", "organisation"
    GROUP = "group", "group"


class PersonQuerySet(IndexedQuerySet, RecordQuerySet):
    def standing(self):
        """Present people who are not merged into others."""
        return self.present().filter(merged_into=None)

    def identities(self, people):
        """These people, and those merged into them."""
        return self.present().filter(Q(pk__in=people) | Q(merged_into__in=people))

    def known_as(self, name):
        """People with exactly this name or alias, compared by `name_key`."""
        return self._called(Q(name_key=name_key(name)))

    def starting(self, typed):
        """People with a name of which any word begins with `typed`."""
        key = name_key(typed)
        return self._called(Q(name_key__startswith=key) | Q(name_key__contains=f" {key}"))

    def _called(self, matching):
        """Unmerged people with a matching name, including names of people merged into them."""
        aliased = Alias.objects.present().filter(matching).values("person")
        called = self.model.objects.present().filter(matching | Q(pk__in=aliased))
        return self.standing().filter(
            Q(pk__in=called.values("pk")) | Q(pk__in=called.values("merged_into"))
        )

    def with_alias_for(self, typed):
        """Annotate `matched_alias`: another name that begins with `typed`, or None."""
        matches = Q(name_key__startswith=name_key(typed))
        belongs = Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk"))
        aliases = Alias.objects.present().filter(matches, belongs)
        merged = self.model.objects.present().filter(matches, merged_into=OuterRef("pk"))
        names = [Subquery(rows.values("name")[:1]) for rows in (aliases, merged)]
        return self.annotate(matched_alias=Coalesce(*names))

    def in_name_order(self):
        return self.order_by("name_key", "pk")

    def obtain(self, name):
        """The person with this name or alias; a new one if none or several have it."""
        return self.obtain_all([name])[0]

    def obtain_all(self, names):
        """Like `obtain`, for several names in a fixed number of queries."""
        if not names:
            return []
        by_key = {}
        for name in names:
            by_key.setdefault(name_key(name), one_line(name))
        people_by_key = self._people_called(by_key)
        people = {
            key: candidates[0] for key, candidates in people_by_key.items() if len(candidates) == 1
        }
        new = [
            self.model(name=name, name_key=key) for key, name in by_key.items() if key not in people
        ]
        people |= {person.name_key: person for person in add_rows(new)}
        return [people[name_key(name)] for name in names]

    def _people_called(self, keys):
        """{name key: [unmerged people of that name or alias]}; merged ones by their target."""
        names = self.present().filter(name_key__in=keys).values_list("pk", "name_key")
        aliases = Alias.objects.present().filter(name_key__in=keys)
        pairs = [*names, *aliases.values_list("person", "name_key")]
        people = self.present().select_related("merged_into").in_bulk({pk for pk, _ in pairs})
        people_by_key = {}
        for pk, key in pairs:
            person = people[pk].resolved if pk in people else None
            if person and not person.is_deleted:
                people_by_key.setdefault(key, {})[person.pk] = person
        return {key: list(people_by_pk.values()) for key, people_by_pk in people_by_key.items()}


class Person(Indexed, Mergeable, Record):
    """A person who speaks or is mentioned. `merged_into` is the same person under another name."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=400, editable=False, db_index=True)
    kind = models.CharField(max_length=12, choices=PersonKind, default=PersonKind.PERSON)
    description = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    # Undoing its creation keeps it if other rows use it.
    stays_while_used = True

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

    def get_absolute_url(self):
        return address_of("person", self)

    @property
    def slug(self):
        return slug_of(self.name)

    @property
    def resolved(self):
        """The person it was merged into, or itself."""
        return self.merged_into or self

    def save(self, *args, update_fields=None, **kwargs):
        self.derive([self])
        update_fields = with_derived(update_fields, name=["name_key"])
        super().save(*args, update_fields=update_fields, **kwargs)

    @classmethod
    def derive(cls, people):
        """Set the columns derived from their names."""
        for person in people:
            person.name_key = kept_key(person.name_key, person.name)

    def words_to_index(self):
        names = self.aliases.present().values_list("name", flat=True)
        return "", "\n".join([self.name, *names])

    @classmethod
    def all_words(cls, instances):
        names = {person.pk: [person.name] for person in instances}
        aliases = Alias.objects.present().filter(person__id__in_array=list(names))
        for person, name in aliases.order_by("name_key", "pk").values_list("person", "name"):
            names[person].append(name)
        return [("", "\n".join(names[person.pk])) for person in instances]

    def add_alias(self, name):
        """Add another name of the person and return it; an existing one is returned unchanged."""
        row = Person.lock(self.pk)
        alias = row.aliases.filter(deleted_at=None, name_key=name_key(name)).first()
        if alias is None:
            alias = Alias.objects.create(person=row, name=one_line(name))
            row.save_next_version("version")
        return alias

    def set_aliases(self, names):
        """Make these the other names of the person, who is locked; each name once by its key."""
        wanted = {name_key(name): name for name in names}
        for alias in self.aliases.present():
            if wanted.pop(alias.name_key, None) is None:
                alias.remove()
        for name in wanted.values():
            self.add_alias(name)


class Alias(SoftlyDeleted):
    """Another name, or another spelling, of a person."""

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

    def save(self, *args, update_fields=None, **kwargs):
        self.name_key = kept_key(self.name_key, self.name)
        update_fields = with_derived(update_fields, name=["name_key"])
        super().save(*args, update_fields=update_fields, **kwargs)
        self.person.keep_indexed(anew=True)
