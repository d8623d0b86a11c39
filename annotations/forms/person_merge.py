from django import forms

from annotations.forms.fields import find_by_link
from corpus.ids import ID_PATTERN
from corpus.models import Person
from corpus.web.edit_form import EditForm
from corpus.web.paging_forms import QueryForm


class MergeSuggestionForm(QueryForm):
    """The id of the person to merge into, from a suggested merge; "" without one."""

    into = forms.RegexField(rf"\A{ID_PATTERN}\Z", required=False)

    def result(self):
        return self.cleaned_data.get("into", "")


class PersonMergeForm(EditForm):
    """The person to merge into: by name, by alias or, if several have the name, by link."""

    into = forms.CharField(
        max_length=2_000,
        label="Merge into",
        help_text="A name, an alias, or the link to a person’s page.",
        error_messages={"required": "Enter a name or a link."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_into(self):
        typed = self.cleaned_data["into"]
        linked = find_by_link(typed, "people", Person.objects.present())
        matches = [linked] if linked else list(Person.objects.known_as(typed)[:2])
        if not matches:
            raise forms.ValidationError(f"No person is called “{typed}”.")
        if len(matches) > 1:
            raise forms.ValidationError(
                f"Several people are called “{typed}”. Paste the link to one of them."
            )
        return matches[0]
