from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from annotations.models.tag_link import MAX_TAGS
from annotations.names.tag_names import split_names
from corpus.models import Person

LONGEST_NAME = 200
LONGEST_TAG = 100
# As many known people one form names, and as many new ones in each of its fields.
MOST_PEOPLE, MOST_NEW_PEOPLE = 100, 50
# So many times as many values are not even looked at.
OVERFLOW = 20


def line_feeds(text):
    """Plain forms post every line break as CRLF; the texts of articles have LF."""
    return text.replace("\r\n", "\n")


def refuse_null(texts):
    """No text of ours holds U+0000, and PostgreSQL cannot even be asked for one."""
    for text in texts:
        ProhibitNullCharactersValidator()(text)


def refuse_many(number, most, what, *, looked_at=1):
    """Say how many values a form may carry, where there are more than `looked_at` times as many.

    Before they are tidied, some of them may be empty or the same: there are more to look at.
    """
    if number > looked_at * most:
        raise ValidationError(f"These are {number:,} {what}; {most} at once are the most.")


class RepeatedInput(forms.TextInput):
    """An input that may be sent several times."""

    def value_from_datadict(self, data, files, name):
        return data.getlist(name) if hasattr(data, "getlist") else list(data.get(name, []))

    def format_value(self, value):
        return ", ".join(str(item) for item in value or [])


class TagsField(forms.Field):
    """Tag names: repeated, one each, or comma-separated. A new name makes a new tag.

    `most` is how many; the form of a row that has more already takes as many as it has.
    """

    widget = RepeatedInput

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)
        self.most = MAX_TAGS

    def to_python(self, value):
        typed = ",".join(value or [])
        refuse_many(typed.count(",") + 1, self.most, "tags", looked_at=OVERFLOW)
        names = split_names(typed)
        refuse_many(len(names), self.most, "tags")
        return names

    def validate(self, value):
        super().validate(value)
        refuse_null(value)
        for name in value:
            if len(name) > LONGEST_TAG:
                raise ValidationError(
                    f"“{name[:30]}…” has {len(name)} characters; a tag has at most {LONGEST_TAG}."
                )


class PeopleField(forms.Field):
    """Ids of people, repeated; somebody merged into another stands for the other.

    `most` as for TagsField.
    """

    widget = RepeatedInput

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)
        self.most = MOST_PEOPLE

    def to_python(self, value):
        refuse_many(len(value or []), self.most, "people", looked_at=OVERFLOW)
        ids = list(dict.fromkeys(item.strip() for item in value or [] if item.strip()))
        refuse_many(len(ids), self.most, "people")
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
    refuse_many(len(typed), MOST_NEW_PEOPLE, "names", looked_at=OVERFLOW)
    names = list(dict.fromkeys(" ".join(name.split()) for name in typed))
    refuse_many(len(names), MOST_NEW_PEOPLE, "names")
    refuse_null(names)
    for name in names:
        if len(name) > LONGEST_NAME:
            raise ValidationError(
                f"“{name[:30]}…” has {len(name)} characters; a name has at most {LONGEST_NAME}."
            )
    return [name for name in names if name]


def allow_as_many(form, *names):
    """Let these fields of a form take as many values as its row has, if that is more than most."""
    for name in names:
        present = form.initial.get(name)
        if isinstance(present, list):
            form.fields[name].most = max(form.fields[name].most, len(present))
