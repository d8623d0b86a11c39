from django.conf import settings
from django.db import models
from django.utils import timezone

from annotations.anchoring.spans import CONTEXT_LENGTH
from corpus.models import Article, Person
from corpus.names import name_key
from corpus.records.action import History, current_action
from corpus.records.constraints import one_of, unique_while_present
from corpus.records.record import RecordQuerySet, SoftlyDeleted

MAX_WORDS_LENGTH = 400


class DismissalKind(models.TextChoices):
    PLACE = "place", "dismissed here"
    PERSON = "person", "dismissed in this article"
    SPELLING = "spelling", "different name"
    WORDS = "words", "dismissed here"
    PHRASE = "phrase", "dismissed in this article"


# The kinds that dismiss words tagged elsewhere, not a person.
OF_PHRASES = [DismissalKind.WORDS, DismissalKind.PHRASE]


class DismissalQuerySet(RecordQuerySet):
    def applying_to(self, article, spellings):
        """Those that apply to an article: its own, and dismissals of these spellings anywhere."""
        in_article = models.Q(article=article) & ~models.Q(kind=DismissalKind.SPELLING)
        keys = [name_key(spelling)[:MAX_WORDS_LENGTH] for spelling in spellings]
        anywhere = models.Q(kind=DismissalKind.SPELLING, words__in=keys)
        return self.present().filter(in_article | anywhere).select_related("created_by", "person")

    def dismiss(self, article, person, kind, *, words="", prefix="", suffix=""):
        """Dismiss a suggestion, once; return its row."""
        values = {
            "article": article,
            "person": person,
            "kind": kind,
            "words": name_key(words)[:MAX_WORDS_LENGTH],
            "prefix": prefix,
            "suffix": suffix,
        }
        existing = self.present().filter(**values).first()
        return existing or self.create(created_by=current_action().by, **values)


class Dismissal(SoftlyDeleted):
    """A dismissed suggestion, which is not made again.

    A position is identified by its words and up to 32 code points on each side, as long as these
    do not change. A person is dismissed at a position or in a whole article, and so are words that
    were tagged elsewhere, which have no person. A dismissed spelling is never offered for the
    person again, in any article.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="dismissals")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="dismissals"
    )
    kind = models.CharField(max_length=8, choices=DismissalKind)
    words = models.CharField(max_length=MAX_WORDS_LENGTH, blank=True)
    prefix = models.CharField(max_length=CONTEXT_LENGTH, blank=True)
    suffix = models.CharField(max_length=CONTEXT_LENGTH, blank=True)
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
            # NULL persons never compare equal, so phrases need a constraint of their own.
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
