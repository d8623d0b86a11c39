from django import forms
from django.contrib.auth import get_user_model

from annotations.exports.export import SUFFIXES
from annotations.models import ReadingStatus
from corpus.db.compiled_query import CompiledQuery
from corpus.models import Article
from corpus.pagination import PAGE_SIZE


class ReadingStateForm(forms.Form):
    """A member's reading state of an article."""

    state = forms.ChoiceField(choices=ReadingStatus)


def assignable_members():
    """The members whose accounts are active, by name."""
    return get_user_model().objects.filter(is_active=True).order_by("username")


names_to_assign = CompiledQuery(build=lambda: assignable_members().values_list("username"))


def assignable_names():
    """The names of those members."""
    return tuple(name for (name,) in names_to_assign())


class AssignmentForm(forms.Form):
    """The member to assign an article to; empty gives None, which removes the assignment."""

    member = forms.ModelChoiceField(
        get_user_model().objects.none(), to_field_name="username", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = assignable_members()


class SelectedArticlesForm(AssignmentForm):
    """What to do with articles selected on a list: a status, ASSIGN, COMPARE or a suffix."""

    ASSIGN, COMPARE = "assign", "compare"

    articles = forms.ModelMultipleChoiceField(
        Article.objects.present().defer("text"),
        to_field_name="public_id",
        error_messages={
            "required": "Select articles first.",
            "invalid_choice": "An article is no longer on the desk.",
        },
    )
    do = forms.ChoiceField(
        choices=[(name, name) for name in (*ReadingStatus.values, ASSIGN, COMPARE, *SUFFIXES)]
    )

    def clean_articles(self):
        articles = list(self.cleaned_data["articles"])
        if len(articles) > PAGE_SIZE:
            raise forms.ValidationError(f"Select at most {PAGE_SIZE} articles.")
        return articles

    def clean(self):
        cleaned = super().clean()
        number = len(cleaned.get("articles", ()))
        if cleaned.get("do") == self.COMPARE and number not in (0, 2):
            raise forms.ValidationError(f"Select two articles to compare; {number} selected.")
        return cleaned

    @property
    def first_error(self):
        return next(message for messages in self.errors.values() for message in messages)
