"""Form fields for names, sentences and notes, which refuse characters that cannot be kept."""

from django import forms
from django.core.exceptions import ValidationError

from corpus.characters import CharacterRefused, check_characters, one_line


def validate_characters(text):
    """Raise ValidationError for a text that `check_characters` refuses."""
    try:
        check_characters(text)
    except CharacterRefused as refused:
        raise ValidationError(str(refused), code="characters") from refused


class NoteField(forms.CharField):
    """A text of several lines; cleans to a text with LF as the end of each line."""

    def to_python(self, value):
        # CharField strips controls that Python takes for white space, and the field's own
        # validators do not see an empty value.
        validate_characters(str(value or ""))
        return super().to_python(value).replace("\r\n", "\n")


class LineField(NoteField):
    """A name or a sentence; cleans to a single line, as `one_line` gives it."""

    def to_python(self, value):
        return one_line(super().to_python(value))
