"""Pure: reads the sources of a REFI-QDA project; see `project`."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from annotations.formats.json_values import MAX_VALUES
from annotations.formats.offsets import Span
from annotations.formats.record import (
    OURS,
    Annotation,
    Code,
    Document,
    Entry,
    Json,
    OffsetRule,
    Piece,
    Refusal,
)
from annotations.formats.record_lines import read_line
from annotations.formats.refi.offsets import Selection, counted
from annotations.formats.refi.values import (
    ARTICLE_NOTE,
    PASSAGE_NOTE,
    kept,
    own_guid,
    shortened,
    spans_of,
    with_kept,
)
from annotations.formats.refi.xml import (
    Element,
    codes_in,
    guid_key,
    guid_of,
    line_feeds,
    writable,
)
from annotations.highlighting.tag_colors import nearest_hue
from corpus.text import TextRefused, normalise

_POSITION = re.compile(r" *[0-9]{1,9} *")


@dataclass(slots=True)
class Project:
    """What stands around the sources of a project, by GUID.

    `names` are those of the codes with their groups, `tags` the same without doubles. `notes` are
    (name, text); `articles` and `passages` what our own notes hold, these with their numbers.
    `read_notes` are those that a source refers to.
    """

    origin: str = ""
    users: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    notes: dict[str, tuple[str, str]] = field(default_factory=dict)
    articles: dict[str, Entry] = field(default_factory=dict)
    passages: dict[str, tuple[int, Annotation]] = field(default_factory=dict)
    read_notes: set[str] = field(default_factory=set)
    _numbers: Counter[str] = field(default_factory=Counter)
    _has_given_codes: bool = False

    def add_codes(self, element: Element) -> None:
        """Add a code with those in it; a group alone is no tag until a passage has it."""
        for names, code in codes_in(element):
            guid = guid_key(code.get("guid"))
            if not guid or guid in self.tags:
                continue
            name = tag = "/".join(names)
            while tag in self.codes:
                self._numbers[name] += 1
                tag = f"{name} ({self._numbers[name] + 1})"
            self.names[guid], self.tags[guid] = name, tag
            if code.get("isCodable").strip() not in ("false", "0"):
                definition, color = code.text_of("Description"), code.get("color")
                self.codes[tag] = Code(tag, definition, _hue(color), code.get("guid"))

    def add_note(self, element: Element, text: str) -> None:
        """Add a note. Raises ValueRefused for one of ours that is damaged."""
        guid, name = guid_key(element.get("guid")), element.get("name")
        if name != ARTICLE_NOTE and not name.startswith(PASSAGE_NOTE):
            self.notes[guid] = name, text
            return
        record = read_line(text.strip())
        number = name.removeprefix(PASSAGE_NOTE)
        if isinstance(record, Entry):
            self.articles[guid] = record
        else:
            position = int(number) if _POSITION.fullmatch(number) else 0
            self.passages[guid] = position, record

    def take_new_codes(self) -> tuple[Code, ...]:
        """The codes that no article of ours has, with the changes that they have seen; once."""
        if self._has_given_codes:
            return ()
        self._has_given_codes = True
        ours = {guid_key(own_guid(code.key or f"tag:{code.name}")) for code in self._our_codes()}
        tags = {tag for _, passage in self.passages.values() for tag in passage.tags}
        ours |= {guid_key(guid_of(f"tag:{tag}")) for tag in tags}
        return tuple(code for code in self.codes.values() if guid_key(code.key) not in ours)

    def _our_codes(self) -> Iterator[Code]:
        for article in self.articles.values():
            yield from article.codes

    def changed(self, code: Code) -> Code:
        """A code of ours as the codebook has it now."""
        guid = guid_key(own_guid(code.key or f"tag:{code.name}"))
        tag = self.tags.get(guid, "")
        there = self.codes.get(tag)
        if there is None:
            return code
        if self.names[guid] != writable(code.name):
            code = replace(code, name=tag)
        if there.definition != line_feeds(writable(code.definition)):
            code = replace(code, definition=there.definition)
        return code if there.hue == code.hue else replace(code, hue=there.hue)


class SourceReader:
    """Reads one source: its article, and its passages in their order."""

    def __init__(self, project: Project, element: Element, text: str | None):
        self._project, self._element, self._text = project, element, text
        self._where = f"source “{element.get('name')[:60]}”"
        self.refusals: list[Refusal] = []

    def entry(self) -> Entry:
        """The Entry; `refusals` holds what of the source cannot be read."""
        selections = list(self._selections())
        try:
            rule, spans = counted(self._project.origin, self._text or "", selections)
            cleaned = normalise(self._text or "").text
        except TextRefused as error:
            self._refuse("", str(error))
            self._text, cleaned = None, ""
            rule, spans = OURS, [None] * len(selections)
        numbered: list[tuple[int, Annotation]] = []
        pieces: dict[str, list[tuple[Selection, Piece, Span | None]]] = {}
        number = -1
        for selection, span in zip(selections, spans, strict=True):
            piece = self._piece(selection, span, cleaned)
            if piece is None:
                continue
            note = self._our_note(selection.element)
            if note not in self._project.passages:
                numbered.append((number, self._plain(selection, piece, rule)))
            elif note in pieces:
                pieces[note].append((selection, piece, span))
            else:
                number = self._project.passages[note][0]
                pieces[note] = [(selection, piece, span)]
                # Its place; the passage is made when all of its pieces are known.
                numbered.append((number, Annotation((), key=note)))
        annotations = [
            (place, self._recorded(each.key, pieces[each.key], rule) if not each.pieces else each)
            for place, each in numbered
        ]
        unplaced = [
            self._project.passages[guid]
            for guid in self._refs(self._element)
            if guid in self._project.passages and guid not in pieces
        ]
        annotations = sorted([*annotations, *unplaced], key=lambda pair: pair[0])
        return self._with_article(tuple(annotation for _, annotation in annotations))

    def _refuse(self, guid: str, why: str) -> None:
        where = f"{self._where}, selection {guid[:40]}" if guid else self._where
        self.refusals.append(Refusal(where, why))

    def _selections(self) -> Iterator[Selection]:
        for element in self._element.named("PlainTextSelection"):
            ends = [element.get("startPosition"), element.get("endPosition")]
            if not all(map(_POSITION.fullmatch, ends)):
                self._refuse(element.get("guid"), "Its position is not a number.")
            elif int(ends[0]) >= int(ends[1]):
                self._refuse(element.get("guid"), "It ends where it starts, or before.")
            else:
                yield Selection((int(ends[0]), int(ends[1])), element)

    def _piece(self, selection: Selection, span: Span | None, cleaned: str) -> Piece | None:
        start, end = selection.span
        if span is not None:
            return Piece(start, end, cleaned[slice(*span)])
        # Without its text a selection has the words that are its name, if that is whole.
        if self._text is None and len(selection.name) == end - start:
            return Piece(start, end, selection.name)
        why = (
            "Its position is not in the text."
            if self._text is not None
            else ("The project has neither its text nor all of its words.")
        )
        self._refuse(selection.guid, why)
        return None

    def _refs(self, element: Element) -> list[str]:
        return [guid_key(ref.get("targetGUID")) for ref in element.named("NoteRef")]

    def _our_note(self, element: Element) -> str:
        """The GUID of our note on a selection, or ""."""
        return next((ref for ref in self._refs(element) if ref in self._project.passages), "")

    def _plain(self, selection: Selection, piece: Piece, rule: OffsetRule) -> Annotation:
        """The passage of a selection without a note of ours."""
        element = selection.element
        notes = self._notes(element)
        created_at, edited_at = (
            _moment(element, "creationDateTime"),
            _moment(element, "modifiedDateTime"),
        )
        author = self._user(element.get("creatingUser"))
        tags = self._tags(element)
        if len(tags) > MAX_VALUES:
            self._refuse(selection.guid, f"Only the first {MAX_VALUES:,} codes are read.")
        has_own_name = selection.name and selection.name != writable(shortened(piece.quote))
        return Annotation(
            (piece,),
            key=element.get("guid"),
            rule=rule,
            tags=tags[:MAX_VALUES],
            note=element.text_of("Description") or (notes[0][1] if notes else ""),
            author=author,
            created_at=created_at,
            edited_at=None if edited_at == created_at else edited_at,
            extra=with_kept(
                {},
                {
                    "guid": element.get("guid"),
                    "name": selection.name if has_own_name else "",
                    "modified_by": self._user(element.get("modifyingUser")),
                    "notes": self._kept_notes(element),
                    "codings": self._codings(element, selection.guid, author),
                },
            ),
        )

    def _recorded(
        self, note: str, parts: list[tuple[Selection, Piece, Span | None]], rule: OffsetRule
    ) -> Annotation:
        """A passage by our note on it; what another program has changed of it since counts."""
        _, record = self._project.passages[note]
        selection, piece, _ = parts[0]
        plain = self._plain(selection, piece, rule)
        pieces = tuple(piece for _, piece, _ in parts)
        if [span for *_, span in parts] == spans_of(self._text, record):
            pieces = tuple(
                replace(ours, start=piece.start, end=piece.end)
                for ours, piece in zip(record.pieces, pieces, strict=True)
            )
        record = replace(record, pieces=pieces, rule=rule)
        names = [self._project.names.get(guid, "") for guid in self._code_guids(selection.element)]
        if sorted(names) != sorted(map(writable, record.tags)):
            record = replace(record, tags=plain.tags)
        if plain.note != line_feeds(writable(record.note)):
            record = replace(record, note=plain.note)
        values = kept(plain.extra)
        if guid_key(selection.guid) == guid_key(own_guid(record.key)):
            values = {**values, "guid": ""}
        return replace(record, extra=with_kept(record.extra, values))

    def _code_guids(self, element: Element) -> list[str]:
        refs = (ref for coding in element.named("Coding") for ref in coding.named("CodeRef"))
        return [guid_key(ref.get("targetGUID")) for ref in refs]

    def _tags(self, element: Element) -> tuple[str, ...]:
        guids = self._code_guids(element)
        for guid in guids:
            if guid not in self._project.tags:
                self._refuse(element.get("guid"), f"It refers to no code ({guid}).")
        tags = self._project.tags
        return tuple(dict.fromkeys(tags[guid] for guid in guids if guid in tags))

    def _user(self, guid: str) -> str:
        return self._project.users.get(guid_key(guid), "")

    def _notes(self, element: Element) -> list[tuple[str, str]]:
        refs = [ref for ref in self._refs(element) if ref in self._project.notes]
        self._project.read_notes.update(refs)
        return [self._project.notes[ref] for ref in refs]

    def _kept_notes(self, element: Element) -> list[Json]:
        notes = self._project.notes
        return [
            {"guid": ref, "name": notes[ref][0], "text": notes[ref][1]}
            for ref in self._refs(element)
            if ref in notes
        ]

    def _codings(self, element: Element, guid: str, author: str) -> list[Json]:
        """The codings of a selection that are not as we would write them."""
        codings: list[Json] = []
        for coding in element.named("Coding"):
            for ref in coding.named("CodeRef"):
                code = guid_key(ref.get("targetGUID"))
                tag = self._project.tags.get(code, "")
                values: dict[str, Json] = {
                    "tag": tag,
                    "code": ref.get("targetGUID"),
                    "guid": coding.get("guid"),
                    "by": self._user(coding.get("creatingUser")),
                    "at": coding.get("creationDateTime"),
                }
                is_ours = (coding.get("guid"), values["by"], values["at"]) == (
                    guid_of(f"{guid}:{code}"),
                    author,
                    element.get("creationDateTime"),
                )
                if code in self._project.tags and not is_ours:
                    codings.append(values)
        return codings

    def _with_article(self, annotations: tuple[Annotation, ...]) -> Entry:
        element, project = self._element, self._project
        guid, name = element.get("guid"), element.get("name")
        article = next(
            (project.articles[ref] for ref in self._refs(element) if ref in project.articles), None
        )
        self._notes(element)
        values: dict[str, Json] = {
            "guid": guid,
            "description": element.text_of("Description"),
            "by": self._user(element.get("creatingUser")),
            "at": element.get("creationDateTime"),
            "notes": self._kept_notes(element),
            "codings": self._codings(element, guid, ""),
        }
        codes = project.take_new_codes()
        if article is None:
            document = Document(guid, name, self._text, extra=with_kept({}, values))
            return Entry(document, annotations, codes)
        if guid_key(guid) == guid_key(own_guid(article.document.key)):
            del values["guid"]
        document = replace(article.document, text=self._text)
        if name != writable(document.title):
            document = replace(document, title=name)
        document = replace(document, extra=with_kept(document.extra, values))
        return Entry(document, annotations, (*map(project.changed, article.codes), *codes))


def _hue(color: str) -> int | None:
    try:
        return nearest_hue(color.strip()) if color.strip() else None
    except ValueError:
        return None


def _moment(element: Element, name: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(element.get(name).strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError:
        return None
