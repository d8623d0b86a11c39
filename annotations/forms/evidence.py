from django import forms
from django.core.exceptions import ValidationError

from annotations.forms.fields import MAX_NAME_LENGTH, line_feeds
from annotations.models import Origin, Stance
from corpus.ids import is_id

# How many of the newest origins a form offers besides the chosen one.
MAX_OFFERED_ORIGINS = 30


def one_line(text):
    """Runs of white space, line breaks among them, as one space."""
    return " ".join(text.split())


class OriginField(forms.CharField):
    """A present Origin by its public id; what has not the shape of an id is a name."""

    def clean(self, value):
        typed = one_line(super().clean(value))
        if not typed:
            return None
        if not is_id(typed):
            return typed[:MAX_NAME_LENGTH]
        origin = Origin.objects.present().filter(public_id=typed).first()
        if origin is None:
            raise ValidationError("This origin is not there any more. Choose another.")
        return origin


class OriginFields(forms.Form):
    """How a passage stands to a claim, and where it has it from: a known origin, or a new name."""

    stance = forms.ChoiceField(choices=Stance, required=False, initial=Stance.REPORTS)
    origin = OriginField(required=False, label="Known origin")
    new_origin = forms.CharField(
        required=False,
        max_length=MAX_NAME_LENGTH,
        label="Another origin",
        help_text="The event or document it comes from, such as a briefing in Moscow.",
    )

    def clean_stance(self):
        return self.cleaned_data["stance"] or Stance.REPORTS.value

    def clean_new_origin(self):
        return one_line(self.cleaned_data["new_origin"])

    def clean(self):
        said = super().clean()
        if said.get("origin") and said.get("new_origin"):
            self.add_error("new_origin", "Choose an origin or type a new one, not both.")
        elif isinstance(said.get("origin"), str):
            said["origin"], said["new_origin"] = None, said["origin"]
        return said

    def offered_origins(self):
        """The newest origins, and the chosen one."""
        newest = list(Origin.objects.present().newest_first()[:MAX_OFFERED_ORIGINS])
        chosen = self["origin"].value()
        if chosen and chosen not in {origin.public_id for origin in newest}:
            # One that was deleted since is shown too, or saving would drop it unsaid.
            newest += Origin.objects.filter(public_id=chosen)
        return newest


class EvidenceForm(OriginFields):
    """How a passage stands to a claim, and why; `change` for `Evidence.edit` once valid."""

    why = forms.CharField(
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Strangers read this too, once the claim is published.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_why(self):
        return line_feeds(self.cleaned_data["why"])

    @property
    def change(self):
        names = "stance origin new_origin why"
        return {name: self.cleaned_data[name] for name in names.split()}

    @staticmethod
    def initial_of(evidence):
        return {
            "stance": evidence.stance,
            "origin": evidence.origin.public_id if evidence.origin else "",
            "why": evidence.why,
            "version": evidence.version,
        }
