import re

from django import forms
from django.core.exceptions import ValidationError

from annotations.forms.fields import RepeatedInput, refuse_many
from corpus.ids import ID_PATTERN

MOST = 200
_KEY = re.compile(rf"({ID_PATTERN}) ([0-9]{{1,9}}) ([0-9]{{1,9}})-([0-9]{{1,9}})")
WRONG = "Choose one of the places."


class PlaceKeysField(forms.Field):
    """Places by their keys, repeated: "<article> <revision> <start>-<end>"."""

    widget = RepeatedInput

    def to_python(self, value):
        refuse_many(len(value or []), MOST, "places")
        found = [_KEY.fullmatch(each) for each in dict.fromkeys(value or [])]
        if not all(found):
            raise ValidationError(WRONG)
        return [(key[1], *map(int, key.groups()[1:])) for key in found]


class PlacesForm(forms.Form):
    """Which places are tagged: the one whose button was pressed, or all that were shown."""

    place = PlaceKeysField(required=False)
    shown = PlaceKeysField(required=False)
    all = forms.BooleanField(required=False)

    def clean(self):
        said = super().clean()
        said["keys"] = said.get("shown") if said.get("all") else said.get("place")
        if not said["keys"]:
            raise ValidationError(WRONG)
        return said
