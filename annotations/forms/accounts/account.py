"""Forms of accounts: an invitation, the own name, the filters of what a member did."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm, UsernameField
from django.contrib.auth.models import Group

from annotations.accounts.activity import within
from annotations.accounts.groups import WITHOUT_GROUP, WORDS
from annotations.forms.fields import TypedDateField
from corpus.web.paging_forms import QueryForm
from corpus.web.text_fields import LineField

NO_GROUP = "-"


class GroupForm(forms.Form):
    """The group of an account; whoever gives it none has chosen that."""

    group = forms.ChoiceField(
        choices=[
            *((name, f"{name}. {words}") for name, words in WORDS.items()),
            (NO_GROUP, f"No group. {WITHOUT_GROUP}"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a group."},
    )

    def clean_group(self):
        """The Group, or None for NO_GROUP."""
        name = self.cleaned_data["group"]
        return None if name == NO_GROUP else Group.objects.get(name=name)


class InvitationForm(GroupForm, forms.ModelForm):
    """A new account with its group."""

    class Meta:
        model = get_user_model()
        fields = ["username", "first_name", "last_name"]
        field_classes = {
            "username": UsernameField,
            "first_name": LineField,
            "last_name": LineField,
        }
        labels = {"username": "Username"}
        help_texts = {
            "username": (
                "Letters, digits and . _ - + @, without spaces. Colleagues see it with all that the"
                " member does."
            ),
            "first_name": "If you know it. The member can change it.",
        }
        error_messages = {
            "username": {
                "invalid": "A username holds letters, digits and . _ - + @ alone, and no spaces."
            }
        }

    def clean_username(self):
        """Refuse a name that a reader would take for another account's."""
        username = self.cleaned_data["username"]
        names = get_user_model().objects.values_list("username", flat=True)
        if any(name.casefold() == username.casefold() for name in names):
            raise forms.ValidationError("There is already an account with this name.")
        return username


class NewPasswordForm(SetPasswordForm):
    """A new password, typed twice; what is wrong with it stands at the first field."""

    def validate_password_for_user(self, user, password_field_name=None):
        super().validate_password_for_user(user, "new_password1")


class OwnPasswordForm(NewPasswordForm, PasswordChangeForm):
    """The own password, old and new."""


class OwnNameForm(forms.ModelForm):
    """The own name, beside the username."""

    class Meta:
        model = get_user_model()
        fields = ["first_name", "last_name"]
        field_classes = {"first_name": LineField, "last_name": LineField}


class ActivityForm(QueryForm):
    """Which of a member's Actions are shown; an invalid filter is left out, and said."""

    kind = forms.RegexField(r"\A[a-z_]+\Z", max_length=30, required=False)
    since = TypedDateField(required=False, max_length=10)
    until = TypedDateField(required=False, max_length=10)

    def filter(self, actions):
        since, until = (self.cleaned_data.get(name) for name in ("since", "until"))
        return within(
            actions,
            self.cleaned_data.get("kind") or "",
            since and since.first,
            until and until.last,
        )

    @property
    def asked(self):
        """The valid filters that are set, as (field name, typed text)."""
        return [(name, self.data[name]) for name, value in self.cleaned_data.items() if value]
