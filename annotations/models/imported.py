"""What passages and articles had in a file of annotations, and have no place for."""

from django.db import models

from annotations.models.passage import Passage
from corpus.models import Article


class Imported(models.Model):
    """`extra` is the JSON object of what the file's format has and the desk has no place for.

    It is text, since databases change JSON: the order of keys, numbers, NUL in strings.
    """

    format = models.CharField(max_length=20)
    extra = models.TextField(default="{}")

    class Meta:
        abstract = True


class ImportedPassage(Imported):
    """A passage that came in with a file.

    `key` is made of its identity in the file, so that it comes in once; `author` is the name that
    the file gives and no member has.
    """

    key = models.UUIDField(unique=True)
    passage = models.ForeignKey(Passage, models.PROTECT, related_name="imported")
    author = models.CharField(max_length=150, blank=True)

    class Meta(Imported.Meta):
        ordering = ["pk"]

    def __str__(self):
        return f"{self.format} {self.key}"


class ImportedArticle(Imported):
    """What the file of a format says of an article; the last file counts."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="+")

    class Meta(Imported.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "format"], name="imported_article_unique")
        ]

    def __str__(self):
        return f"{self.format} {self.article_id}"
