"""Pure: writes the XML of a REFI-QDA project, article by article; see `project`."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO

from annotations.formats.offsets import Span
from annotations.formats.record import Annotation, Document, Entry, Json, Piece
from annotations.formats.record_lines import article_line, passage_line
from annotations.formats.refi.values import (
    ARTICLE_NOTE,
    PASSAGE_NOTE,
    in_code_points,
    kept,
    own_guid,
    shortened,
    spans_of,
    with_kept,
)
from annotations.formats.refi.xml import (
    ORIGIN,
    PROJECT_URN,
    Writer,
    WrittenCode,
    guid_key,
    guid_of,
    line_feeds,
    parts_of,
    writable,
    write_codes,
)
from annotations.highlighting.tag_colors import color_of

_CHUNK_BYTES = 65_536


class ProjectWriter:
    """Writes articles to two temporary files: users and codes, which come first, are known last."""

    def __init__(self, sources: IO[bytes], notes: IO[bytes]):
        self._files = {"Sources": sources, "Notes": notes}
        self._texts = [
            TextIOWrapper(file, "utf-8", newline="", write_through=True)
            for file in self._files.values()
        ]
        self._sources, self._notes = map(Writer, self._texts)
        self._users: dict[str, str] = {}
        self._codes: dict[str, WrittenCode] = {}
        self._guids: set[str] = set()
        self._numbers = Counter[str]()

    def add(self, entry: Entry) -> tuple[str, str | None]:
        """Write an article; return the name of the file that is to hold its text, and this text."""
        entry = in_code_points(entry)
        document = entry.document
        values = kept(document.extra)
        self._take_users(values.get("users"))
        for code in entry.codes:
            color = color_of(code.hue) if code.hue else ""
            written = self._code(code.name, own_guid(code.key or f"tag:{code.name}"))
            self._codes[code.name] = replace(written, definition=code.definition, color=color)
        guid = self._free_guid(_text(values, "guid") or own_guid(document.key))
        has_text = document.text is not None
        self._sources.start(
            "TextSource",
            guid=guid,
            name=document.title,
            plainTextPath=f"internal://{guid}.txt" if has_text else "",
            creatingUser=self._user(_text(values, "by")),
            creationDateTime=_text(values, "at"),
        )
        if description := _text(values, "description"):
            self._sources.element("Description", description)
        refs = self._write_notes(values.get("notes"))
        if not self._is_plain_article(guid, entry):
            bare = replace(document, extra=with_kept(document.extra, {}))
            line = article_line(bare, entry.codes)
            refs.append(self._note(f"article:{guid}", ARTICLE_NOTE, line))
        refs += self._write_passages(guid, entry)
        self._write_codings(guid, values.get("codings"), None)
        for ref in refs:
            self._sources.element("NoteRef", targetGUID=ref)
        self._sources.end("TextSource")
        return f"Sources/{guid}.txt", document.text

    def parts(self) -> Iterator[bytes]:
        """The project's XML."""
        with TemporaryFile() as file, TextIOWrapper(file, "utf-8", newline="") as text:
            writer = Writer(text)
            writer.declare()
            writer.start("Project", xmlns=f"{PROJECT_URN}1.0", name=ORIGIN, origin=ORIGIN)
            writer.line_end()
            if self._users:
                writer.start("Users")
                for name, guid in self._users.items():
                    writer.element("User", guid=guid, name=name)
                writer.end("Users")
            if self._codes:
                writer.start("CodeBook")
                write_codes(writer, self._codes.values())
                writer.end("CodeBook")
            text.flush()
            yield from _chunks(file)
        for name, part in self._files.items():
            if part.tell():
                yield f"<{name}>".encode()
                yield from _chunks(part)
                yield f"</{name}>".encode()
        yield b"</Project>"

    def _write_passages(self, source_guid: str, entry: Entry) -> list[str]:
        """Write the selections of an article; return the GUIDs of notes on what has no place."""
        document, refs = entry.document, list[str]()
        spans = [spans_of(document.text, each) for each in entry.annotations]
        # With a passage that has no selection, the numbers of the notes tell the order.
        is_plain_file = all(spans)
        for number, (each, its_spans) in enumerate(zip(entry.annotations, spans, strict=True)):
            guid = self._free_guid(
                _text(kept(each.extra), "guid") or own_guid(each.key or f"{source_guid}:{number}")
            )
            words = f"{source_guid}:{guid}"
            is_plain = is_plain_file and its_spans and each == plain(each, guid, its_spans)
            note = ""
            if not is_plain:
                # What a selection holds of `extra` is written there.
                bare = replace(each, extra=with_kept(each.extra, {})) if its_spans else each
                note = self._note(f"passage:{words}", f"{PASSAGE_NOTE}{number}", passage_line(bare))
            if its_spans:
                self._write_selections(guid, each, its_spans, note)
            else:
                refs.append(note)
        return refs

    def _write_selections(
        self, guid: str, annotation: Annotation, spans: list[Span], note: str
    ) -> None:
        values = kept(annotation.extra)
        refs = self._write_notes(values.get("notes"))
        note_texts = _note_texts(values.get("notes"))
        for number, (piece, span) in enumerate(zip(annotation.pieces, spans, strict=True)):
            selection = self._free_guid(guid_of(f"{guid}:{number}")) if number else guid
            self._sources.start(
                "PlainTextSelection",
                guid=selection,
                name=_text(values, "name") or shortened(piece.quote),
                startPosition=str(span[0]),
                endPosition=str(span[1]),
                creatingUser=self._user(annotation.author),
                creationDateTime=annotation.created_at.isoformat() if annotation.created_at else "",
                modifyingUser=self._user(_text(values, "modified_by")),
                modifiedDateTime=annotation.edited_at.isoformat() if annotation.edited_at else "",
            )
            if annotation.note and line_feeds(annotation.note) not in note_texts:
                self._sources.element("Description", annotation.note)
            self._write_codings(selection, values.get("codings"), annotation)
            for ref in [*refs, *([note] if note else [])]:
                self._sources.element("NoteRef", targetGUID=ref)
            self._sources.end("PlainTextSelection")

    def _write_codings(self, guid: str, codings: Json, annotation: Annotation | None) -> None:
        """Write the codings of a selection by its tags, or those of an article as they were."""
        kept_codings = {
            _text(each, "tag"): each
            for each in (codings if isinstance(codings, list) else ())
            if isinstance(each, dict)
        }
        by, at = "", ""
        if annotation:
            by = annotation.author
            at = annotation.created_at.isoformat() if annotation.created_at else ""
        for tag in annotation.tags if annotation else kept_codings:
            values = kept_codings.get(tag, {"by": by, "at": at})
            code = self._code(tag, _text(values, "code") or guid_of(f"tag:{tag}")).guid
            self._sources.start(
                "Coding",
                guid=self._free_guid(_text(values, "guid") or guid_of(f"{guid}:{guid_key(code)}")),
                creatingUser=self._user(_text(values, "by")),
                creationDateTime=_text(values, "at"),
            )
            self._sources.element("CodeRef", targetGUID=code)
            self._sources.end("Coding")

    def _write_notes(self, notes: Json) -> list[str]:
        """Write notes of other programs; return their GUIDs."""
        refs = []
        for each in notes if isinstance(notes, list) else ():
            if isinstance(each, dict):
                guid = _text(each, "guid")
                if guid_key(guid) not in self._guids:
                    guid = self._note(guid, _text(each, "name"), _text(each, "text"))
                refs.append(guid)
        return refs

    def _note(self, words: str, name: str, text: str) -> str:
        guid = self._free_guid(own_guid(words))
        self._notes.start("Note", guid=guid, name=name)
        self._notes.element("PlainTextContent", text)
        self._notes.end("Note")
        return guid

    def _is_plain_article(self, guid: str, entry: Entry) -> bool:
        document = entry.document
        values = {**kept(document.extra), "guid": guid}
        plain_document = Document(
            guid, writable(document.title), document.text, extra=with_kept({}, values)
        )
        return document == plain_document and all(
            guid_key(code.key)
            and line_feeds(writable(code.definition)) == code.definition
            and writable(code.name) == code.name
            for code in entry.codes
        )

    def _code(self, tag: str, guid: str) -> WrittenCode:
        if tag not in self._codes:
            self._codes[tag] = WrittenCode(parts_of(writable(tag)), self._free_guid(guid))
        return self._codes[tag]

    def _user(self, name: str) -> str:
        if name and name not in self._users:
            self._users[name] = self._free_guid(guid_of(f"user:{name}"))
        return self._users[name] if name else ""

    def _take_users(self, users: Json) -> None:
        for name, guid in users.items() if isinstance(users, dict) else ():
            if name not in self._users and isinstance(guid, str) and guid_key(guid):
                self._users[name] = self._free_guid(guid)

    def _free_guid(self, guid: str) -> str:
        """The GUID, or another one if it is none or taken; it is taken then."""
        free = guid if guid_key(guid) else guid_of(guid)
        while guid_key(free) in self._guids:
            self._numbers[guid] += 1
            free = guid_of(f"{guid}:{self._numbers[guid]}")
        self._guids.add(guid_key(free))
        return free


def plain(annotation: Annotation, guid: str, spans: Iterable[Span]) -> Annotation:
    """What a reader makes of the selection of a passage in one piece, without our note on it."""
    [*pieces] = (
        Piece(start, end, piece.quote)
        for (start, end), piece in zip(spans, annotation.pieces, strict=True)
    )
    return Annotation(
        tuple(pieces[:1]),
        key=guid,
        tags=annotation.tags,
        note=line_feeds(writable(annotation.note)),
        author=writable(annotation.author),
        created_at=annotation.created_at,
        edited_at=None if annotation.edited_at == annotation.created_at else annotation.edited_at,
        extra=with_kept({}, {**kept(annotation.extra), "guid": guid}),
    )


def _note_texts(notes: Json) -> list[str]:
    values = notes if isinstance(notes, list) else []
    return [line_feeds(_text(each, "text")) for each in values if isinstance(each, dict)]


def _text(values: dict[str, Json], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK_BYTES):
        yield chunk
