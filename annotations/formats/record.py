"""Pure: articles and what is annotated in them as values, in one shape for all formats.

A module of a format has two functions, both of which stream:

- `dumps(entries)` takes an iterable of Entry and yields the bytes of the file, part by part.
- `loads(file)` takes a binary file and yields an Entry or a Refusal for each record. It raises
  FormatError where the file as a whole cannot be read.

What a format has and these values have no place for stands in `extra`, and `dumps` of the same
format writes it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from corpus.dates import ImpreciseDate

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
Extra: TypeAlias = Mapping[str, Json]


class FormatError(ValueError):
    """A file cannot be read at all; the message names what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that cannot be read; `where` is its line or name in the file."""

    where: str
    why: str


class Unit(StrEnum):
    """What an offset counts."""

    CODE_POINTS = "code points"
    UTF16 = "UTF-16 code units"
    UTF8 = "bytes of UTF-8"


@dataclass(frozen=True, slots=True)
class OffsetRule:
    """How a program counts offsets, to convert them to code points of an article's text.

    `counts_crlf`: a line end in the text that it counts in is CRLF, two characters. `counts_bom`:
    a byte order mark before the text counts.
    """

    unit: Unit = Unit.CODE_POINTS
    counts_crlf: bool = False
    counts_bom: bool = False

    def __str__(self) -> str:
        line_ends = ", line ends as CRLF" if self.counts_crlf else ""
        return f"{self.unit}{line_ends}{', a byte order mark counted' if self.counts_bom else ''}"


OURS = OffsetRule()


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a passage: half-open offsets by the annotation's rule, and its words.

    Without offsets (None) the words and their surroundings, `prefix` and `suffix`, tell the place.
    """

    start: int | None
    end: int | None
    quote: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class LinkedPerson:
    """A person in a passage; `role` is "speaks" or "spoken_of"."""

    name: str
    role: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class LinkedClaim:
    """A claim that a passage reports, supports or contradicts; at most one of `speaker` and
    `attribution` is given.
    """

    statement: str
    stance: str = "reports"
    key: str = ""
    speaker: str = ""
    attribution: str = ""
    said: ImpreciseDate | None = None
    origin: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """One passage. `key` is its id in the file, "" if it has none.

    `author` is a name as the file has it, `page` the printed page on which it stands; `state` is
    that of the worst placed piece: "placed", "needs_review" or "lost".
    """

    pieces: tuple[Piece, ...]
    key: str = ""
    url: str = ""
    rule: OffsetRule = OURS
    revision: int | None = None
    state: str = "placed"
    page: str = ""
    tags: tuple[str, ...] = ()
    people: tuple[LinkedPerson, ...] = ()
    claims: tuple[LinkedClaim, ...] = ()
    note: str = ""
    author: str = ""
    created_at: datetime | None = None
    edited_at: datetime | None = None
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One article. `key` is its identity in the file: our id, an address or a file's name.

    `text` is as the file has it, before it is normalised, or None if the file holds no texts.
    """

    key: str
    title: str = ""
    text: str | None = None
    url: str = ""
    source: str = ""
    grade: str = ""
    published: ImpreciseDate | None = None
    byline: str = ""
    language: str = ""
    sha256: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Code:
    """One tag of the codebook; `hue` is 1 to 10, or None."""

    name: str
    definition: str = ""
    hue: int | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article with passages of it. One with many comes in several entries of the same key, of
    which the first has the text and the codes.

    `codes` are the tags that are new in this entry, with what the file says of them.
    """

    document: Document
    annotations: tuple[Annotation, ...] = ()
    codes: tuple[Code, ...] = ()
