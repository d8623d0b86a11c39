"""Forms of the pages that make, edit, grade and merge sources, people and origins."""

from django import forms

from annotations.forms.fields import find_by_link
from annotations.models import Origin
from corpus.models import Grade, Person, Source
from corpus.names import name_key
from corpus.record_admin.forms import PartForm, RecordForm
from corpus.record_admin.records import PersonForm, SourceForm
from corpus.web.date_field import ImpreciseDateField
from corpus.web.edit_form import EditForm
from corpus.web.text_fields import LineField, NoteField

MAX_OTHER_NAMES, MAX_ALIAS_LENGTH = 100, 200


class OriginForm(RecordForm):
    dated = ImpreciseDateField(label="Date", required=False)
    dates = {"dated": ("dated_on", "dated_precision")}

    class Meta:
        model = Origin
        fields = ["name", "kind", "place", "description"]
        field_classes = {"name": LineField, "place": LineField, "description": NoteField}


class PersonEditForm(PersonForm):
    """A person with all other names, as one text."""

    other_names = NoteField(
        required=False,
        max_length=MAX_OTHER_NAMES * MAX_ALIAS_LENGTH,
        widget=forms.Textarea,
        help_text="Other names and spellings, one a line.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            names = self.instance.aliases.present().values_list("name", flat=True)
            self.initial["other_names"] = "\n".join(names)

    def clean_other_names(self):
        """The names, each once, in their order."""
        lines = self.cleaned_data["other_names"].split("\n")
        names = {name_key(line): line for line in reversed(lines) if name_key(line)}
        if any(len(name) > MAX_ALIAS_LENGTH for name in names.values()):
            raise forms.ValidationError(f"A name has at most {MAX_ALIAS_LENGTH} characters.")
        if len(names) > MAX_OTHER_NAMES:
            raise forms.ValidationError(f"There are at most {MAX_OTHER_NAMES} other names.")
        return list(reversed(names.values()))


FORMS = {Source: SourceForm, Person: PersonEditForm, Origin: OriginForm}


class GradeForm(PartForm):
    class Meta:
        model = Grade
        fields = ["letter", "reason", "graded_on"]
        field_classes = {"reason": LineField}
        labels = {"letter": "Grade", "graded_on": "As of"}


class RecordMergeForm(EditForm):
    """The row to merge another one into: by its name, its id or a link to its page."""

    into = forms.CharField(
        max_length=2_000,
        label="Merge into",
        help_text="The name to keep, or the link to its page.",
        error_messages={"required": "Enter a name or a link."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, row, **kwargs):
        self.row = row
        super().__init__(*args, **kwargs)

    def clean_into(self):
        typed, meta = self.cleaned_data["into"], self.row._meta
        others = type(self.row).objects.present().exclude(pk=self.row.pk)
        linked = find_by_link(typed, meta.verbose_name_plural, others)
        namesakes = [linked] if linked else list(others.filter(name_key=name_key(typed))[:2])
        if not namesakes:
            raise forms.ValidationError(f"No other {meta.verbose_name} is called “{typed}”.")
        if len(namesakes) > 1:
            raise forms.ValidationError(f"Several are called “{typed}”. Paste the link to one.")
        return namesakes[0]
