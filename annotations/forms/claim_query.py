from django import forms

from corpus.web.paging_forms import CursorForm


class ClaimQuery(CursorForm):
    """What an address of claims may ask: whose view it is, and which page of a list."""

    # "as=stranger" shows a member what strangers see.
    view = forms.ChoiceField(choices=[("stranger", "stranger")], required=False)

    def __init__(self, data):
        super().__init__(data)
        self.is_valid()

    def add_prefix(self, field_name):
        # "as" is no name that a class can give a field.
        return "as" if field_name == "view" else field_name

    @property
    def is_as_stranger(self):
        return self.cleaned_data.get("view") == "stranger"


class VersionForm(forms.Form):
    """The version of a claim that a button on its page was drawn for."""

    version = forms.IntegerField(required=False)

    @classmethod
    def version_in(cls, data):
        """The version; None where none can be read, and none is asked for."""
        form = cls(data)
        form.is_valid()
        return form.cleaned_data.get("version")
