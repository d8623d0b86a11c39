import re

from django import forms

from corpus.ids import ID_PATTERN
from corpus.models import Person

_ADDRESS = re.compile(rf"/people/({ID_PATTERN})(?:[/.?#]|$)|^({ID_PATTERN})$")


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
        found = self._linked(typed) or list(Person.objects.known_as(typed)[:2])
        if not found:
            raise forms.ValidationError(f"Nobody here is called “{typed}”.")
        if len(found) > 1:
            raise forms.ValidationError(f"Several are called “{typed}”: paste the link to one.")
        return found[0]

    def _linked(self, typed):
        found = _ADDRESS.search(typed)
        public_id = next(filter(None, found.groups())) if found else ""
        return list(Person.objects.present().filter(public_id=public_id))
