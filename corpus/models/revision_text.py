"""The text of a revision, stored once: the newest one is the text of its article."""

from django.db import models
from django.db.models import Case, F, When
from django.db.models.query_utils import DeferredAttribute

# What a revision stores as its text where that is the text of its article.
CURRENT_TEXT = ""


def text_of(prefix=""):
    """The text of a revision in SQL; `prefix` leads to the revision, such as "revision__"."""
    column = f"{prefix}text"
    article_text = When(**{column: CURRENT_TEXT}, then=F(f"{prefix}article__text"))
    return Case(article_text, default=F(column), output_field=models.TextField())


class _TextAttribute(DeferredAttribute):
    """Gives the text of the article where a revision stores none."""

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        text = super().__get__(instance, cls)
        if text == CURRENT_TEXT and instance.pk is not None:
            text = instance.__dict__["text"] = _text_of_article(instance)
        return text

    def __set__(self, instance, text):
        # Without it, Python would read the value past __get__.
        instance.__dict__["text"] = text


def _text_of_article(revision):
    article = revision._state.fields_cache.get("article")
    if article and article.revision_number == revision.number:
        return article.text
    # The text may have been corrected since the revision was read: then it has its own by now.
    return type(revision)._base_manager.values_list(text_of(), flat=True).get(pk=revision.pk)


class RevisionTextField(models.TextField):
    """The column `text` of Revision: CURRENT_TEXT for the revision that equals `article.text`."""

    descriptor_class = _TextAttribute

    def deconstruct(self):
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.TextField", args, options

    def pre_save(self, model_instance, add):
        article, text = model_instance.article, model_instance.text
        is_current = (article.revision_number, article.text) == (model_instance.number, text)
        return CURRENT_TEXT if is_current else text
