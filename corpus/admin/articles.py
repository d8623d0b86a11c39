from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import ngettext

from corpus.characters import is_blank
from corpus.models import Article, Credit
from corpus.record_admin.forms import TEXT_FIELDS
from corpus.record_admin.inlines import PartInline
from corpus.record_admin.lists import PresenceFilter
from corpus.record_admin.model_admin import RecordAdmin
from corpus.record_admin.records import ArticleForm
from corpus.text import TextRefused, normalise

TEXT_HELP = (
    "Passages depend on the exact text, so it is corrected on its own page, which moves the "
    "passages with it. Follow “Correct the text” on the page of the article."
)


class NormalisedTextField(forms.Field):
    """An article's text; cleans to a NormalisedText, or None if it is blank."""

    widget = AdminTextareaWidget

    def to_python(self, value):
        try:
            text = normalise(value or "")
        except TextRefused as error:
            raise ValidationError(str(error), code="refused") from error
        return None if is_blank(text.text) else text


class ArticleAddForm(ArticleForm):
    text = NormalisedTextField(help_text="Without the title. An empty line ends a paragraph.")

    def clean(self):
        cleaned_data = super().clean()
        if "text" in cleaned_data:
            self.instance.text = cleaned_data["text"].text
        return cleaned_data


class CreditInline(PartInline):
    model = Credit
    fields = ["kind", "source", "words", "position"]
    autocomplete_fields = ["source"]


@admin.register(Article)
class ArticleAdmin(RecordAdmin):
    form = ArticleForm
    fields = ["title", "byline", "place", "url", "language", "published", "date_note", "source"]
    autocomplete_fields = ["source"]
    formfield_overrides = TEXT_FIELDS | {
        models.URLField: {"widget": AdminURLFieldWidget, "assume_scheme": "https"}
    }
    inlines = [CreditInline]
    list_display = ["name", "source", "date", "language"]
    list_filter = [PresenceFilter, "source__reliability"]
    search_fields = ["title", "byline", "url"]
    ordering = ["-sort_key"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source").defer("text")

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        return [*fields, "text"] if obj is None else fields

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            fieldsets += [("Text", {"fields": ["text"], "description": TEXT_HELP})]
        return fieldsets

    def get_readonly_fields(self, request, obj=None):
        return ["text"] if obj is not None else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = ArticleAddForm
        return super().get_form(request, obj, change, **kwargs)

    def add_row(self, request, obj, form):
        names = [name for name in form._meta.fields if name != "text"]
        dates = {"published_on": obj.published_on, "published_precision": obj.published_precision}
        fields = {name: getattr(obj, name) for name in names}
        added = Article.objects.add(text=obj.text, reason="as typed", **fields, **dates)
        # The admin goes on with the form's own object, to which the credits are bound.
        obj.__dict__.update(added.__dict__)
        if dropped := form.cleaned_data["text"].dropped:
            message = ngettext(
                "%d unsupported character was removed.",
                "%d unsupported characters were removed.",
                dropped,
            )
            self.message_user(request, message % dropped, messages.WARNING)

    @admin.display(description="title")
    def name(self, article):
        return article.display_title

    @admin.display(description="published", ordering="sort_key")
    def date(self, article):
        return article.published or ""
