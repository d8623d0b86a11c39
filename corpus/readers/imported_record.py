"""What every reader yields: records and problems."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from corpus.dates import ImpreciseDate
from corpus.page_numbers import Pages
from corpus.readers.extraction import LeftOut

# Code points of the name of a file.
MAX_FILE_NAME = 200


@dataclass(frozen=True)
class FileLocation:
    """The location of a record or a problem, for an editor.

    `file` is the name as given, `line` the line on which a record of JSONL or CSV begins, `item`
    the number of a feed's entry, or of an article of a page. Both count from 1.
    """

    file: str
    line: int | None = None
    item: int | None = None

    @property
    def own_file(self) -> str | None:
        """The name, without folders, of a file that is one article; None for a part of a file."""
        if self.line is not None or self.item is not None:
            return None
        path = PurePosixPath(self.file)
        return path.name[:MAX_FILE_NAME] if path.suffix else None

    def __str__(self) -> str:
        line = "" if self.line is None else f", line {self.line}"
        return self.file + line + ("" if self.item is None else f", item {self.item}")


@dataclass(frozen=True)
class ImportedRecord:
    """One article as read from a file.

    `content` are its bytes in the file: a line of JSONL or a row of CSV without the line end, a
    feed's entry from its opening tag to its closing one, the whole file of a page or a text. `text`
    may hold NUL, lone surrogates and control characters (see `corpus.text.normalise`); the other
    fields hold none of these and are one line each. `url` is a web address as given, `source` a
    domain or a name, `via` the domain of the publisher whose text it carries; "" means unknown.
    `date_note` names the days that its page gives where it has no certain one.
    It `revises` an article, (public id, version), if an analyst takes it for a newer text of it.
    Without `has_own_address`, other records of the file share the address, and it identifies none
    of them. `left_out` are the sentences of its page that are not in the text, `pages` the
    printed pages on which it stands (see `corpus.page_numbers`). One that
    `is_followed` has the next article of the same row behind it. What an analyst has checked
    (`is_checked`) has no source or language but its own.

    A reader that is given `position` as its `start` continues after this record.
    """

    place: FileLocation
    content: bytes
    media_type: str
    text: str
    title: str = ""
    url: str = ""
    source: str = ""
    via: str = ""
    byline: str = ""
    language: str = ""
    published: ImpreciseDate | None = None
    date_note: str = ""
    retrieved_at: datetime | None = None
    position: int = 0
    has_own_address: bool = True
    left_out: tuple[LeftOut, ...] = ()
    pages: Pages = ()
    is_followed: bool = False
    is_checked: bool = False
    revises: tuple[str, int] | None = None


@dataclass(frozen=True)
class Problem:
    """A field that could not be read or, if `field` is "", a record or the whole file.

    `reason` is a sentence for an editor. If the record `is_left_out`, `position` is after it.
    Otherwise the record comes next, without that field or as far as it could be read, and
    `position` is its beginning: a reader that continues there yields both again. `is_followed` is
    as of an ImportedRecord.
    """

    place: FileLocation
    field: str
    reason: str
    position: int = 0
    is_left_out: bool = True
    is_followed: bool = False


# What a reader yields.
Items = Iterator[ImportedRecord | Problem]
