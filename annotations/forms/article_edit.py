"""The form of the facts of an article: what is known of it besides its text."""

from functools import partial

from django import forms

from annotations.forms.fields import MAX_NAME_LENGTH, offering
from corpus.models import Article, Source
from corpus.record_admin.records import ArticleForm
from corpus.web.date_field import ImpreciseDateField
from corpus.web.language_field import language_field
from corpus.web.text_fields import LineField

NO_ADDRESS = "Write a web address, such as https://example.org/story."


class ArticleEditForm(ArticleForm):
    """The facts of an article; the source is typed by its name, as sources are known."""

    published = ImpreciseDateField(label="Date", required=False)
    publisher = LineField(
        required=False,
        max_length=MAX_NAME_LENGTH,
        label="Source",
        help_text="The name of a known source. Empty if the publisher is unknown.",
        widget=forms.TextInput(offering("source")),
    )

    field_order = ["title", "publisher", "published", "date_note", "byline", "place"]

    class Meta:
        model = Article
        fields = ["title", "byline", "place", "language", "url", "date_note"]
        field_classes = {
            "title": LineField,
            "byline": LineField,
            "place": LineField,
            "date_note": LineField,
            "language": LineField,
            "url": partial(
                forms.URLField, assume_scheme="https", error_messages={"invalid": NO_ADDRESS}
            ),
        }
        labels = {"url": "Address", "date_note": "How the date is known"}
        help_texts = {
            "title": "Empty if it has no headline.",
            "language": "Such as en, ru or pt-BR. Empty if unknown.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["publisher"] = self.instance.source.name if self.instance.source else ""

    def clean_language(self):
        return language_field().clean(self.cleaned_data["language"])

    def clean_publisher(self):
        name = self.cleaned_data["publisher"]
        if not name:
            self.instance.source = None
        elif name != self.initial["publisher"]:
            source = Source.objects.present().named(name).first()
            if source is None:
                raise forms.ValidationError(f"No source is called “{name}”.")
            self.instance.source = source
        return name

    @property
    def columns(self):
        return [*super().columns, "source"]
