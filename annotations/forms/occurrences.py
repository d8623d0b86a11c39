import re

from django import forms
from django.core.exceptions import ValidationError

from annotations.forms.fields import RepeatedInput, check_count
from corpus.ids import ID_PATTERN

MAX_OCCURRENCES = 200
_KEY = re.compile(rf"({ID_PATTERN}) ([0-9]{{1,9}}) ([0-9]{{1,9}})-([0-9]{{1,9}})")
INVALID_CHOICE = "Select an occurrence."


class OccurrenceKeysField(forms.Field):
    """Occurrences by key, repeated: "<article id> <revision> <start>-<end>" in code points.

    Cleans to a list of (article id, revision, start, end).
    """

    widget = RepeatedInput

    def to_python(self, value):
        check_count(len(value or []), MAX_OCCURRENCES, "places")
        matches = [_KEY.fullmatch(key) for key in dict.fromkeys(value or [])]
        if not all(matches):
            raise ValidationError(INVALID_CHOICE)
        return [(match[1], *map(int, match.groups()[1:])) for match in matches if match]


class OccurrencesForm(forms.Form):
    """The occurrences to tag, as `keys`: that of the pressed button, or all that were shown."""

    place = OccurrenceKeysField(required=False)
    shown = OccurrenceKeysField(required=False)
    all = forms.BooleanField(required=False)

    def clean(self):
        cleaned = super().clean()
        cleaned["keys"] = cleaned.get("shown") if cleaned.get("all") else cleaned.get("place")
        if not cleaned["keys"]:
            raise ValidationError(INVALID_CHOICE)
        return cleaned
