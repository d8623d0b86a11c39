from django import forms
from django.contrib.auth import get_user_model

from annotations.models import ReadingState


class ReadingStateForm(forms.Form):
    """How far a member is with an article."""

    state = forms.ChoiceField(choices=ReadingState)


def assignable_members():
    """Whose accounts are open, in the order of their names."""
    return get_user_model().objects.filter(is_active=True).order_by("username")


class AssignmentForm(forms.Form):
    """Whom to ask to read an article; nobody where it is left empty."""

    member = forms.ModelChoiceField(
        get_user_model().objects.none(), to_field_name="username", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = assignable_members()
