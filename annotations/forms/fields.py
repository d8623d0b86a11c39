from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from annotations.tagging import split_names
from corpus.models import Person

LONGEST_NAME = 200
LONGEST_TAG = 100


def line_feeds(text):
    """Plain forms post every line break as CRLF; the texts of articles have LF."""
    return text.replace("\r\n", "\n")


def refuse_null(texts):
    """No text of ours holds U+0000, and PostgreSQL cannot even be asked for one."""
    for text in texts:
        ProhibitNullCharactersValidator()(text)


class RepeatedInput(forms.TextInput):
    """An input that may be sent several times."""

    def value_from_datadict(self, data, files, name):
        return data.getlist(name) if hasattr(data, "getlist") else list(data.get(name, []))

    def format_value(self, value):
        return ", ".join(str(item) for item in value or [])


class TagsField(forms.Field):
    """Tag names: repeated, one each, or comma-separated. A new name makes a new tag."""

    widget = RepeatedInput

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def to_python(self, value):
        return split_names(",".join(value or []))

    def validate(self, value):
        super().validate(value)
        refuse_null(value)
        for name in value:
            if len(name) > LONGEST_TAG:
                raise ValidationError(
                    f"“{name[:30]}…” has {len(name)} characters; a tag has at most {LONGEST_TAG}."
                )


class PeopleField(forms.Field):
    """Ids of people, repeated; somebody merged into another stands for the other."""

    widget = RepeatedInput

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def to_python(self, value):
        ids = list(dict.fromkeys(item.strip() for item in value or [] if item.strip()))
        refuse_null(ids)
        found = Person.objects.present().select_related("merged_into").filter(public_id__in=ids)
        known = {person.public_id: person for person in found}
        for public_id in ids:
            if public_id not in known:
                raise ValidationError(f"Nobody here has the id “{public_id}”.")
        people = (known[public_id].merged_into or known[public_id] for public_id in ids)
        return list(dict.fromkeys(people))


def new_names(data, field):
    """The names typed into a repeated field, tidied, each once."""
    typed = data.getlist(field) if hasattr(data, "getlist") else data.get(field, [])
    names = list(dict.fromkeys(" ".join(name.split()) for name in typed))
    refuse_null(names)
    for name in names:
        if len(name) > LONGEST_NAME:
            raise ValidationError(
                f"“{name[:30]}…” has {len(name)} characters; a name has at most {LONGEST_NAME}."
            )
    return [name for name in names if name]
