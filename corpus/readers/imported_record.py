"""What every reader yields: records, and the problems that it met."""

from dataclasses import dataclass
from datetime import datetime

from corpus.dates import ImpreciseDate


@dataclass(frozen=True, slots=True)
class FileLocation:
    """Where a record or a problem stands, as an editor can find it.

    `file` is the name as given, `line` the line on which a record of JSONL or CSV begins,
    `item` the number of a feed's entry. Both count from 1.
    """

    file: str
    line: int | None = None
    item: int | None = None

    def __str__(self) -> str:
        if self.line is not None:
            return f"{self.file}, line {self.line}"
        return self.file if self.item is None else f"{self.file}, item {self.item}"


@dataclass(frozen=True, slots=True)
class ImportedRecord:
    """One article as it was read.

    `content` is the bytes that it was read from, as they stand in the file: a line of JSONL and
    a row of CSV without the line end, a feed's entry from its opening tag to its closing one, the
    whole file of a page or a text. `text` is as read: NUL, lone surrogates and control characters
    are for `corpus.text.normalise`. The other fields hold none of these and one line each. `url`
    is a web address as given, `source` a domain or a name; "" stands for what is unknown. Without
    `has_own_address` others of its file have that address too, and nothing is known by it.

    A reader that is given `position` as its `start` goes on right after this record.
    """

    place: FileLocation
    content: bytes
    media_type: str
    text: str
    title: str = ""
    url: str = ""
    source: str = ""
    byline: str = ""
    language: str = ""
    published: ImpreciseDate | None = None
    retrieved_at: datetime | None = None
    position: int = 0
    has_own_address: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read: one field, or with `field` "" a record or the whole file.

    `reason` is a sentence for an editor. Where the record `is_left_out`, `position` lies behind
    it. Where it goes in all the same, without that field or as well as it could be read, it comes
    next, and `position` is still its beginning: who goes on from there is given both again.
    """

    place: FileLocation
    field: str
    reason: str
    position: int = 0
    is_left_out: bool = True
