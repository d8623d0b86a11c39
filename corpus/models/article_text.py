"""The text of an article, whose opening is a column of its own for lists that load no texts."""

from django.db import models
from django.db.models.query_utils import DeferredAttribute

# Code points of a text that are its opening, in which its first sentence is looked for.
OPENING_LENGTH = 400


class _TextAttribute(DeferredAttribute):
    """Sets `opening` with the text, so that no way to write an article can forget it."""

    def __set__(self, instance, text):
        instance.__dict__["text"] = text
        instance.opening = text[:OPENING_LENGTH]


class ArticleTextField(models.TextField):
    """The column `text`, of a model with a column `opening` that is declared before it."""

    descriptor_class = _TextAttribute

    def deconstruct(self):
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.TextField", args, options
