"""The text field of an article, with its opening in a separate column for lists."""

from django.db import models
from django.db.models.query_utils import DeferredAttribute

# Length of the opening, in code points; titles are derived from its first sentence.
OPENING_LENGTH = 400


class _TextAttribute(DeferredAttribute):
    """Sets `opening` whenever the text is set."""

    def __set__(self, instance, text):
        instance.__dict__["text"] = text
        instance.opening = text[:OPENING_LENGTH]


class ArticleTextField(models.TextField):
    """The column `text`; the model must declare a column `opening` before it."""

    descriptor_class = _TextAttribute

    def deconstruct(self):
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.TextField", args, options
