from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError, models, transaction
from django.db.models import Count, F, Max, Q
from taggit.models import TagBase

from annotations.models.tag_merging import give_back, lock_carriers, take_over
from annotations.names.similar_names import SimilarNames
from corpus.db.compiled_query import KEY, CompiledQuery
from corpus.names import name_key
from corpus.records.action import History, acting
from corpus.records.bulk_write import add_rows
from corpus.records.merging import Mergeable, MergeRefused, merge, unmerge
from corpus.records.record import Record, RecordQuerySet, and_derived
from corpus.records.slug import address_of, slug_of
from corpus.search_index.searchable import Indexed, IndexedQuerySet

HUES = 10
LOOK_BACK = 300
# As many as anybody asks for.
MOST_RECENT = 30
# A new name is compared with so many; no codebook that people keep in their heads has more.
MOST_COMPARED = 20_000


@dataclass(frozen=True)
class TagOffer:
    """A tag to choose, as plain values."""

    name: str
    hue: int
    definition: str


class TagQuerySet(IndexedQuerySet, RecordQuerySet):
    def standing(self):
        """Tags that are present and were not merged into others."""
        return self.present().filter(merged_into=None)

    def named(self, name):
        return self.filter(name_key=name_key(name))

    def starting(self, typed):
        """Tags one of whose names, or a word in it, begins so; former names count."""
        key = name_key(typed)
        word = Q(name_key__contains=f" {key}") | Q(name_key__contains=f"/{key}")
        begun = Q(name_key__startswith=key) | word
        once = self.model.objects.filter(pk__in=self.model.history.filter(begun).values("id"))
        return self.filter(
            begun | Q(pk__in=once.values("pk")) | Q(pk__in=once.present().values("merged_into"))
        )

    def once_called(self, names):
        """The standing tags that had these names before, or took over a tag of the name.

        Keys by name key; where several had a name, the one that had it last.
        """
        keys = [name_key(name) for name in names]
        rows = self.model.history.filter(name_key__in_array=keys).order_by("history_id")
        last = dict(rows.values_list("name_key", "id")) if keys else {}
        bearers = self.present().select_related("merged_into").in_bulk(last.values())
        found = {key: bearers[pk].resolved for key, pk in last.items() if pk in bearers}
        return {key: tag for key, tag in found.items() if not tag.is_deleted}

    def near(self, names, but=None):
        """{name: standing tags that it is nearly one of}, for names that no tag has.

        A tag that was called so once comes first. Asked of the tags of a bounded codebook.
        """
        if not names:
            return {}
        rows = self.standing().exclude(pk=but.pk if but else 0).order_by("name_key")
        known = dict(rows.values_list("name", "pk")[:MOST_COMPARED])
        taken = {name_key(name) for name in known}
        new = [name for name in names if name_key(name) and name_key(name) not in taken]
        once = self.once_called(new) if new else {}
        near = SimilarNames(known).similar_all(new)
        pks = {}
        for name in new:
            bearer = once.get(name_key(name))
            former = [bearer.pk] if bearer and bearer != but else []
            pks[name] = list(dict.fromkeys([*former, *(known[n] for n in near.get(name, ()))]))
        tags = self.in_bulk({pk for found in pks.values() for pk in found})
        return {name: [tags[pk] for pk in found] for name, found in pks.items() if found}

    def former_names(self, tags):
        """{key of a tag: other names that it had, and those of the tags merged into it}."""
        tags = {tag.pk: tag for tag in tags}
        merged = self.present().filter(merged_into__in=tags)
        heirs = dict(merged.values_list("pk", "merged_into")) | {pk: pk for pk in tags}
        history = self.model.history.filter(id__in=heirs).order_by("-history_id")
        names = {}
        for pk, name in history.values_list("id", "name"):
            tag = tags[heirs[pk]]
            if name_key(name) != tag.name_key:
                names.setdefault(tag.pk, {}).setdefault(name_key(name), name)
        return {pk: list(found.values()) for pk, found in names.items()}

    def in_name_order(self):
        return self.order_by("name_key", "pk")

    def recent(self, member, limit):
        """Up to `limit` TagOffers: what the member gave last, then what anybody gave last."""
        found = _given_by(member.pk)
        if len(found) < limit:
            found += _given_by_anybody()
        return list(dict.fromkeys(TagOffer(*row) for *row, _ in found))[:limit]

    def obtain(self, names, by):
        """The standing tags of these names, in their order; those that are missing are made.

        A name that a tag had before still means that tag: a page that was opened before a
        renaming or a merging would otherwise bring the old word back.
        """
        names = [" ".join(name.split()) for name in names]
        known, made = self.add_missing(by, dict.fromkeys(names, ("", None)))
        known |= {tag.name_key: tag for tag in made}
        return list(dict.fromkeys(known[name_key(name)] for name in names))

    def add_missing(self, by, drafts):
        """Make those of `drafts` (see `add_all`) whose names mean no tag yet.

        Answers ({key: tag that a name means already}, the tags that were made).
        """
        by_key = {}
        for name in drafts:
            by_key.setdefault(name_key(name), name)
        tries = 3
        while True:
            known = self._meant_by(by_key)
            missing = {name: drafts[name] for key, name in by_key.items() if key not in known}
            try:
                return known, self.add_all(by, missing)
            except NameTaken:
                # A colleague made one between our look and our write; theirs is as good.
                tries -= 1
                if not tries:
                    raise

    def _meant_by(self, by_key):
        """{key: the standing tag that is called so, or once was}, of names by their keys."""
        known = {
            tag.name_key: tag for tag in self.standing().filter(name_key__in_array=list(by_key))
        }
        missing = [name for key, name in by_key.items() if key not in known]
        return self.once_called(missing) | known if missing else known

    def add(self, by, name, definition="", hue=None):
        """A new tag, in the rarest hue unless one is named. Raises NameTaken."""
        with acting("tag.create", by), _unique_name(name):
            hue = hue or self.model.rarest_hue()
            return self.create(name=" ".join(name.split()), definition=definition, hue=hue)

    def add_all(self, by, drafts):
        """New tags in a fixed number of queries: {name: (definition, hue)}, None for the rarest.

        Raises NameTaken where any name is taken, and adds none then.
        """
        if not drafts:
            return []
        used, tags = self.model.used_hues(), []
        for name, (definition, wanted) in drafts.items():
            hue = wanted or rarest(used)
            used[hue] += 1
            tags.append(self.model(name=name, definition=definition, hue=hue))
        self.model.derive(tags)
        with acting("tag.create", by), _unique_name():
            return add_rows(tags)


