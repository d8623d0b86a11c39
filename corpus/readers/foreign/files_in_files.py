"""Reads a foreign file: what its reader yields, and the files that are in it, become articles."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from corpus.readers.fields import Origin, assemble, via_of, with_values
from corpus.readers.file_types import foreign_type
from corpus.readers.foreign.isolation import read_apart
from corpus.readers.foreign.parts import MAX_DOCUMENT, NotReadable, Part, Parts
from corpus.readers.imported_record import FileLocation, ImportedRecord, Items, Problem
from corpus.readers.pages.numbered_documents import export_texts

# Reads a file in a file, by (name, bytes, start, formats above): its items, None if it has none.
ReadFile = Callable[[str, bytes, int, tuple[str, ...]], Items | None]

_HEAD_BYTES = 4096
_READERS = {
    "pdf": "pdf", "rtf": "rtf", "eml": "mail", "mbox": "mbox", "docx": "packages",
    "odt": "packages", "epub": "packages", "zip": "packages", "chapters": "chapters",
    "references": "references", "warc": "warc",
}  # fmt: skip
# How files of a format begin at least; no process is started for others.
_BEGINNINGS = {
    "pdf": rb"(?:\xef\xbb\xbf)?\s*%PDF-", "rtf": rb"\s*\{\\rtf", "mbox": rb"\s*From ",
    "eml": rb"\s*(?:From |[!-9;-~]+[ \t]*:)", "references": rb"",
    "warc": rb"\x1f\x8b|WARC/1\.",
}  # fmt: skip
_PACKAGE = rb"PK(?:\x03\x04|\x05\x06)"
_OLD_OFFICE, _ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
_DOCUMENTS = ("pdf", "rtf", "eml", "docx", "odt", "epub")
# As which archives export what is found there.
_EXPORTED = ("pdf", "rtf", "docx", "odt")
_MEDIA_TYPES = {"pdf": "application/pdf", "rtf": "application/rtf"}
# A format is read in one of its kind, and there no more.
_MAX_NESTED = 2
# A position in an archive has the number of a file, and in the lower bits the position in that
# file. Archives in archives number their files in fewer bits; positions have 63.
_POSITION_BITS, _NUMBER_BITS = 48, 14


def read_foreign(
    file: BinaryIO,
    name: str,
    format: str,
    start: int,
    above: tuple[str, ...],
    read_file: ReadFile,
) -> Items:
    """Yield the articles of a file and its problems; `above` are the formats it is in."""
    place = FileLocation(name)
    shift = _POSITION_BITS - _NUMBER_BITS * above.count("zip")
    # Behind a problem with the whole file there is nothing to read.
    end = (1 << shift + _NUMBER_BITS) - 1
    # A document is read at once, and there is nothing behind it either.
    if start >= (1 if format in _DOCUMENTS else end):
        return
    if above.count(format) >= _MAX_NESTED:
        reason = "It is not read: it is in a file of its kind, which is in another."
        yield Problem(place, "", reason, end)
        return
    try:
        _check_beginning(file, format)
        content = b"" if format in ("zip", "mbox", "warc") else _whole(file)
        first = start >> shift if format == "zip" else start
        parts = read_apart(f"{__package__}.{_READERS[format]}", file, first)
        members = _Members(name, format, above, read_file)
        for group in _groups(parts):
            if group[0].is_file and format in _DOCUMENTS and _READERS[format] == "packages":
                raise NotReadable("This is a ZIP archive; import it as one.")
            if format != "zip":
                yield from members.items(group, content)
            elif group[0].name:
                inner = start & ((1 << shift) - 1) if group[0].position == first + 1 else 0
                yield from members.items_of_archive(group, shift, inner)
            else:
                # It is a document, which its first bytes did not tell.
                yield from members.items(group, _whole(file))
    except NotReadable as refused:
        yield Problem(place, "", str(refused), end)


def _groups(parts: Parts) -> Iterator[list[Part]]:
    """Yield the parts of each position. Raises NotReadable, behind what was read before."""
    group: list[Part] = []
    try:
        for part in parts:
            if group and part.position != group[0].position:
                yield group
                group = []
            group.append(part)
    except NotReadable:
        if group:
            yield group
        raise
    if group:
        yield group


def _check_beginning(file: BinaryIO, format: str) -> None:
    """Raise NotReadable for a file that is empty, or of another format."""
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    if not head:
        raise NotReadable("The file is empty.")
    if re.match(_BEGINNINGS.get(format, _PACKAGE), head):
        return
    # Word and Excel put an encrypted document into an old one.
    if head.startswith(_OLD_OFFICE) and _ENCRYPTED in head + file.read(MAX_DOCUMENT):
        raise NotReadable("It is encrypted with a password. Save it without one.")
    kind = foreign_type(head)
    raise NotReadable(f"This is {kind}." if kind else "It is damaged, or has another format.")


def _whole(file: BinaryIO) -> bytes:
    """Return the bytes of a document. Raises NotReadable if it is too large."""
    file.seek(0)
    content = file.read(MAX_DOCUMENT + 1)
    if len(content) > MAX_DOCUMENT:
        raise NotReadable(f"The file is larger than {MAX_DOCUMENT / 1e6:g} MB.")
    return content


class _Members:
    """Makes items of the parts of a file."""

    def __init__(self, name: str, format: str, above: tuple[str, ...], read_file: ReadFile):
        self._name = name
        self._format = format
        self._above = above
        self._read_file = read_file

    def items(self, parts: Iterable[Part], content: bytes) -> Items:
        """Yield the items of parts that belong together: the last alone is not followed.

        `content` are the bytes of the whole file.
        """
        articles: list[ImportedRecord | Problem] = []
        files: list[ImportedRecord | Problem] = []
        unread: list[tuple[Part, str]] = []
        position = 0
        for part in parts:
            position = part.position
            if part.refusal:
                place = FileLocation(self._name_of(part), item=part.number)
                files.append(Problem(place, "", part.refusal, position))
            elif part.is_file:
                inner = self._items_of_file(part, 0)
                if inner is None:
                    unread.append((part, foreign_type(part.content[:_HEAD_BYTES])))
                else:
                    known = (each for item in inner for each in with_values(item, part.values))
                    files += [_with_via(item, part.values.get("via", "")) for item in known]
            else:
                articles += self._article(part, content)
        yield from _as_one([*_remarks(unread, self._name), *articles, *files], position)

    def items_of_archive(self, parts: Iterable[Part], shift: int, start: int) -> Items:
        """Yield the items of a file of an archive behind `start`, a position in that file."""
        for part in parts:
            place = FileLocation(self._name_of(part), item=part.number)
            end = part.position << shift
            inner = None if part.refusal else self._items_of_file(part, start)
            if inner is None:
                kind = foreign_type(part.content[:_HEAD_BYTES])
                reason = f"This is {kind}." if kind else "Its format is not recognised."
                yield Problem(place, "", part.refusal or reason, end)
                continue
            for item in (each for read in inner for each in with_values(read, part.values)):
                last = (1 << shift) - 1
                position = (part.position - 1 << shift) | min(item.position, last)
                yield replace(item, position=position)

    def _items_of_file(self, part: Part, start: int) -> Items | None:
        name = self._name_of(part)
        return self._read_file(name, part.content, start, (*self._above, self._format))

    def _name_of(self, part: Part) -> str:
        """Return the name of a file in this one; a path that leads out of it is shown as inside."""
        path = re.split(r"[\\/]", part.name)
        return "/".join([self._name, *(step for step in path if step.strip(". "))])

    def _article(self, part: Part, content: bytes) -> Items:
        """Yield the items of an article, or of each document of an archive's export."""
        documents = export_texts(part.values.get("text", "")) if self._format in _EXPORTED else []
        for number, document in enumerate(documents, 1):
            place = FileLocation(self._name, item=number)
            own_bytes = document.content.encode(errors="replace")
            of_one = Origin(place, own_bytes, "text/plain; charset=utf-8", 0, part.position)
            if document.remark:
                yield of_one.problem("", document.remark, is_left_out=False)
            yield from assemble(of_one, document.values)
        if documents:
            return
        origin = Origin(
            FileLocation(self._name_of(part), item=part.number),
            part.content or content,
            part.media_type or _MEDIA_TYPES.get(self._format, "application/octet-stream"),
            0,
            part.position,
        )
        for remark in part.remarks:
            yield origin.problem("", remark, is_left_out=False)
        yield from assemble(origin, part.values, left_out=part.left_out, pages=part.pages)


def _with_via(item: ImportedRecord | Problem, via: str) -> ImportedRecord | Problem:
    """Return an item of an attachment; an article names the mail unless it names somebody."""
    if isinstance(item, Problem) or item.via:
        return item
    return replace(item, via=via_of(via))


def _remarks(unread: list[tuple[Part, str]], name: str) -> Iterator[Problem]:
    """Yield a problem for each attachment that is no article: the mail comes in without it."""
    for part, kind in unread:
        reason = f"The attachment {part.name} was left out"
        reason += f": it is {kind}." if kind else ": its format is not recognised."
        yield Problem(FileLocation(name, item=part.number), "", reason, 0, is_left_out=False)


def _as_one(items: list[ImportedRecord | Problem], position: int) -> Items:
    """Yield items between which reading cannot go on, all of them at one position."""
    # A remark is on the article behind it: without one it stands for what was left out.
    is_article = any(isinstance(item, ImportedRecord) for item in items)
    for index, item in enumerate(items):
        if isinstance(item, Problem) and not is_article:
            item = replace(item, is_left_out=True)
        yield replace(item, position=position, is_followed=index + 1 < len(items))
