"""The forms of articles, sources and their grades, and people, for the admin and for the desk."""

from django import forms

from corpus.models import Article, Grade, Person, Source
from corpus.models.article_order import DayFull, day_of, next_sort_key
from corpus.models.source import Reliability
from corpus.record_admin.forms import PartForm, RecordForm, imprecise_date_field
from corpus.web.date_field import DayField
from corpus.web.text_fields import LineField, NoteField


class ArticleForm(RecordForm):
    """The facts of an article; a day that holds no more articles is refused."""

    published = imprecise_date_field("Published")
    dates = {"published": ("published_on", "published_precision")}

    def clean(self):
        cleaned_data = super().clean()
        day = self.instance.published_on
        if self.instance.pk is None or day != day_of(self.instance.sort_key):
            self._check_day_has_room(day)
        return cleaned_data

    def _check_day_has_room(self, day):
        try:
            next_sort_key(Article.objects.all(), day)
        except DayFull as error:
            self.add_error("published", str(error))


class SourceForm(RecordForm):
    class Meta:
        model = Source
        fields = ["name", "domain", "country", "description"]
        field_classes = {
            "name": LineField,
            "domain": LineField,
            "country": LineField,
            "description": NoteField,
        }
        help_texts = {"country": "Written as for the other sources, for example GB."}


class GradeForm(PartForm):
    """A grade, with its letter beside the words and the day as 2021-08-05."""

    class Meta:
        model = Grade
        fields = ["letter", "reason", "graded_on"]
        field_classes = {"reason": LineField, "graded_on": DayField}
        labels = {"letter": "Grade", "graded_on": "As of"}
        # The admin's own widget offers days as 05/08/2021.
        widgets = {"graded_on": forms.TextInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "letter" in self.fields:
            letters = [(each.value, f"{each.value}: {each.label}") for each in Reliability]
            self.fields["letter"].choices = [("", "choose"), *letters]


class PersonForm(RecordForm):
    class Meta:
        model = Person
        fields = ["name", "kind", "description"]
        field_classes = {"name": LineField, "description": NoteField}
