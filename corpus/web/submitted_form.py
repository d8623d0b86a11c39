"""Pure: the fields of a form that could not be saved, to be shown and sent again."""

import re
from dataclasses import dataclass

from corpus.web.form_fields import MACHINE_FIELDS

# Passwords and tokens are never written into a page.
SECRET_NAME = re.compile(r"password|secret|token", re.IGNORECASE)
GENERATED_VALUE = re.compile(r"[0-9a-z]{12}|\d+|on|true|false", re.IGNORECASE)
SEPARATORS = re.compile(r"[_\W]+")


@dataclass(frozen=True)
class SubmittedField:
    """One value of a form: its name as sent, its label for a reader, and its text."""

    name: str
    label: str
    value: str
    is_shown: bool


@dataclass(frozen=True)
class SubmittedForm:
    """The fields of a form in their order, without its secrets and files.

    A form that had secrets or files cannot be sent again as it was.
    """

    fields: tuple[SubmittedField, ...]
    may_be_sent_again: bool

    @property
    def shown(self):
        return [field for field in self.fields if field.is_shown]

    @property
    def hidden(self):
        return [field for field in self.fields if not field.is_shown]


def parse_submitted(lists, *, has_files=False):
    """Parse the (name, values) pairs of a submitted form; None if nothing was sent."""
    names = [name for name, _ in lists if name != "csrfmiddlewaretoken"]
    fields = tuple(
        SubmittedField(name, label_of(name), value, is_shown(name, value))
        for name, values in lists
        for value in values
        if not SECRET_NAME.search(name)
    )
    has_secrets = any(SECRET_NAME.search(name) for name in names)
    if not names and not has_files:
        return None
    return SubmittedForm(fields, may_be_sent_again=not (has_secrets or has_files))


def label_of(name):
    """The label of a field: `new_people` gives "New people"."""
    words = SEPARATORS.sub(" ", name).strip()
    return words[:1].upper() + words[1:]


def is_shown(name, value):
    """Whether a person may have typed the value: not a hidden field, an id or a checkbox."""
    return (
        bool(value.strip())
        and name not in MACHINE_FIELDS
        # The buttons of the admin.
        and not name.startswith("_")
        and not GENERATED_VALUE.fullmatch(value.strip())
    )
