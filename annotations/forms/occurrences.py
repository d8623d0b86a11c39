import re

from django import forms
from django.core.exceptions import ValidationError

from annotations.forms.fields import RepeatedInput, check_count
from corpus.ids import ID_PATTERN

MAX_OCCURRENCES = 200
_KEY = re.compile(rf"({ID_PATTERN}) ([0-9]{{1,9}}) ([0-9]{{1,9}})-([0-9]{{1,9}})")
INVALID_CHOICE = "Choose one of the places."


class OccurrenceKeysField(forms.Field):
    """Places by their keys, repeated: "<article> <revision> <start>-<end>"."""

    widget = RepeatedInput

    def to_python(self, value):
        check_count(len(value or []), MAX_OCCURRENCES, "places")
        found = [_KEY.fullmatch(each) for each in dict.fromkeys(value or [])]
        if not all(found):
            raise ValidationError(INVALID_CHOICE)
        return [(key[1], *map(int, key.groups()[1:])) for key in found]


class OccurrencesForm(forms.Form):
    """Which places are tagged: the one whose button was pressed, or all that were shown."""

    place = OccurrenceKeysField(required=False)
    shown = OccurrenceKeysField(required=False)
    all = forms.BooleanField(required=False)

    def clean(self):
        said = super().clean()
        said["keys"] = said.get("shown") if said.get("all") else said.get("place")
        if not said["keys"]:
            raise ValidationError(INVALID_CHOICE)
        return said
