from django.db import IntegrityError, models, transaction
from django.db.models import Count, Q
from taggit.models import TagBase

from corpus.models.action import History, acting
from corpus.models.checks import unique_while_present
from corpus.models.record import Record, RecordQuerySet
from corpus.models.slug import address_of, slug_of
from corpus.names import name_key

HUES = 10
LOOK_BACK = 300


class TagQuerySet(RecordQuerySet):
    def named(self, name):
        return self.filter(name_key=name_key(name))

    def starting(self, typed):
        """Tags whose name, or a word in it, begins with what was typed."""
        key = name_key(typed)
        word = Q(name_key__contains=f" {key}") | Q(name_key__contains=f"/{key}")
        return self.filter(Q(name_key__startswith=key) | word)

    def in_name_order(self):
        return self.order_by("name_key", "pk")

    def recent(self, member, limit):
        """Up to `limit` present tags: those the member gave last, then those anybody gave last."""
        links = self.model._meta.get_field("passagetag_links").related_model.objects
        # A bounded look back: an analyst's last few hundred links hold the tags in use.
        own = links.filter(content_object__created_by=member).order_by("-pk")
        pks = list(own.values_list("tag_id", flat=True)[:LOOK_BACK])
        if len(set(pks)) < limit:
            pks += links.order_by("-pk").values_list("tag_id", flat=True)[:LOOK_BACK]
        tags = self.present().in_bulk(dict.fromkeys(pks))
        return [tags[pk] for pk in dict.fromkeys(pks) if pk in tags][:limit]

    def obtain(self, names, by):
        """The present tags of these names, in their order; those that are missing are made."""
        by_key = {name_key(name): " ".join(name.split()) for name in names}
        known = {tag.name_key: tag for tag in self.present().filter(name_key__in=by_key)}
        with acting("tag.create", by):
            for key, name in by_key.items():
                if key not in known:
                    known[key] = self._make(name)
        return [known[key] for key in by_key]

    def _make(self, name):
        try:
            with transaction.atomic():
                return self.create(name=name, hue=self.model.rarest_hue())
        except IntegrityError:
            # A colleague made it between our look and our write; theirs is as good.
            return self.present().named(name).get()


class Tag(Record, TagBase):
    """A word of the team's codebook."""

    # taggit makes both unique over all rows; ours are unique while present, by `name_key`.
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100, allow_unicode=True, blank=True, editable=False)
    name_key = models.CharField(max_length=200, editable=False)
    definition = models.TextField(blank=True)
    hue = models.PositiveSmallIntegerField(choices=[(n, str(n)) for n in range(1, HUES + 1)])

    # Undoing what made one leaves it to those who use it since.
    stays_while_used = True

    objects = TagQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["name_key", "pk"]
        constraints = [
            unique_while_present("name_key", name="tag_name_unique"),
            models.CheckConstraint(condition=~Q(name_key=""), name="tag_named"),
            models.CheckConstraint(
                condition=~Q(name__contains=","),
                name="tag_name_without_comma",
                violation_error_message="A tag's name holds no comma.",
            ),
            models.CheckConstraint(condition=Q(hue__gte=1, hue__lte=HUES), name="tag_hue_known"),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return Record.natural_key(self)

    def get_absolute_url(self):
        return address_of("tag", self)

    def clean_fields(self, exclude=None):
        self.name_key = name_key(self.name)
        super().clean_fields(exclude)

    def save(self, *args, **kwargs):
        self.name_key = name_key(self.name)
        self.slug = slug_of(self.name)
        # Past taggit's own save, which looks for a slug that no other tag has.
        super(TagBase, self).save(*args, **kwargs)

    @classmethod
    def rarest_hue(cls):
        """The hue that the fewest present tags have, the first of several."""
        counted = cls.objects.present().order_by().values_list("hue").annotate(Count("pk"))
        used = dict(counted)
        return min(range(1, HUES + 1), key=lambda hue: (used.get(hue, 0), hue))
