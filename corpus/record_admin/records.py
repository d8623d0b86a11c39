"""The forms of sources, their grades and people, for the admin and for the pages of the desk."""

from django import forms

from corpus.models import Grade, Person, Source
from corpus.models.source import Reliability
from corpus.record_admin.forms import PartForm, RecordForm
from corpus.web.date_field import DayField
from corpus.web.text_fields import LineField, NoteField


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
