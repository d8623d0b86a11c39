from django.conf import settings
from django.db import models
from django.utils import timezone

from corpus.models import Article, Person
from corpus.names import name_key
from corpus.records.action import History
from corpus.records.constraints import one_of, unique_while_present
from corpus.records.record import RecordQuerySet, SoftlyDeleted

CONTEXT = 32
LONGEST = 400


class DismissalKind(models.TextChoices):
    PLACE = "place", "not here"
    PERSON = "person", "nowhere in this article"
    SPELLING = "spelling", "another name"
    WORDS = "words", "not here"
    PHRASE = "phrase", "nowhere in this article"


# What is said of words that were tagged elsewhere, and not of a person.
OF_PHRASES = [DismissalKind.WORDS, DismissalKind.PHRASE]


class DismissalQuerySet(RecordQuerySet):
    def beside(self, article, spellings):
        """Those that count in an article: its own, and what was said anywhere of a spelling."""
        own = models.Q(article=article) & ~models.Q(kind=DismissalKind.SPELLING)
        keys = [name_key(spelling)[:LONGEST] for spelling in spellings]
        anywhere = models.Q(kind=DismissalKind.SPELLING, words__in=keys)
        return self.present().filter(own | anywhere).select_related("created_by", "person")

    def say(self, article, person, kind, by, *, words="", prefix="", suffix=""):
        """Note that a suggestion was dismissed, once; call inside `acting`."""
        said = {
            "article": article,
            "person": person,
            "kind": kind,
            "words": name_key(words)[:LONGEST],
            "prefix": prefix,
            "suffix": suffix,
        }
        return self.present().filter(**said).first() or self.create(created_by=by, **said)


class Dismissal(SoftlyDeleted):
    """A suggestion that somebody dismissed, so that it is not made again.

    A person at a place is known by the words there and up to 32 code points around them, as long
    as those stand so; a person may be dismissed in a whole article. A spelling that is not this
    person's is never offered for them again, in whatever article that was said. Words that were
    tagged elsewhere are about nobody; they too are dismissed at a place or in a whole article.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="dismissals")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="dismissals"
    )
    kind = models.CharField(max_length=8, choices=DismissalKind)
    words = models.CharField(max_length=LONGEST, blank=True)
    prefix = models.CharField(max_length=CONTEXT, blank=True)
    suffix = models.CharField(max_length=CONTEXT, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="dismissals"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DismissalQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "words"], name="dismissal_by_words")]
        constraints = [
            one_of("kind", DismissalKind, "dismissal_kind_known"),
            unique_while_present(
                *["article", "person", "kind", "words", "prefix", "suffix"],
                name="dismissal_unique",
            ),
            # Nobody equals nobody only where this is said.
            models.UniqueConstraint(
                fields=["article", "kind", "words", "prefix", "suffix"],
                condition=models.Q(deleted_at=None, person=None),
                name="dismissal_of_phrase_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(person=None, kind__in=OF_PHRASES)
                | models.Q(person__isnull=False) & ~models.Q(kind__in=OF_PHRASES),
                name="dismissal_of_person_or_phrase",
            ),
        ]

    def __str__(self):
        return f"{self.person or self.words}: {self.kind_words}"

    @property
    def kind_words(self):
        return DismissalKind(self.kind).label
