"""Pure: a code as a value, and the limits that all formats share."""

from dataclasses import dataclass, field

from annotations.formats.refi.xml import guid_of

MAX_NAME_LENGTH = 100
MAX_KEY_LENGTH = 200
MAX_DEFINITION_LENGTH = 10_000
MAX_BYTES = 1_000_000
MAX_CODES = 20_000
MAX_DIGIT = 9


class ExchangeError(ValueError):
    """A file cannot be parsed; the message names the line and the field."""

    def __init__(self, why, line=None, field=""):
        position = ", ".join(part for part in (f"line {line}" if line else "", field) if part)
        super().__init__(f"{position}: {why}" if position else why)
        self.line, self.field = line, field


@dataclass(frozen=True)
class Code:
    """One code of a codebook. `hue` is 1 to 10, or None if the file has no colour.

    `digit` is its key, 1 to 9, or None.

    `line` is its line in the file, counted from 1; `public_id` is "" for a code from a file.
    `path` are the names of its groups and its own as the file has them, if they are not the parts
    of `name` between slashes; else it is empty.
    """

    name: str
    definition: str = ""
    hue: int | None = None
    public_id: str = ""
    line: int | None = None
    path: tuple[str, ...] = ()
    digit: int | None = None

    @property
    def guid(self):
        return guid_of(self.public_id)


@dataclass(frozen=True)
class FileCode:
    """A code as a file has it: the names of its groups and its own, outermost first.

    `color` is as the file writes it. `is_grouped`: a slash in its one name makes a group. `path` is
    that of a Code which this desk wrote to the file. `where` begins a sentence about a code of a
    format without lines. `unread_key` is what stands in the place of `digit` and is no digit.
    """

    names: tuple[str, ...]
    definition: str = ""
    hue: int | None = None
    color: str = ""
    line: int | None = None
    path: tuple[str, ...] = ()
    where: str = ""
    is_grouped: bool = False
    digit: int | None = None
    unread_key: str = ""


@dataclass(frozen=True)
class Codebook:
    """The codes of a file, with names that no two share, and what had to be changed, in words."""

    codes: list[Code] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    def __iter__(self):
        return iter(self.codes)


def read_bounded(file, limit=MAX_BYTES):
    """The content of a binary file. Raises ExchangeError if it exceeds `limit` bytes."""
    content = file.read(limit + 1)
    if len(content) > limit:
        raise ExchangeError(f"it is larger than {limit:,} bytes.")
    return content
