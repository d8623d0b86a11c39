from django import forms

from annotations.forms.fields import find_by_link, offering
from annotations.models import Claim, RelationKind

MAX_OFFERED_CLAIMS = 30
# The labels of kinds that are stored in the other direction.
INVERSE = {"supported_by": RelationKind.SUPPORTS, "corrected_by": RelationKind.CORRECTS}
READINGS = [
    *RelationKind.choices,
    ("supported_by", "is supported by"),
    ("corrected_by", "is corrected by"),
]


class RelationForm(forms.Form):
    """A relation of this claim to another one: selected from a list, or by statement, link or id.

    `relation` is set once valid.
    """

    kind = forms.ChoiceField(choices=READINGS, label="This claim")
    claim = forms.CharField(required=False, max_length=2_000)
    link = forms.CharField(
        required=False,
        max_length=2_000,
        label="Or enter its statement or its link",
        widget=forms.TextInput(offering("claim")),
    )

    def __init__(self, claim, *args, **kwargs):
        self.from_claim = claim
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        field = "link" if cleaned.get("link") else "claim"
        typed = cleaned.get(field) or ""
        other = find_by_link(typed, "claims", Claim.objects.present())
        namesakes = [] if other or not typed else list(Claim.objects.present().stating(typed)[:2])
        if len(namesakes) == 1:
            [other] = namesakes
        if not typed:
            self.add_error("claim", "Choose a claim, or enter its statement or its link.")
        elif namesakes and other is None:
            self.add_error(field, "Several claims say this. Paste the link to one of them.")
        elif other is None:
            self.add_error(field, "No claim says this, and it is not a link to a claim.")
        elif other == self.from_claim:
            self.add_error(field, "A claim cannot be related to itself.")
        return cleaned | {"other": other}

    @property
    def relation(self):
        """(claim, other claim, RelationKind) in the stored direction."""
        kind, other = self.cleaned_data["kind"], self.cleaned_data["other"]
        if kind in INVERSE:
            return other, self.from_claim, INVERSE[kind]
        return self.from_claim, other, kind

    def offered_claims(self):
        """The newest other claims."""
        return (
            Claim.objects.present()
            .exclude(pk=self.from_claim.pk)
            .newest_first()[:MAX_OFFERED_CLAIMS]
        )
