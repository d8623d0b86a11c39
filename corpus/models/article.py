from functools import cached_property

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from corpus.canonical_urls import address_key, address_part, is_web, without_scheme
from corpus.dates import DAY, MONTH, YEAR, ImpreciseDate
from corpus.db.compiled_query import KEY, TEXT, CompiledModelQuery
from corpus.index_entry import text_words
from corpus.models.article_order import day_of, next_sort_key
from corpus.models.article_text import OPENING_LENGTH, ArticleTextField
from corpus.models.credit import Credit
from corpus.models.near_duplicate import NearDuplicate, Sketch
from corpus.models.revision import Revision
from corpus.models.snapshot import Retrieval
from corpus.models.source import Source
from corpus.records.action import History, current_action
from corpus.records.constraints import PRECISIONS, date_with_precision
from corpus.records.record import Record, RecordQuerySet, with_derived
from corpus.records.slug import address_of, slug_of
from corpus.search_index.searchable import Indexed, IndexedQuerySet
from corpus.titles import first_sentence

# The maximum of near-duplicates on an article's page.
MAX_NEAR_DUPLICATES = 20
RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks nqo ps sd syr ug ur yi".split())


class ArticleQuerySet(IndexedQuerySet, RecordQuerySet):
    def in_reading_order(self):
        """Newest first: the order of lists and of the links to neighbours."""
        return self.order_by("-sort_key")

    def listed(self):
        """Present articles for lists: with source, without text."""
        return self.present().select_related("source").defer("text")

    def older_than(self, sort_key):
        """The articles after this key in the reading order."""
        return self.filter(sort_key__lt=sort_key).in_reading_order()

    def titled(self):
        """Present articles for links."""
        return self.present().only("public_id", "title", "opening", "language")

    def published_within(self, first=None, last=None):
        """Articles whose date (a day, month or year) overlaps the period from `first` to `last`.

        Both are dates and inclusive; None means open. Undated articles never match.
        """
        articles = self
        if last:
            articles = articles.filter(published_on__lte=last)
        if first:
            # Imprecise dates are stored as the first day of their month or year.
            starts = {DAY: first, MONTH: first.replace(day=1), YEAR: first.replace(month=1, day=1)}
            overlapping = Q()
            for precision, start in starts.items():
                overlapping |= Q(published_precision=precision, published_on__gte=start)
            articles = articles.filter(overlapping)
        return articles

    def duplicated(self):
        """Articles with a near-duplicate, both present."""
        return self.filter(_is_in(NearDuplicate.objects.between_present()))

    def addressed(self, typed):
        """Articles with this address, in whatever spelling; else those with it as a part.

        None if `typed` is neither an address nor a part of one.
        """
        part = address_part(typed)
        if not part:
            return self.none()
        conditions = [
            Q(address_key=address_key(f"https://{without_scheme(typed)}") or part),
            Q(address_key=part.partition("?")[0]),
            # The keys are read from their index.
            Q(address_key__icontains=part),
        ]
        matches = (self.filter(condition) for condition in conditions)
        return next((rows for rows in matches if rows.exists()), self.none())

    def with_importer(self):
        """Annotate `importer_pk`: the key of the member who took the article in."""
        first = Revision.objects.filter(article=OuterRef("pk"), number=1).order_by()
        return self.annotate(importer_pk=Subquery(first.values("created_by")))

    def read(self):
        """Present articles for the reading page: with source, who took it in and three flags."""
        credits = Credit.objects.present()
        return (
            self.present()
            .select_related("source")
            .with_importer()
            .annotate(
                is_retrieved=Exists(Retrieval.objects.filter(article=OuterRef("pk"))),
                is_credited=Exists(credits.filter(article=OuterRef("pk"))),
                has_near_duplicates=_is_in(NearDuplicate.objects.all()),
            )
        )

    def add(self, *, text, reason="as imported", **fields):
        """Add an article and its first revision; `text` must be normalised.

        Raises DayFull (see `next_sort_key`).
        """
        article = self.model(text=text, revision_number=1, **fields)
        article.sort_key = next_sort_key(self.model.objects.all(), article.published_on)
        article.save()
        author = current_action().by
        Revision.objects.create(
            article=article, number=1, text=text, reason=reason, created_by=author
        )
        return article


def _is_in(pairs):
    """Condition: the article belongs to one of these pairs."""
    return Exists(pairs.filter(first=OuterRef("pk"))) | Exists(pairs.filter(second=OuterRef("pk")))


