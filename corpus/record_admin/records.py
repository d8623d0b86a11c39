"""The forms of sources and people, for the admin and for the pages of the desk."""

from corpus.models import Person, Source
from corpus.record_admin.forms import RecordForm
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


class PersonForm(RecordForm):
    class Meta:
        model = Person
        fields = ["name", "kind", "description"]
        field_classes = {"name": LineField, "description": NoteField}
