from django import forms

from corpus.web.edit_form import EditForm
from corpus.web.paging_forms import CursorForm, QueryForm
from corpus.web.text_fields import LineField


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


class ReasonForm(EditForm):
    """The reason for which a claim is withdrawn or a draft is sent back."""

    reason = LineField(
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Give the reason."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
