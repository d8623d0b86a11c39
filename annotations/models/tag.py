from contextlib import contextmanager

from django.db import IntegrityError, models, transaction
from django.db.models import Count, F, Q
from taggit.models import TagBase

from annotations.names.tag_names import join_path, split_path
from corpus.characters import one_line
from corpus.db.compiled_query import TEXTS, CompiledModelQuery
from corpus.names import kept_key, name_key
from corpus.records.action import History
from corpus.records.bulk_write import add_rows
from corpus.records.merging import Mergeable
from corpus.records.record import Record, RecordQuerySet, with_derived
from corpus.records.slug import address_of, slug_of
from corpus.search_index.searchable import Indexed, IndexedQuerySet

HUES = 10
# A tag may have one of these as its key.
DIGITS = range(1, 10)
# A new name is compared with at most this many; no codebook in use has more.
MAX_COMPARED = 20_000
# Names that a new one begins, of those that are asked about.
MAX_BEGUN = 5


class TagQuerySet(IndexedQuerySet, RecordQuerySet):
    def standing(self):
        """Present tags that are not merged into others."""
        return self.present().filter(merged_into=None)

    def named(self, name):
        return self.filter(name_key=name_key(name))

    def starting(self, typed):
        """Tags with a present or former name in which a word starts with `typed`."""
        key = name_key(typed)
        word = Q(name_key__contains=f" {key}") | Q(name_key__contains=f"/{key}")
        condition = Q(name_key__startswith=key) | word
        renamed = self.model.objects.filter(
            pk__in=self.model.history.filter(condition).values("id")
        )
        return self.filter(
            condition
            | Q(pk__in=renamed.values("pk"))
            | Q(pk__in=renamed.present().values("merged_into"))
        )

    def by_former_names(self, names):
        """{name key: standing tag that had the name, or into which a tag of the name was merged}.

        If several had a name, the one that had it last.
        """
        keys = [name_key(name) for name in names]
        rows = self.model.history.filter(name_key__in_array=keys).order_by("history_id")
        last_pk = dict(rows.values_list("name_key", "id")) if keys else {}
        tags = self.present().select_related("merged_into").in_bulk(last_pk.values())
        by_key = {key: tags[pk].resolved for key, pk in last_pk.items() if pk in tags}
        return {key: tag for key, tag in by_key.items() if not tag.is_deleted}

    def similar(self, names, but=None, *, with_begun=False):
        """{name: standing tags with similar names}, for names that no tag has.

        A tag that had the name before comes first; `but` is excluded. With `with_begun`, tags whose
        name the new one begins follow, except those of a path below it. Compares with at most
        MAX_COMPARED tags.
        """
        if not names:
            return {}
        # Brings a library that takes long to load; only new names need it.
        from annotations.names.similar_names import SimilarNames

        rows = self.standing().exclude(pk=but.pk if but else 0).order_by("name_key")
        pk_by_name = dict(rows.values_list("name", "pk")[:MAX_COMPARED])
        existing_keys = {name_key(name) for name in pk_by_name}
        new_names = [
            name for name in names if name_key(name) and name_key(name) not in existing_keys
        ]
        renamed = self.by_former_names(new_names) if new_names else {}
        similar_names = SimilarNames(pk_by_name).similar_all(new_names)
        pks = {}
        keys = {name: name_key(name) for name in pk_by_name} if with_begun else {}
        for name in new_names:
            begun = [each for each, key in keys.items() if _begins(name_key(name), key)]
            alike = [*similar_names.get(name, ()), *begun[:MAX_BEGUN]]
            former_tag = renamed.get(name_key(name))
            former = [former_tag.pk] if former_tag and former_tag != but else []
            pks[name] = list(dict.fromkeys([*former, *(pk_by_name[each] for each in alike)]))
        tags = self.in_bulk({pk for tag_pks in pks.values() for pk in tag_pks})
        return {name: [tags[pk] for pk in tag_pks] for name, tag_pks in pks.items() if tag_pks}

    def former_names(self, tags):
        """{key of a tag: its former names, and those of the tags merged into it}."""
        tags = {tag.pk: tag for tag in tags}
        merged = self.present().filter(merged_into__in=tags)
        successor_pks = dict(merged.values_list("pk", "merged_into")) | {pk: pk for pk in tags}
        history = self.model.history.filter(id__in=successor_pks).order_by("-history_id")
        names = {}
        for pk, name in history.values_list("id", "name"):
            tag = tags[successor_pks[pk]]
            if name_key(name) != tag.name_key:
                names.setdefault(tag.pk, {}).setdefault(name_key(name), name)
        return {pk: list(former.values()) for pk, former in names.items()}

    def with_keys(self):
        """The standing tags that a digit adds, in the order of the digits."""
        return self.standing().exclude(digit=None).order_by("digit")

    def in_name_order(self):
        return self.order_by("name_key", "pk")

    def obtain(self, names):
        """The standing tags with these names, in order; missing ones are created.

        A former name refers to the tag that had it: otherwise a page opened before a renaming or
        merge would create the old name again.
        """
        names = list(map(one_line, names))
        by_key, created = self.add_missing(dict.fromkeys(names, ("", None, (), None)))
        by_key |= {tag.name_key: tag for tag in created}
        return list(dict.fromkeys(by_key[name_key(name)] for name in names))

    def add_missing(self, drafts):
        """Create those `drafts` (see `add_all`) whose names refer to no existing tag.

        Returns ({name key: existing tag}, created tags).
        """
        name_by_key = {}
        for name in drafts:
            name_by_key.setdefault(name_key(name), name)
        attempts_left = 3
        while True:
            existing = self._existing_by_key(name_by_key)
            missing = {
                name: drafts[name] for key, name in name_by_key.items() if key not in existing
            }
            try:
                return existing, self.add_all(missing)
            except NameTaken:
                # A colleague created one between our query and our write: use it.
                attempts_left -= 1
                if not attempts_left:
                    raise

    def _existing_by_key(self, name_by_key):
        """{name key: standing tag that has or had the name}."""
        existing = {tag.name_key: tag for tag in _standing_tags(tuple(name_by_key))}
        missing = [name for key, name in name_by_key.items() if key not in existing]
        return self.by_former_names(missing) | existing if missing else existing

    def add(self, name, definition="", hue=None, digit=None):
        """Create a tag, with the rarest hue unless one is given. Raises NameTaken, DigitTaken."""
        with unique_name(name):
            hue = hue or self.model.rarest_hue()
            return self.create(name=one_line(name), definition=definition, hue=hue, digit=digit)

    def add_all(self, drafts):
        """Create tags from {name: (definition, hue or None for the rarest, names in its file,
        key or None)}; a key that a tag has already stays with it.

        Takes a fixed number of queries. Raises NameTaken, and creates none, if any name is taken.
        """
        if not drafts:
            return []
        used, tags = self.model.used_hues(), []
        for name, (definition, chosen, path, digit) in drafts.items():
            hue = chosen or rarest(used)
            used[hue] += 1
            original = join_path(path)
            facts = {"definition": definition, "hue": hue, "original_path": original}
            tags.append(self.model(name=name, digit=digit, **facts))
            tags[-1].give_way()
        with unique_name():
            return add_rows(tags)


