from django import forms

from corpus.web.paging_forms import CursorForm, QueryForm


class ClaimQueryForm(CursorForm):
    """The query of claim pages: whose view is shown, and which page of a list."""

    # "as=stranger" shows a member the public view.
    view = forms.ChoiceField(choices=[("stranger", "stranger")], required=False)

    def add_prefix(self, field_name):
        # "as" is a Python keyword and cannot be declared as a field.
        return "as" if field_name == "view" else field_name

    def result(self):
        return self

    @property
    def is_as_stranger(self):
        return self.cleaned_data.get("view") == "stranger"


class VersionForm(QueryForm):
    """The version of a claim when a button on its page was drawn."""

    version = forms.IntegerField(required=False)

    def result(self):
        """The version; None, which skips the check, if it is missing or not a number."""
        return self.cleaned_data.get("version")
