"""Pure: what of a form that could not be saved is given back to whoever typed it."""

import re
from dataclasses import dataclass

# Read by no one but the member: never written into a page.
SECRET = re.compile(r"password|secret|token", re.IGNORECASE)
# What a page says of itself beside what was typed: sent again as it was, and not shown.
UNSEEN = frozenset(
    "key version revision start end prefix suffix next article near_seen near_name then".split()
)
IDS = re.compile(r"[0-9a-z]{12}|\d+|on|true|false", re.IGNORECASE)
WORDS = re.compile(r"[_\W]+")


@dataclass(frozen=True)
class Field:
    """One value of a form: its name as sent, the words a reader knows it by, and its text."""

    name: str
    label: str
    value: str
    is_shown: bool


@dataclass(frozen=True)
class Typed:
    """The fields of a form, in their order; without its secrets and files.

    A form that had either cannot be sent again as it was.
    """

    fields: tuple[Field, ...]
    may_be_sent_again: bool

    @property
    def shown(self):
        return [field for field in self.fields if field.is_shown]

    @property
    def hidden(self):
        return [field for field in self.fields if not field.is_shown]


def typed_in(lists, *, has_files=False):
    """Read (name, values) of a form that was sent; None where nothing came."""
    names = [name for name, _ in lists if name != "csrfmiddlewaretoken"]
    fields = tuple(
        Field(name, label_of(name), value, is_shown(name, value))
        for name, values in lists
        for value in values
        if not SECRET.search(name)
    )
    has_secrets = any(SECRET.search(name) for name in names)
    if not names and not has_files:
        return None
    return Typed(fields, may_be_sent_again=not (has_secrets or has_files))


def label_of(name):
    """`new_people` is "New people"."""
    words = WORDS.sub(" ", name).strip()
    return words[:1].upper() + words[1:]


def is_shown(name, value):
    """Whether somebody may have typed it: not what the page says of itself, not an id or a tick."""
    return bool(value.strip()) and name not in UNSEEN and not IDS.fullmatch(value.strip())
