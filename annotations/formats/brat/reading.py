"""Pure: reads the .ann file of one article from brat; see `archive`."""

import re
from collections import defaultdict
from collections.abc import KeysView
from dataclasses import dataclass, field, replace

from annotations.formats.brat.lines import (
    BOUND,
    NOTE,
    NOTE_TYPE,
    NOWHERE,
    UNTAGGED,
    bound_lines,
    note_line,
    read_bound,
    spans_of,
    tag_of,
    type_of,
)
from annotations.formats.brat.writing import dumps
from annotations.formats.json_values import ValueRefused
from annotations.formats.record import Annotation, Document, Entry, Json, Refusal
from annotations.formats.record_lines import read_line

MAX_LINES = 50_000
MAX_REFUSALS = 1_000

_RECORD = re.compile(r"((?:T\S+ )*)(\{.*)", re.S)


@dataclass(slots=True)
class _File:
    """The lines of a file by what they are.

    `bound` are passages by the names of their T lines, with these; `notes` are words by
    targets; `records` our own notes: the passage, and the names of its further T lines.
    `unplaced` are passages without a T line, by the names of the passages before them.
    `layout` are the lines in their order.
    """

    bound: dict[str, tuple[str, Annotation]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    records: dict[str, tuple[Annotation, list[str]]] = field(default_factory=dict)
    unplaced: dict[str, list[Annotation]] = field(default_factory=lambda: defaultdict(list))
    article: Entry | None = None
    layout: list[str | list[str]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, where: str, why: str) -> None:
        if len(self.refusals) < MAX_REFUSALS:
            self.refusals.append(Refusal(where, why))


def loads(
    stem: str, text: str | None, content: str, tags_by_type: dict[str, str]
) -> tuple[Entry, list[Refusal]]:
    """The Entry of a file of annotations, and what of it cannot be read.

    `tags_by_type` has the tags of the files read before; those of this file are added.
    """
    file = _sorted_lines(stem, text, content)
    article = file.article or Entry(Document(stem))
    tags = [code.name for code in article.codes]
    for tag in [*tags, *(tag for record, _ in file.records.values() for tag in record.tags)]:
        tags_by_type.setdefault(type_of(tag), tag)
    others = {other for _, others in file.records.values() for other in others}
    names = {name: [name, *(() if name in others else _others(name, file))] for name in file.bound}
    parts = {other for line_names in names.values() for other in line_names[1:]}
    passages = {
        name: _passage(line_names, file, tags_by_type)
        for name, line_names in names.items()
        if name not in parts
    }
    document = replace(article.document, text=text)
    entry = Entry(document, _in_order(passages, file), article.codes)
    extra: dict[str, Json] = {} if file.article else {"name": stem}
    if dumps(entry, stem) != content:
        passages = {name: _with_line(names[name], each, file) for name, each in passages.items()}
        entry = replace(entry, annotations=_in_order(passages, file))
        layout = [_place(place, passages.keys(), file) for place in file.layout]
        extra["layout"] = list[Json](layout)
    if extra:
        document = replace(document, extra={**document.extra, "brat": extra})
    return replace(entry, document=document), file.refusals


def _sorted_lines(stem: str, text: str | None, content: str) -> _File:
    file = _File()
    names: set[str] = set()
    lines = content.split("\n", MAX_LINES)
    if len(lines) > MAX_LINES:
        file.refuse(f"{stem}.ann", f"Only the first {MAX_LINES:,} lines are read.")
        lines.pop()
    for number, line in enumerate(lines, 1):
        bound, note = BOUND.fullmatch(line), NOTE.fullmatch(line)
        try:
            if note and note[2] == NOTE_TYPE and (record := _RECORD.fullmatch(note[4])):
                _read_record(file, note[3], *record.groups())
            elif (
                note
                and note[2] == "AnnotatorNotes"
                and note_line(note[4])
                and note[3] not in file.notes
            ):
                file.notes[note[3]] = note[4]
                file.layout.append([note[3], note[1]])
            elif bound and bound[1] not in names:
                names.add(bound[1])
                file.bound[bound[1]] = line, read_bound(bound, text)
                file.layout.append([bound[1]])
            elif line.startswith("T"):
                why = f"{bound[1]} is there twice." if bound else "This is not a T line of brat."
                raise ValueRefused(why)
            else:
                file.layout.append(line)
        except ValueRefused as refused:
            file.layout.append(line)
            file.refuse(f"{stem}.ann, line {number}", str(refused))
    return file


def _read_record(file: _File, target: str, others: str, line: str) -> None:
    """Take what one of our own notes says of the article or of a passage. Raises ValueRefused."""
    record = read_line(line)
    if isinstance(record, Entry):
        file.article = record
    elif target == NOWHERE:
        file.unplaced[others.strip()].append(record)
    else:
        file.records.setdefault(target, (record, others.split()))


def _others(name: str, file: _File) -> list[str]:
    """The names of the further T lines of a passage that still have its span."""
    record, others = file.records.get(name, (None, []))
    if record is None:
        return []
    pieces = file.bound[name][1].pieces
    return [
        other
        for other in dict.fromkeys(others[: len(record.tags) - 1])
        if other in file.bound
        and other not in file.records
        and file.bound[other][1].pieces == pieces
    ]


def _in_order(passages: dict[str, Annotation], file: _File) -> tuple[Annotation, ...]:
    first = [name for name in file.unplaced if name not in passages]
    return tuple(
        each
        for name in [*first, *passages]
        for each in [*([passages[name]] if name in passages else []), *file.unplaced.get(name, ())]
    )


def _passage(names: list[str], file: _File, tags_by_type: dict[str, str]) -> Annotation:
    """A passage by its T lines and notes; what brat has changed of them since counts."""
    name = names[0]
    plain = file.bound[name][1]
    note = note_line(file.notes.get(name, ""))
    if name not in file.records:
        tags = tuple(tags_by_type.get(tag, tag) for tag in plain.tags)
        return replace(plain, tags=tags, note=note)
    record, others = file.records[name]
    tags_by_name = dict(zip([name, *others], record.tags, strict=False))
    tags = ()
    for each in names:
        type_name = next(iter(file.bound[each][1].tags), UNTAGGED)
        tag = tags_by_name.get(each)
        is_same = tag is not None and type_of(tag) == type_name
        tags += (tag,) if tag is not None and is_same else tag_of(type_name, tags_by_type)
    if spans_of(record) != spans_of(plain):
        record = replace(record, pieces=plain.pieces, rule=plain.rule)
    if note != note_line(record.note):
        record = replace(record, note=note)
    return replace(record, tags=tuple(dict.fromkeys(tags)))


def _with_line(names: list[str], annotation: Annotation, file: _File) -> Annotation:
    """A passage with the names of its T lines, and its line where we would write another."""
    values: dict[str, Json] = {"ids": list[Json](names)}
    line = file.bound[names[0]][0]
    if len(names) == 1 and [line] != bound_lines(names, annotation):
        values["line"] = line
    return replace(annotation, extra={**annotation.extra, "brat": values})


def _place(place: str | list[str], passages: KeysView[str], file: _File) -> str | list[Json]:
    """A line of the file as its layout has it; a note on no passage stays the line that it is."""
    if isinstance(place, str) or len(place) == 1:
        return place if isinstance(place, str) else list[Json](place)
    note = file.notes[place[0]]
    if place[0] not in passages:
        return f"{place[1]}\tAnnotatorNotes {place[0]}\t{note}"
    return [*place, *([note] if note != note_line(note) else [])]
