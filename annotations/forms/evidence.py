from django import forms
from django.core.exceptions import ValidationError

from annotations.forms.fields import MAX_NAME_LENGTH, offering
from annotations.models import Origin, Stance
from corpus.ids import is_id
from corpus.web.edit_form import EditForm
from corpus.web.text_fields import LineField, NoteField

# Maximum of newest origins offered besides the selected one.
MAX_OFFERED_ORIGINS = 30


class OriginField(LineField):
    """A present Origin by public id; cleans to the Origin, a name (str) or None."""

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        if not is_id(typed):
            return typed[:MAX_NAME_LENGTH]
        origin = Origin.objects.present().filter(public_id=typed).first()
        if origin is None:
            raise ValidationError("This origin no longer exists. Choose another.")
        return origin


class OriginFields(forms.Form):
    """The stance of a passage towards a claim, and its origin: a known one or a new name."""

    stance = forms.ChoiceField(choices=Stance, required=False, initial=Stance.REPORTS)
    origin = OriginField(required=False, label="Existing origin")
    new_origin = LineField(
        required=False,
        max_length=MAX_NAME_LENGTH,
        label="New origin",
        widget=forms.TextInput(offering("origin")),
        help_text="The event or document the report comes from, such as a briefing in Moscow.",
    )

    def clean_stance(self):
        return self.cleaned_data["stance"] or Stance.REPORTS.value

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("origin") and cleaned.get("new_origin"):
            self.add_error("new_origin", "Choose an origin or type a new one, not both.")
        elif isinstance(cleaned.get("origin"), str):
            cleaned["origin"], cleaned["new_origin"] = None, cleaned["origin"]
        return cleaned

    def offered_origins(self):
        """The newest origins, and the selected one."""
        origins = list(Origin.objects.present().newest_first()[:MAX_OFFERED_ORIGINS])
        chosen = self["origin"].value()
        if chosen and chosen not in {origin.public_id for origin in origins}:
            # Also offers an origin deleted since: saving must not drop it silently.
            origins += Origin.objects.filter(public_id=chosen)
        return origins


class EvidenceForm(EditForm, OriginFields):
    """Stance, origin and reason; `change` are keyword arguments of `Evidence.edit` once valid."""

    why = NoteField(
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Also shown to the public once the claim is published.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def change(self):
        names = "stance origin new_origin why"
        return {name: self.cleaned_data[name] for name in names.split()}

    @staticmethod
    def initial_of(evidence):
        """The initial values for existing evidence."""
        return {
            "stance": evidence.stance,
            "origin": evidence.origin.public_id if evidence.origin else "",
            "why": evidence.why,
            "version": evidence.version,
        }