class Article(Indexed, Record):
    """One published text. `text` equals the newest revision; offsets count its code points."""

    title = models.CharField(max_length=500, blank=True)
    byline = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=200, blank=True, help_text="Where it was written.")
    url = models.URLField(max_length=2000, blank=True)
    # The canonical address, by which an import recognises the article.
    address_key = models.CharField(max_length=400, blank=True, editable=False, db_index=True)
    language = models.CharField(
        max_length=35, blank=True, help_text="A BCP 47 tag: en, ru. Empty if unknown."
    )
    published_on = models.DateField(null=True, blank=True)
    published_precision = models.CharField(max_length=5, choices=PRECISIONS, blank=True)
    date_note = models.CharField(max_length=200, blank=True)
    # Beginning of the text, set with it; NULL in rows inserted by hand.
    opening = models.CharField(
        max_length=OPENING_LENGTH, blank=True, default="", db_default="", editable=False
    )
    text = ArticleTextField()
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="articles"
    )
    revision_number = models.PositiveIntegerField(default=1, editable=False)
    sort_key = models.BigIntegerField(unique=True, editable=False)

    objects = ArticleQuerySet.as_manager()
    # Revisions keep the texts, so history rows do not copy them.
    history = History(excluded_fields=["text", "opening", "address_key"])

    class Meta:
        ordering = ["-sort_key"]
        constraints = [
            date_with_precision("published_on", "published_precision", "article_date_precise"),
            models.CheckConstraint(condition=~Q(text=""), name="article_has_text"),
            models.CheckConstraint(
                condition=Q(revision_number__gte=1), name="article_revision_from_1"
            ),
        ]

    def __str__(self):
        return self.display_title

    def get_absolute_url(self):
        return address_of("article", self)

    @classmethod
    def find(cls, public_id):
        """The article with this public id, deleted or not; None where there is none."""
        return next(iter(_by_public_id(public_id)), None)

    @classmethod
    def find_to_read(cls, public_id):
        """The present article with this public id, as `read` gives it; None where there is none."""
        return next(iter(article_to_read(public_id)), None)

    def find_older(self):
        """The article before it in the list of all, titled; None where it is the oldest."""
        return next(iter(older_article(self.sort_key)), None)

    @property
    def slug(self):
        return slug_of(self.display_title)

    @property
    def original(self):
        """The web address of the original, or "".

        Other schemes (`javascript:`) must not become links.
        """
        return self.url if is_web(self.url) else ""

    @property
    def has_title(self):
        return bool(self.title)

    @property
    def display_title(self):
        """The title, or the first sentence if there is none."""
        return self.title or first_sentence(self.opening)

    @property
    def published(self):
        """The date with its precision, or None."""
        if self.published_on is None:
            return None
        return ImpreciseDate(self.published_on, self.published_precision)

    @cached_property
    def credits_present(self):
        """Its credits in order; no query if `read` has found none."""
        if not getattr(self, "is_credited", True):
            return []
        return list(self.credits.present().select_related("source").order_by("position", "pk"))

    @cached_property
    def near_duplicates(self):
        """(article, NearDuplicate) of its near-duplicates, the most similar first.

        At most MAX_NEAR_DUPLICATES + 1; no query if `read` has found none.
        """
        if not getattr(self, "has_near_duplicates", True):
            return []
        return [(pair.other(self), pair) for pair in _nearest_pairs(self.pk)]

    @property
    def dir(self):
        if not self.language:
            return "auto"
        return "rtl" if self.language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"

    @property
    def revision(self):
        """The revision that `text` equals."""
        return self.revisions.get(number=self.revision_number)

    @property
    def current_text(self):
        """An unsaved Revision with the number and text of the current one."""
        return Revision(article=self, number=self.revision_number, text=self.text)

    def save(self, *args, update_fields=None, **kwargs):
        """Save inside `acting`; a changed date moves the article to its new day."""
        if self.sort_key is not None and day_of(self.sort_key) != self.published_on:
            self.sort_key = next_sort_key(Article.objects.all(), self.published_on)
        self.set_address_key()
        derived = {"published_on": ["sort_key"], "url": ["address_key"], "text": ["opening"]}
        update_fields = with_derived(update_fields, **derived)
        super().save(*args, update_fields=update_fields, **kwargs)

    def keep_indexed(self, *, anew=False):
        words = super().keep_indexed(anew=anew)
        if words:
            Sketch.objects.put(self, text_words(words["text"]))
        return words

    def words_to_index(self):
        return self.title, self.text, self.byline

    def set_address_key(self):
        """Derive `address_key` from `url`."""
        self.address_key = address_key(self.url)


def _build_nearest_pairs(pk):
    pairs = NearDuplicate.objects.of([pk]).between_present().named()
    return pairs.order_by("-percent", "-held_percent", "pk")[: MAX_NEAR_DUPLICATES + 1]


_nearest_pairs = CompiledModelQuery(KEY, build=_build_nearest_pairs)
_by_public_id = CompiledModelQuery(
    TEXT, build=lambda public_id: Article.objects.filter(public_id=public_id)
)
article_to_read = CompiledModelQuery(
    TEXT, build=lambda public_id: Article.objects.read().filter(public_id=public_id)
)
older_article = CompiledModelQuery(
    KEY, build=lambda sort_key: Article.objects.titled().older_than(sort_key)[:1]
)
