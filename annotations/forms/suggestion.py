import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from annotations.models import Role
from corpus.ids import ID_PATTERN

ACTS = ["spoken_of", "speaks", "dismiss", "tag", "drop", "alias", "unlike", "restore"]
_CHOICE = re.compile(
    rf"(?P<act>{'|'.join(ACTS)})(?: (?:(?P<all>all)|(?P<row>[0-9]{{1,11}})|"
    rf"(?P<about>{ID_PATTERN})(?: (?:(?P<place>[0-9]+-[0-9]+)|(?P<spelling>.+)))?))",
    re.DOTALL,
)


@dataclass(frozen=True)
class Choice:
    """An operation (`act`) on suggestions: at a position, or all of a person or phrase.

    `about` is the id of a person, or of the passage in which a phrase was tagged; "" for all.
    """

    act: str
    about: str = ""
    place: str = ""
    spelling: str = ""
    row: int | None = None

    @property
    def is_role(self):
        return self.act in Role.values

    @property
    def is_of_place(self):
        return bool(self.place)

    @property
    def spelling_key(self):
        return f"{self.about} {self.spelling}"

    def takes(self, suggestion):
        """Whether the choice includes a suggestion."""
        if self.place:
            return suggestion.key == f"{self.about} {self.place}"
        if self.about:
            return suggestion.about == self.about
        # Ambiguous names are not accepted in bulk.
        return not (self.is_role and suggestion.others)


class SuggestionForm(forms.Form):
    """The value of the pressed button; cleans to a Choice.

    "speaks <person> 12-20", "dismiss <person>" and "speaks all" are examples.
    """

    choice = forms.CharField(max_length=500)

    def clean_choice(self):
        match = _CHOICE.fullmatch(self.cleaned_data["choice"])
        if not match:
            raise ValidationError("Select a suggestion.")
        parts = match.groupdict(default="")
        row = int(parts["row"]) if parts["row"] else None
        choice = Choice(parts["act"], parts["about"], parts["place"], parts["spelling"], row)
        if (choice.act in ("alias", "unlike")) != bool(choice.spelling):
            raise ValidationError("Select a suggestion.")
        if (choice.act == "restore") != (row is not None):
            raise ValidationError("Select a suggestion.")
        return choice


class ColleaguesForm(forms.Form):
    """Whether to hide colleagues' passages until done, and the article to return to."""

    colleagues = forms.ChoiceField(choices=[("hide", "hide"), ("show", "show")])
    article = forms.RegexField(rf"\A{ID_PATTERN}\Z", required=False)


class SinceForm(forms.Form):
    """The token of the page's last update, and the keys of the Actions that it made since."""

    since = forms.RegexField(r"\A[0-9]{1,9}-[0-9]{1,18}\Z")
    seen = forms.RegexField(r"\A(?:[0-9]{1,18}(?: [0-9]{1,18})*)?\Z", required=False)

    def clean_seen(self):
        return frozenset(map(int, self.cleaned_data["seen"].split()))
