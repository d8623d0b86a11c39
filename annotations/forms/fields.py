import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.urls import reverse_lazy

from annotations.models.tag_link import MAX_TAGS
from annotations.names.tag_names import split_names
from corpus.characters import one_line
from corpus.dates import parse
from corpus.db.compiled_query import TEXTS, CompiledModelQuery
from corpus.ids import ID_PATTERN
from corpus.models import Person
from corpus.web.text_fields import validate_characters

# The databases reject larger numbers in an integer column.
MAX_INTEGER = 2**31 - 1
MAX_NAME_LENGTH = 200
MAX_TAG_LENGTH = 100
# Limits of a form: known people, and new people in each of its fields.
MAX_PEOPLE, MAX_NEW_PEOPLE = 100, 50
# Raw values, which may be empty or duplicate, may exceed a limit by this factor.
RAW_VALUES_FACTOR = 20


def offering(kind, *, several=False):
    """The attributes of a text field that offers known names, `kind` "tag", "person" and so on.

    A field with `several` takes names separated by commas. See static/js/ui/name_offers.js.
    """
    attributes = {"data-offers": reverse_lazy(f"{kind}_offers"), "autocomplete": "off"}
    return attributes | ({"data-several": ""} if several else {})


def line_feeds(text):
    """Text with LF for CRLF: plain forms post CRLF, the texts of articles have LF."""
    return text.replace("\r\n", "\n")


def check_count(number, limit, noun, *, factor=1):
    """Raise ValidationError, naming the limit, if `number` exceeds `factor` × `limit`.

    `noun` names the values in the plural, such as "tags".
    """
    if number > factor * limit:
        raise ValidationError(f"There are {number:,} {noun}; the limit is {limit}.")


def find_by_link(typed, kind, rows):
    """The row given by its id or by a link to its page under `/kind/`; None if there is none.

    `find_by_link("https://desk/people/0123456789ab/x/", "people", rows)` finds by that id.
    """
    link = rf"/{kind}/({ID_PATTERN})(?:[/.?#]|$)|^({ID_PATTERN})$"
    match = re.search(link, typed)
    public_id = next(filter(None, match.groups())) if match else ""
    return rows.filter(public_id=public_id).first()


class TypedDateField(forms.CharField):
    """A date typed as 2021-08-05, 2021-08 or 2021; cleans to an ImpreciseDate, None if empty."""

    def clean(self, value):
        typed = super().clean(value)
        try:
            return parse(typed) if typed else None
        except ValueError as error:
            raise ValidationError(str(error)) from error


class RepeatedInput(forms.TextInput):
    """A text input whose value is the list of all values sent under its name."""

    def value_from_datadict(self, data, files, name):
        return data.getlist(name) if hasattr(data, "getlist") else list(data.get(name, []))

    def format_value(self, value):
        return ", ".join(str(item) for item in value or [])


class RepeatedField(forms.Field):
    """A field that is sent once for each of its values, or not at all."""

    widget = RepeatedInput

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)


class TagsField(RepeatedField):
    """Tag names: repeated, one each, or comma-separated. A new name creates a tag.

    `limit` is how many; see `raise_limits`. Cleans to a list of names.
    """

    limit = MAX_TAGS

    def to_python(self, value):
        typed = ",".join(value or [])
        check_count(typed.count(",") + 1, self.limit, "tags", factor=RAW_VALUES_FACTOR)
        for part in typed.split(","):
            validate_characters(part)
        names = split_names(typed)
        check_count(len(names), self.limit, "tags")
        return names

    def validate(self, value):
        super().validate(value)
        for name in value:
            if len(name) > MAX_TAG_LENGTH:
                raise ValidationError(
                    f"“{name[:30]}…” has {len(name)} characters; the limit is {MAX_TAG_LENGTH}."
                )


class PeopleField(RepeatedField):
    """Ids of people, repeated; cleans to Persons; merged ones are replaced by their target.

    `limit` as for TagsField.
    """

    limit = MAX_PEOPLE

    def to_python(self, value):
        check_count(len(value or []), self.limit, "people", factor=RAW_VALUES_FACTOR)
        ids = list(dict.fromkeys(item.strip() for item in value or [] if item.strip()))
        check_count(len(ids), self.limit, "people")
        if not ids:
            return []
        # PostgreSQL rejects U+0000.
        ProhibitNullCharactersValidator()("".join(ids))
        people_by_id = {person.public_id: person for person in _present_people(ids)}
        for public_id in ids:
            if public_id not in people_by_id:
                raise ValidationError(f"No person has the id “{public_id}”.")
        people = (people_by_id[public_id] for public_id in ids)
        return list(dict.fromkeys(person.merged_into or person for person in people))


_present_people = CompiledModelQuery(
    TEXTS,
    build=lambda ids: (
        Person.objects.present().select_related("merged_into").filter(public_id__in_array=ids)
    ),
)


def new_names(data, field):
    """The distinct names of a repeated field, white space collapsed; raises ValidationError."""
    typed = data.getlist(field) if hasattr(data, "getlist") else data.get(field, [])
    check_count(len(typed), MAX_NEW_PEOPLE, "names", factor=RAW_VALUES_FACTOR)
    for name in typed:
        validate_characters(name)
    names = list(dict.fromkeys(map(one_line, typed)))
    check_count(len(names), MAX_NEW_PEOPLE, "names")
    for name in names:
        if len(name) > MAX_NAME_LENGTH:
            raise ValidationError(
                f"“{name[:30]}…” has {len(name)} characters; the limit is {MAX_NAME_LENGTH}."
            )
    return [name for name in names if name]


def raise_limits(form, *names):
    """Increase the limits of these fields to the number of values that the row already has."""
    for name in names:
        values = form.initial.get(name)
        if isinstance(values, list):
            form.fields[name].limit = max(form.fields[name].limit, len(values))
