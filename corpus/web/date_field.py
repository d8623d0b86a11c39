from django import forms
from django.core.exceptions import ValidationError

from corpus.dates import DAY, parse


class ImpreciseDateField(forms.CharField):
    """A date as precise as it is known (2021-08-05, 2021-08, 2021); cleans to an ImpreciseDate.

    None for an empty value.
    """

    def __init__(self, **options):
        options.setdefault("help_text", "As exact as it is known: 2021-08-05, 2021-08 or 2021.")
        options.setdefault("max_length", 10)
        super().__init__(**options)

    def prepare_value(self, value):
        return value.isoformat() if hasattr(value, "isoformat") else value

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return parse(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def run_validators(self, value):
        """Run none: validators of CharField expect a string, and the value is a date."""

    def has_changed(self, initial, data):
        return self.prepare_value(initial) != (data or "").strip() if initial else bool(data)


class DayField(ImpreciseDateField):
    """A day, 2021-08-05; cleans to a date. Any other way of writing it is refused."""

    def __init__(self, **options):
        options.setdefault("help_text", "For example 2021-08-05.")
        super().__init__(**options)

    def to_python(self, value):
        day = super().to_python(value)
        if day and day.precision != DAY:
            raise ValidationError("Give the day too, as in 2021-08-05.", code="invalid")
        return day and day.first