class NameTaken(ValueError):
    """Another tag has the name."""


class DigitTaken(ValueError):
    """Another tag has the key."""


def _begins(key, longer):
    """Whether a key begins a longer one, which is no path below it."""
    return longer.startswith(key) and longer[len(key)] != "/"


@contextmanager
def unique_name(name=""):
    """Convert the IntegrityError of a duplicate name to NameTaken, of a key to DigitTaken."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        # PostgreSQL names the constraint, SQLite the column.
        if "digit" in str(error):
            raise DigitTaken("Another tag has this key now. Choose another.") from error
        if "tag_name_unique" not in str(error) and "name_key" not in str(error):
            raise
        words = f"“{name}”" if name else "that"
        raise NameTaken(f"Another tag is called {words}.") from error


def rarest(used):
    """The least used hue, the first if several tie; `used` are counts by hue.

    >>> rarest({1: 3, 2: 0, 3: 0})
    2
    """
    return min(used, key=lambda hue: (used[hue], hue))


class Tag(Indexed, Mergeable, Record, TagBase):
    """A tag of the team's codebook. `merged_into` is the tag that took over its rows."""

    # taggit makes both unique over all rows; ours are unique only while present, by `name_key`.
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100, allow_unicode=True, blank=True, editable=False)
    name_key = models.CharField(max_length=200, editable=False)
    definition = models.TextField(blank=True)
    # Its names in the codebook it came from, if they differ from `name`; see `join_path`.
    original_path = models.TextField(blank=True, default="", db_default="", editable=False)
    hue = models.PositiveSmallIntegerField(
        "colour", choices=[(n, str(n)) for n in range(1, HUES + 1)]
    )
    # The key that adds the tag while words are selected. A tag that is deleted or merged keeps it
    # in case it comes back, without reserving it.
    digit = models.PositiveSmallIntegerField(
        "key", choices=[(n, str(n)) for n in DIGITS], null=True, blank=True
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    # Undoing its creation keeps it if it is in use.
    stays_while_used = True

    objects = TagQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["name_key", "pk"]
        constraints = [
            # A merged tag keeps its name without reserving it.
            models.UniqueConstraint(
                fields=["name_key"],
                condition=Q(deleted_at=None, merged_into=None),
                name="tag_name_unique",
            ),
            models.UniqueConstraint(
                fields=["digit"],
                condition=Q(deleted_at=None, merged_into=None),
                name="tag_digit_unique",
                violation_error_message="Another tag has this key.",
            ),
            models.CheckConstraint(
                condition=Q(digit__gte=DIGITS[0], digit__lte=DIGITS[-1]), name="tag_digit_known"
            ),
            models.CheckConstraint(condition=~Q(name_key=""), name="tag_named"),
            models.CheckConstraint(
                condition=~Q(name__contains=","),
                name="tag_name_without_comma",
                violation_error_message="A tag name cannot contain a comma.",
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
        self.name_key = kept_key(self.name_key, self.name)
        super().clean_fields(exclude)

    def save(self, *args, update_fields=None, **kwargs):
        is_new = self._state.adding
        self.derive([self])
        # Skips taggit's own save, which searches for a unique slug.
        update_fields = with_derived(update_fields, name=["name_key", "slug"])
        super(TagBase, self).save(*args, update_fields=update_fields, **kwargs)
        self.keep_indexed(anew=is_new)

    @classmethod
    def derive(cls, tags):
        """Set the columns derived from their names."""
        for tag in tags:
            tag.name_key, tag.slug = kept_key(tag.name_key, tag.name), slug_of(tag.name)

    @property
    def path(self):
        """The names of its groups and its own in the codebook it came from, () if as in `name`."""
        return split_path(self.original_path)

    @property
    def resolved(self):
        """The tag that this one was merged into, or itself."""
        return self.merged_into or self

    def edit(self, version, name, definition, hue, digit=None):
        """Replace these columns. Raises StaleVersion, RowGone, NameTaken, DigitTaken."""
        with unique_name(name):
            tag = Tag.lock(self.pk, version)
            facts = (name, definition, hue, digit)
            if (tag.name, tag.definition, tag.hue, tag.digit) != facts:
                if tag.name != name:
                    tag.original_path = ""
                tag.name, tag.definition, tag.hue, tag.digit = facts
                tag.save_act("name", "definition", "hue", "digit", "original_path")
        return tag

    def give_way(self):
        others = Tag.objects.with_keys().exclude(pk=self.pk)
        if self.digit is None or self.is_gone or not others.filter(digit=self.digit).exists():
            return ()
        self.digit = None
        return ("digit",)

    @classmethod
    def used_hues(cls):
        """{hue: number of standing tags}, for every hue."""
        counted = cls.objects.standing().order_by().values_list("hue").annotate(Count("pk"))
        return dict.fromkeys(range(1, HUES + 1), 0) | dict(counted)

    @classmethod
    def rarest_hue(cls):
        """The least used hue among standing tags, the first if several tie."""
        return rarest(cls.used_hues())


_standing_tags = CompiledModelQuery(
    TEXTS, build=lambda keys: Tag.objects.standing().filter(name_key__in_array=keys)
)
