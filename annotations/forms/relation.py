import re

from django import forms

from annotations.models import Claim, RelationKind
from corpus.ids import ID_PATTERN

OFFERED = 30
# The kinds that read differently from the other end, as they read from there.
INVERSE = {"supported_by": RelationKind.SUPPORTS, "corrected_by": RelationKind.CORRECTS}
READINGS = [
    *RelationKind.choices,
    ("supported_by", "is supported by"),
    ("corrected_by", "is corrected by"),
]
_CLAIM_ADDRESS = re.compile(rf"/claims/({ID_PATTERN})(?:[/.?#]|$)|^({ID_PATTERN})$")


class RelationForm(forms.Form):
    """How this claim stands to another: one of the list, or one by its link or id."""

    kind = forms.ChoiceField(choices=READINGS)
    claim = forms.CharField(required=False, max_length=2_000)
    link = forms.CharField(required=False, max_length=2_000)

    def __init__(self, this, *args, **kwargs):
        self.this = this
        super().__init__(*args, **kwargs)

    def clean(self):
        said = super().clean()
        typed = said.get("link") or said.get("claim") or ""
        field = "link" if said.get("link") else "claim"
        found = _CLAIM_ADDRESS.search(typed)
        public_id = next(filter(None, found.groups())) if found else ""
        said["other"] = Claim.objects.present().filter(public_id=public_id).first()
        if not typed:
            self.add_error("claim", "Choose a claim, or paste the link to one.")
        elif said["other"] is None:
            self.add_error(field, "There is no claim at this link.")
        elif said["other"] == self.this:
            self.add_error(field, "A claim has no relation to itself.")
        return said

    @property
    def relation(self):
        """(claim, other claim, RelationKind) in the direction in which they are stored."""
        kind, other = self.cleaned_data["kind"], self.cleaned_data["other"]
        if kind in INVERSE:
            return other, self.this, INVERSE[kind]
        return self.this, other, kind

    def offered_claims(self):
        """The newest other claims."""
        return Claim.objects.present().exclude(pk=self.this.pk).newest_first()[:OFFERED]
