"""Pure: a code as a value, and limits and checks that all formats share."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from corpus.characters import CharacterRefused, check_characters, is_blank, one_line

MAX_NAME_LENGTH = 100
MAX_DEFINITION_LENGTH = 10_000
MAX_BYTES = 1_000_000
MAX_CODES = 20_000

# The namespace for GUIDs made of our ids; never change it.
NAMESPACE = UUID("6d1c6a5e-5a3b-5c0e-9b0b-1d1f1c0e7a11")


class ExchangeError(ValueError):
    """A file cannot be parsed; the message names the line and the field."""

    def __init__(self, why, line=None, field=""):
        position = ", ".join(part for part in (f"line {line}" if line else "", field) if part)
        super().__init__(f"{position}: {why}" if position else why)
        self.line, self.field = line, field


@dataclass(frozen=True)
class Code:
    """One code of a codebook. `hue` is 1 to 10, or None if the file has no colour.

    `line` is its line in the file, counted from 1; `public_id` is "" for a code from a file.
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


def checked_code(line, name, definition="", hue=None, *, name_field="tag"):
    """A Code with white space normalised. Raises ExchangeError if a limit is exceeded.

    `line` and `name_field`, what the format calls the field of the name, are for its message.

    >>> checked_code(1, "  air   strike ")
    Code(name='air strike', definition='', hue=None, public_id='', line=1)
    """
    definition = "" if is_blank(definition) else line_feeds(definition).strip()
    for field, text in ((name_field, name), ("description", definition)):
        try:
            check_characters(text)
        except CharacterRefused as refused:
            raise ExchangeError(str(refused), line, field) from refused
    name = one_line(name)
    if not name:
        raise ExchangeError("the name is empty.", line, name_field)
    if "," in name:
        raise ExchangeError(
            f"“{name[:60]}” contains a comma, which separates tags.", line, name_field
        )
    if len(name) > MAX_NAME_LENGTH:
        why = f"“{name[:30]}…” has {len(name)} characters; the limit is {MAX_NAME_LENGTH}."
        raise ExchangeError(why, line, name_field)
    if len(definition) > MAX_DEFINITION_LENGTH:
        why = f"{len(definition):,} characters; the limit is {MAX_DEFINITION_LENGTH:,}."
        raise ExchangeError(why, line, "description")
    return Code(name, definition, hue, line=line)


def line_feeds(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_bounded(file):
    """The content of a binary file. Raises ExchangeError if it exceeds MAX_BYTES."""
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ExchangeError(f"it is larger than {MAX_BYTES:,} bytes.")
    return content