class NameTaken(ValueError):
    """Another tag is called so."""


@contextmanager
def _unique_name(name=""):
    """Take the database's refusal of a second tag of a name for what it is."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        # PostgreSQL names the constraint, SQLite the column.
        if "tag_name_unique" not in str(error) and "name_key" not in str(error):
            raise
        called = f"“{name}”" if name else "so"
        raise NameTaken(f"Another tag is called {called}.") from error


def rarest(used):
    """The hue that is used least, the first of several; `used` are numbers by hue."""
    return min(used, key=lambda hue: (used[hue], hue))


def _links():
    return Tag._meta.get_field("passagetag_links").related_model.objects


def _last_given(links):
    tags = links.filter(tag__deleted_at=None, tag__merged_into=None)
    rows = tags.values_list("tag__name", "tag__hue", "tag__definition").annotate(last=Max("pk"))
    return rows.order_by("-last")[:MOST_RECENT]


def _given_by_member(member):
    links = _links()
    # A bounded look back: an analyst's last few hundred passages hold the tags in use.
    passages = links.model._meta.get_field("content_object").related_model.objects
    own = passages.filter(created_by=member).order_by("-pk").values("pk")[:LOOK_BACK]
    return _last_given(links.filter(content_object__in=own))


def _given_last():
    links = _links()
    return _last_given(links.filter(pk__in=links.order_by("-pk").values("pk")[:LOOK_BACK]))


_given_by = CompiledQuery(KEY, build=_given_by_member)
_given_by_anybody = CompiledQuery(build=_given_last)


class Tag(Indexed, Mergeable, Record, TagBase):
    """A word of the team's codebook. `merged_into` points to the tag that took over its rows."""

    # taggit makes both unique over all rows; ours are unique while present, by `name_key`.
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100, allow_unicode=True, blank=True, editable=False)
    name_key = models.CharField(max_length=200, editable=False)
    definition = models.TextField(blank=True)
    hue = models.PositiveSmallIntegerField(choices=[(n, str(n)) for n in range(1, HUES + 1)])
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    # Undoing what made one leaves it to those who use it since.
    stays_while_used = True

    objects = TagQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["name_key", "pk"]
        constraints = [
            # A tag that was merged into another keeps its name and blocks nobody with it.
            models.UniqueConstraint(
                fields=["name_key"],
                condition=Q(deleted_at=None, merged_into=None),
                name="tag_name_unique",
            ),
            models.CheckConstraint(condition=~Q(name_key=""), name="tag_named"),
            models.CheckConstraint(
                condition=~Q(name__contains=","),
                name="tag_name_without_comma",
                violation_error_message="A tag's name holds no comma.",
            ),
            models.CheckConstraint(condition=Q(hue__gte=1, hue__lte=HUES), name="tag_hue_known"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="tag_not_merged_into_self",
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return Record.natural_key(self)

    def words_to_index(self):
        return "", f"{self.name}\n{self.definition}"

    def get_absolute_url(self):
        return address_of("tag", self)

    def clean_fields(self, exclude=None):
        self.name_key = name_key(self.name)
        super().clean_fields(exclude)

    def save(self, *args, update_fields=None, **kwargs):
        is_new = self._state.adding
        self.derive([self])
        # Past taggit's own save, which looks for a slug that no other tag has.
        update_fields = and_derived(update_fields, name=["name_key", "slug"])
        super(TagBase, self).save(*args, update_fields=update_fields, **kwargs)
        self.keep_indexed(anew=is_new)

    @classmethod
    def derive(cls, tags):
        """Set what follows from their names."""
        for tag in tags:
            tag.name_key, tag.slug = name_key(tag.name), slug_of(tag.name)

    @property
    def resolved(self):
        """The tag that this one was merged into, or itself."""
        return self.merged_into or self

    def edit(self, by, version, name, definition, hue):
        """Say another name, meaning or hue. Raises StaleVersion, RowGone, NameTaken."""
        kind = "tag.edit" if name == self.name else "tag.rename"
        with acting(kind, by), _unique_name(name):
            tag = type(self).lock(self.pk, version)
            if (tag.name, tag.definition, tag.hue) != (name, definition, hue):
                tag.name, tag.definition, tag.hue = name, definition, hue
                tag.save_act("name", "definition", "hue")
        return tag

    def merge_into(self, other, by, version=None):
        """Let another tag take over what carries this one.

        Raises MergeRefused, StaleVersion, RowGone.
        """
        merge(self, other, by, version, take_over, lock_carriers)

    def unmerge(self, by):
        """Make it a tag of its own again, on all that carried it. Raises MergeRefused."""
        try:
            with _unique_name(self.name):
                unmerge(self, by, give_back, lock_carriers)
        except NameTaken as taken:
            raise MergeRefused(f"{taken} Rename that one first.") from taken

    @classmethod
    def used_hues(cls):
        """{hue: how many standing tags have it}, every hue."""
        counted = cls.objects.standing().order_by().values_list("hue").annotate(Count("pk"))
        return dict.fromkeys(range(1, HUES + 1), 0) | dict(counted)

    @classmethod
    def rarest_hue(cls):
        """The hue that the fewest standing tags have, the first of several."""
        return rarest(cls.used_hues())
