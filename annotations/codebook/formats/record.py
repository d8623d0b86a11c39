"""Pure: what a codebook in a file says, whatever the format."""

from dataclasses import dataclass
from uuid import UUID, uuid5

LONGEST_NAME = 100
LONGEST_DEFINITION = 10_000
MOST_BYTES = 1_000_000
MOST_CODES = 20_000

# What our ids are made into GUIDs with; the same for every desk and for ever.
NAMESPACE = UUID("6d1c6a5e-5a3b-5c0e-9b0b-1d1f1c0e7a11")


class ExchangeError(ValueError):
    """A file cannot be read; the text names the line and the field."""

    def __init__(self, why, line=None, field=""):
        place = ", ".join(part for part in (f"line {line}" if line else "", field) if part)
        super().__init__(f"{place}: {why}" if place else why)
        self.line, self.field = line, field


@dataclass(frozen=True)
class Code:
    """One word of a codebook. `hue` is None where the file names no colour.

    `line` is where it stands in its file; `public_id` is empty for what no desk knows.
    """

    name: str
    definition: str = ""
    hue: int | None = None
    public_id: str = ""
    line: int | None = None

    @property
    def guid(self):
        return guid_of(self.public_id)


def guid_of(words):
    """The GUID of an id of ours, as REFI-QDA writes it."""
    return str(uuid5(NAMESPACE, words)).upper()


def code_at(line, name, definition="", hue=None, *, called="tag"):
    """A Code as a file has it, tidied. Raises ExchangeError; `called` is the field of the name."""
    name, definition = " ".join(name.split()), line_feeds(definition).strip()
    if not name:
        raise ExchangeError("the name is empty.", line, called)
    if "," in name:
        raise ExchangeError(f"“{name[:60]}” holds a comma, which separates tags.", line, called)
    if len(name) > LONGEST_NAME:
        why = f"“{name[:30]}…” has {len(name)} characters; a tag has at most {LONGEST_NAME}."
        raise ExchangeError(why, line, called)
    if len(definition) > LONGEST_DEFINITION:
        why = f"{len(definition):,} characters; a definition has at most {LONGEST_DEFINITION:,}."
        raise ExchangeError(why, line, "description")
    if "\0" in name + definition:
        raise ExchangeError("it holds a null character.", line)
    return Code(name, definition, hue, line=line)


def line_feeds(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_bounded(file):
    """All of a binary file, where it is not too long to be a codebook."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ExchangeError(f"it is longer than {MOST_BYTES:,} bytes: no codebook is.")
    return content
