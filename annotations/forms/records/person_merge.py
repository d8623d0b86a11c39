from django import forms

from annotations.forms.records.records import RecordMergeForm
from corpus.models import Person


class PersonMergeForm(RecordMergeForm):
    """The person to merge into: by name, by alias or, if several have the name, by link."""

    into = forms.CharField(
        max_length=2_000,
        label="Merge into",
        help_text="A name, an alias, or the link to a person’s page.",
        error_messages={"required": "Enter a name or a link."},
    )
    not_there = "No person is called “{}”."
    several = "Several people are called “{}”. Paste the link to one of them."

    @property
    def others(self):
        return Person.objects.present()

    def called(self, typed):
        return Person.objects.known_as(typed)

    def clean_into(self):
        person = super().clean_into().resolved
        if person == self.row:
            raise forms.ValidationError(f"{self.row} cannot be merged into itself.")
        return person
