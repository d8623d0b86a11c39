from django import forms
from django.contrib.auth import get_user_model

from annotations.models import ReadingStatus
from corpus.db.compiled_query import CompiledQuery


class ReadingStateForm(forms.Form):
    """A member's reading state of an article."""

    state = forms.ChoiceField(choices=ReadingStatus)


def assignable_members():
    """The members whose accounts are active, by name."""
    return get_user_model().objects.filter(is_active=True).order_by("username")


_names = CompiledQuery(build=lambda: assignable_members().values_list("username"))


def assignable_names():
    """The names of those members."""
    return tuple(name for (name,) in _names())


class AssignmentForm(forms.Form):
    """The member to assign an article to; empty gives None, which removes the assignment."""

    member = forms.ModelChoiceField(
        get_user_model().objects.none(), to_field_name="username", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = assignable_members()
