"""Pure: the formats by name, each in a module that is imported when it is first used."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import BinaryIO

from annotations.formats.record import Entry, Refusal


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: `name` as in addresses and commands, `label` as on pages.

    `omits` says what of a passage it cannot hold, as the end of a sentence.
    """

    name: str
    label: str
    extension: str
    media_type: str
    module: str
    omits: str = ""

    @property
    def dumps(self) -> Callable[[Iterable[Entry]], Iterator[bytes]]:
        """The writer of its module; see `record`."""
        function: Callable[[Iterable[Entry]], Iterator[bytes]] = self._module().dumps
        return function

    @property
    def loads(self) -> Callable[[BinaryIO], Iterator[Entry | Refusal]]:
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
        "untagged and unplaced passages, people, claims, notes, authors and times",
    ),
    Format("brat", "brat standoff (ZIP)", "zip", "application/zip", "brat"),
    Format("refi_qda", "REFI-QDA project", "qdpx", "application/zip", "refi_qda"),
)

FORMATS = {each.name: each for each in _FORMATS}
