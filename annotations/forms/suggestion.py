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
    """What to do (`act`) with which suggestions: those of a place, or all of what they are about.

    `about` is the id of a person, or of the passage that a phrase was tagged in; "" for all.
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
        """Whether a suggestion is among those chosen."""
        if self.place:
            return suggestion.key == f"{self.about} {self.place}"
        if self.about:
            return suggestion.about == self.about
        # Of several who bear a name nobody is taken by the way.
        return not (self.is_role and suggestion.others)


class SuggestionForm(forms.Form):
    """The button that was pressed: "speaks <person> 12-20", "dismiss <person>", "speaks all"."""

    choice = forms.CharField(max_length=500)

    def clean_choice(self):
        found = _CHOICE.fullmatch(self.cleaned_data["choice"])
        if not found:
            raise ValidationError("Choose one of the suggestions.")
        said = found.groupdict(default="")
        row = int(said["row"]) if said["row"] else None
        choice = Choice(said["act"], said["about"], said["place"], said["spelling"], row)
        if (choice.act in ("alias", "unlike")) != bool(choice.spelling):
            raise ValidationError("Choose one of the suggestions.")
        if (choice.act == "restore") != (row is not None):
            raise ValidationError("Choose one of the suggestions.")
        return choice


class ColleaguesForm(forms.Form):
    """Whether what colleagues marked is hidden until one is done; where the form stood."""

    colleagues = forms.ChoiceField(choices=[("hide", "hide"), ("show", "show")])
    article = forms.RegexField(rf"\A{ID_PATTERN}\Z", required=False)


class SinceForm(forms.Form):
    """How far the page that asks has got."""

    since = forms.RegexField(r"\A[0-9]{1,9}-[0-9]{1,18}\Z")
