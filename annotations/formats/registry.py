"""Pure: the formats by name, each in a module that is imported when it is first used."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from annotations.formats.record import Entry, Refusal


class Part(StrEnum):
    """What a file may hold of passages and their articles, in the words of pages."""

    UNTAGGED = "untagged passages"
    UNPLACED = "unplaced passages"
    POSITIONS = "positions"
    PIECES = "pieces of a passage"
    CONTEXT = "words around a quote"
    SEVERAL_TAGS = "several tags of a passage"
    PEOPLE = "people"
    CLAIMS = "claims"
    CLAIM_DETAILS = "speakers, dates, origins and reasons of claims"
    NOTES = "notes"
    AUTHORS = "authors"
    TIMES = "times"
    STATES = "states after corrections"
    PAGES = "printed pages"
    IDS = "ids of passages"
    LINKED_IDS = "ids of people and claims"
    CODEBOOK = "definitions of tags"
    TEXTS = "texts of articles"
    TITLES = "titles"
    ADDRESSES = "addresses"
    SOURCES = "sources with grades and dates"
    BYLINES = "bylines, languages and hashes"


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: `name` as in addresses and commands, `label` as on pages.

    `holds` is what a file gives back when it is read. Every format holds quotes and tags, and a
    key of the article. Without PIECES each piece is a passage, without SEVERAL_TAGS each tag.
    `is_streamed` is false where a file can only be written as a whole. A module has no `dumps`
    where `is_written` is false, and no `loads` where `is_read` is. Without `needs_texts` its
    `dumps` makes no use of the texts of articles.
    """

    name: str
    label: str
    extension: str
    media_type: str
    module: str
    holds: frozenset[Part] = frozenset(Part)
    is_streamed: bool = True
    is_written: bool = True
    is_read: bool = True
    needs_texts: bool = True

    @property
    def omits(self) -> str:
        """What it cannot hold, as the end of a sentence; "" if it holds everything."""
        parts = [part for part in Part if part not in self.holds]
        return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))

    @property
    def dumps(self) -> "Callable[[Iterable[Entry]], Iterator[bytes]]":
        """The writer of its module; see `record`."""
        function: Callable[[Iterable[Entry]], Iterator[bytes]] = self._module().dumps
        return function

    @property
    def loads(self) -> "Callable[[BinaryIO], Iterator[Entry | Refusal]]":
        """The reader of its module; see `record`."""
        function: Callable[[BinaryIO], Iterator[Entry | Refusal]] = self._module().loads
        return function

    def _module(self) -> ModuleType:
        return import_module(f"annotations.formats.{self.module}")


_FORMATS: tuple[Format, ...] = (
    Format(
        "twosource",
        "JSON Lines of Twosource",
        "jsonl",
        "application/jsonl",
        "json_lines",
    ),
    Format(
        "doccano",
        "JSON Lines of doccano",
        "jsonl",
        "application/jsonl",
        "doccano",
        frozenset({Part.POSITIONS, Part.TEXTS}),
    ),
    Format(
        "jsonld",
        "JSON-LD of the W3C",
        "jsonld",
        "application/ld+json",
        "web_annotation",
        frozenset(Part) - {Part.TEXTS},
        needs_texts=False,
    ),
    Format(
        "taguette",
        "CSV of Taguette",
        "csv",
        "text/csv; charset=utf-8",
        "csv_taguette",
        frozenset({Part.UNTAGGED, Part.UNPLACED, Part.SEVERAL_TAGS}),
        needs_texts=False,
    ),
    Format(
        "hypothesis",
        "JSON of Hypothesis",
        "json",
        "application/json",
        "hypothesis",
        frozenset(Part)
        - {Part.PEOPLE, Part.CLAIMS, Part.CLAIM_DETAILS, Part.LINKED_IDS, Part.STATES, Part.PAGES}
        - {Part.CODEBOOK, Part.TEXTS, Part.SOURCES, Part.BYLINES},
    ),
    Format(
        "hypothesis_csv",
        "CSV of Hypothesis",
        "csv",
        "text/csv; charset=utf-8",
        "csv_hypothesis",
        frozenset({Part.UNTAGGED, Part.UNPLACED, Part.SEVERAL_TAGS, Part.NOTES})
        | {Part.AUTHORS, Part.ADDRESSES},
        needs_texts=False,
    ),
    Format(
        "recogito",
        "CSV of Recogito",
        "csv",
        "text/csv; charset=utf-8",
        "csv_recogito",
        frozenset({Part.UNTAGGED, Part.POSITIONS, Part.SEVERAL_TAGS, Part.NOTES}),
    ),
    Format(
        "labelstudio",
        "JSON of Label Studio",
        "json",
        "application/json",
        "label_studio",
        frozenset({Part.UNTAGGED, Part.POSITIONS, Part.SEVERAL_TAGS, Part.NOTES, Part.TEXTS})
        | {Part.TITLES, Part.ADDRESSES, Part.SOURCES, Part.BYLINES},
    ),
    # The table of passages: the desk exports it as a page shows it.
    Format(
        "csv",
        "CSV",
        "csv",
        "text/csv; charset=utf-8",
        "csv_desk",
        frozenset(Part)
        - {Part.CLAIM_DETAILS, Part.LINKED_IDS, Part.CODEBOOK, Part.TEXTS}
        - {Part.TITLES, Part.BYLINES},
        is_written=False,
    ),
    Format(
        "brat",
        "brat standoff (ZIP)",
        "zip",
        "application/zip",
        "brat.archive",
        frozenset(Part) - {Part.PAGES},
    ),
    Format(
        "refi_qda",
        "REFI-QDA project",
        "qdpx",
        "application/zip",
        "refi.project",
        frozenset(Part) - {Part.PAGES},
    ),
)

FORMATS = {each.name: each for each in _FORMATS}
WRITTEN = {name: each for name, each in FORMATS.items() if each.is_written}
