from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from corpus.models.revision_text import RevisionTextField


def digest_of(text):
    return sha256(text.encode()).hexdigest()


class Immutable(TypeError):
    """An attempt to change or delete an immutable row."""


class ImmutableModel(models.Model):
    """A row that is never changed or deleted; raises Immutable."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Immutable(f"{self!r} never changes; add a new row.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Immutable(f"{self!r} is never deleted.")


class RevisionQuerySet(models.QuerySet):
    def described(self):
        """Newest first, with authors, without texts."""
        rows = self.select_related("created_by").defer("text", "pages")
        return rows.order_by("-number")

    def get_by_natural_key(self, article, number):
        return self.get(article__public_id=article, number=number)


class Revision(ImmutableModel):
    """One text of an article, numbered from 1: the cleaned text, then each correction.

    `pages` are the printed pages on which it stands, as [start, label] (see `corpus.page_numbers`);
    None if they are not known.

    The current one stores no text of its own (see `corpus.models.revision_text`).
    """

    article = models.ForeignKey("corpus.Article", models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = RevisionTextField()
    sha256 = models.CharField("SHA-256 of the text in UTF-8", max_length=64)
    pages = models.JSONField(null=True, blank=True)
    reason = models.CharField(max_length=500)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "number"]
        # A file of annotations may know an article by its text alone.
        indexes = [models.Index(fields=["sha256"], name="revision_by_sha256")]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_number_from_1"),
        ]

    def __str__(self):
        return f"Revision {self.number}"

    def save(self, *args, **kwargs):
        self.sha256 = digest_of(self.text)
        super().save(*args, **kwargs)

    def keep_text(self):
        """Store the text of the current revision, before that of its article changes."""
        Revision.objects.filter(pk=self.pk).update(text=self.text)

    def keep_pages(self, pages):
        """Store the pages of a text that had none."""
        self.pages = [[start, label] for start, label in pages] or None
        Revision.objects.filter(pk=self.pk).update(pages=self.pages)

    def natural_key(self):
        return (self.article.public_id, self.number)
