import re

from django import forms

from corpus.ids import ID_PATTERN
from corpus.models import Person


def linked(typed, kind, rows):
    """The row that an id, or the link to a page under `/kind/`, names; None where none is."""
    address = rf"/{kind}/({ID_PATTERN})(?:[/.?#]|$)|^({ID_PATTERN})$"
    found = re.search(address, typed)
    public_id = next(filter(None, found.groups())) if found else ""
    return rows.filter(public_id=public_id).first()


class MergeForm(forms.Form):
    """Who a person turned out to be: by name or alias or, where several bear it, by link."""

    into = forms.CharField(
        max_length=2_000,
        label="This is the same as",
        help_text="A name, an alias, or the link to a person’s page.",
        error_messages={"required": "Name who it is."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_into(self):
        typed = self.cleaned_data["into"]
        named = linked(typed, "people", Person.objects.present())
        found = [named] if named else list(Person.objects.known_as(typed)[:2])
        if not found:
            raise forms.ValidationError(f"Nobody here is called “{typed}”.")
        if len(found) > 1:
            raise forms.ValidationError(f"Several are called “{typed}”: paste the link to one.")
        return found[0]
