from hashlib import sha256

from django.db import models
from django.db.models import Q

from corpus.models.compressed import CompressedField
from corpus.models.revision import ImmutableModel


class SnapshotQuerySet(models.QuerySet):
    def get_by_natural_key(self, digest):
        return self.get(sha256=digest)

    def keep(self, content, media_type):
        """The snapshot of these bytes, created if missing; unique by SHA-256."""
        digest = sha256(content).hexdigest()
        defaults = {"content": content, "media_type": media_type}
        return self.get_or_create(sha256=digest, defaults=defaults)[0]


class Snapshot(ImmutableModel):
    """Bytes as retrieved, immutable, in a table that lists never load."""

    content = CompressedField()
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveIntegerField("bytes")

    objects = SnapshotQuerySet.as_manager()

    def __str__(self):
        return self.sha256[:12]

    def natural_key(self):
        return (self.sha256,)

    def save(self, *args, **kwargs):
        self.sha256 = sha256(self.content).hexdigest()
        self.size = len(self.content)
        super().save(*args, **kwargs)


class Retrieval(ImmutableModel):
    """The snapshot an article was created from, with its address and time if known.

    `left_out` are the sentences of its page that are not in the text that was read from it, as
    [before, text, after] (see `corpus.readers.extraction.LeftOut`); None if they were not kept.
    `file` is the name of the file, without folders, where the article is all of one.
    """

    article = models.ForeignKey("corpus.Article", models.PROTECT, related_name="retrievals")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="retrievals")
    url = models.URLField(max_length=2000, blank=True)
    retrieved_at = models.DateTimeField(null=True, blank=True)
    left_out = models.JSONField(null=True, blank=True)
    # NULL is added to a million rows at once, and keeps them out of the index.
    file = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 - see above

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["file"], condition=Q(file__isnull=False), name="retrieval_by_file"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "snapshot"],
                condition=Q(retrieved_at=None),
                name="retrieval_at_unknown_time_unique",
            )
        ]

    def __str__(self):
        return f"{self.snapshot} of {self.article}"
