"""Pure: writes the .ann file of one article for brat; see `archive`."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from annotations.formats.brat.lines import (
    BOUND,
    NOTE_TYPE,
    NOWHERE,
    bound_lines,
    ids_of,
    is_placed,
    kept,
    note_line,
    read_bound,
    without_brat,
)
from annotations.formats.json_values import ValueRefused
from annotations.formats.record import Annotation, Document, Entry
from annotations.formats.record_lines import article_line, passage_line


def dumps(entry: Entry, stem: str) -> str:
    """The file of annotations of an article whose files are called `stem`."""
    layout = _layout(entry)
    names = _names(entry, layout)
    passages = {
        line_names[0]: (bound_lines(line_names, each), each.note)
        for line_names, each in zip(names, entry.annotations, strict=True)
        if line_names
    }
    lines: list[str] = []
    unwritten = dict(passages)
    unnoted = {name for name, (_, note) in passages.items() if note}
    for place in _without_dangling(layout, {name for line_names in names for name in line_names}):
        if isinstance(place, str):
            lines.append(place)
        elif len(place) == 1 and place[0] in unwritten:
            lines += unwritten.pop(place[0])[0]
        elif len(place) > 1 and place[0] in unnoted:
            unnoted.remove(place[0])
            note = note_line(passages[place[0]][1])
            is_same = len(place) > 2 and note == note_line(place[2])
            lines.append(_note(place[1], place[0], place[2] if is_same else note))
    # The last line end of a file makes an empty last line.
    is_ended = not lines or lines[-1] == ""
    lines = lines[:-1] if is_ended else lines
    free = _free("#", {line.split("\t", 1)[0] for line in lines})
    added: list[str] = []
    for name, (own_lines, note) in passages.items():
        added += own_lines if name in unwritten else []
        added += [_note(next(free), name, note_line(note))] if name in unnoted else []
    added += [f"{next(free)}\t{NOTE_TYPE} {record}" for record in _records(entry, names, stem)]
    return "\n".join([*lines, *added]) + ("\n" if added or (lines and is_ended) else "")


def _layout(entry: Entry) -> list[str | list[str]]:
    """The lines of the file that was read: as they were, or the names of what stood there."""
    layout = kept(entry.document.extra).get("layout")
    return [
        place if isinstance(place, str) else [str(name) for name in place]
        for place in (layout if isinstance(layout, list) else ())
        if (isinstance(place, str) and "\n" not in place) or (isinstance(place, list) and place)
    ]


def _without_dangling(layout: list[str | list[str]], names: set[str]) -> list[str | list[str]]:
    """The layout without lines that refer to passages which are gone: brat refuses such a file."""
    gone = {place[0] for place in layout if isinstance(place, list)} - names
    referring = defaultdict[str, list[str]](list)
    for line in (place for place in layout if gone and isinstance(place, str)):
        for name in _references(line):
            referring[name].append(line.split("\t")[0])
    # An event without its trigger takes what is said of it along.
    dangling = list(gone)
    while dangling:
        for name in referring[dangling.pop()]:
            if name not in gone and name != "*":
                gone.add(name)
                dangling.append(name)
    return [
        place
        for place in layout
        if isinstance(place, list) or not gone or gone.isdisjoint(_references(place))
    ]


def _references(line: str) -> list[str]:
    """What a line such as `R1 TAB Cause Arg1:T1 Arg2:T2` refers to, with other words of it."""
    return re.split("[ :]", "".join(line.split("\t")[1:2]))


def _names(entry: Entry, layout: list[str | list[str]]) -> list[list[str]]:
    """The names of the T lines of each passage, one for each tag; none without a position."""
    wanted = [ids_of(each) or [each.key] for each in entry.annotations]
    used = {place.split("\t", 1)[0] for place in layout if isinstance(place, str)} | {NOWHERE}
    # A refused line may have the name of one that was read.
    used -= {place[0] for place in layout if isinstance(place, list)}
    free = _free("T", used.union(*wanted))
    names: list[list[str]] = []
    for ids, each in zip(wanted, entry.annotations, strict=True):
        line_names = []
        for index in range(max(1, len(each.tags)) if is_placed(each) else 0):
            name = ids[index] if index < len(ids) else ""
            is_usable = re.fullmatch(r"T\S+", name) and name not in used
            line_names.append(name if is_usable else next(free))
            used.add(line_names[-1])
        names.append(line_names)
    return names


def _free(prefix: str, taken: set[str]) -> Iterator[str]:
    names = (f"{prefix}{number}" for number in range(1, 10**9))
    return (name for name in names if name not in taken)


def _note(name: str, target: str, note: str) -> str:
    return f"{name}\tAnnotatorNotes {target}\t{note}"


def _records(entry: Entry, names: list[list[str]], stem: str) -> Iterator[str]:
    """Our own notes, without their names: what the lines of brat do not hold."""
    document = entry.document
    bare = replace(document, text=None, extra=without_brat(document.extra))
    if bare != Document(stem) or entry.codes:
        first = next((line_names[0] for line_names in names if line_names), NOWHERE)
        yield f"{first}\t{article_line(bare, entry.codes)}"
    former = ""
    for line_names, each in zip(names, entry.annotations, strict=True):
        if line_names and each == _plain(line_names, each, document.text):
            former = line_names[0]
            continue
        # What a T line holds of `extra` is written there.
        line = passage_line(replace(each, extra=without_brat(each.extra)) if line_names else each)
        # What has no T line names the passage before it.
        others = line_names[1:] if line_names else [former] if former else []
        first_name = line_names[0] if line_names else NOWHERE
        yield f"{first_name}\t{''.join(f'{name} ' for name in others)}{line}"
        former = line_names[0] if line_names else former


def _plain(names: list[str], annotation: Annotation, text: str | None) -> Annotation | None:
    """What a reader makes of a passage's T line and note alone, or None."""
    if len(names) > 1 or note_line(annotation.note) != annotation.note:
        return None
    match = BOUND.fullmatch(bound_lines(names, annotation)[0])
    try:
        plain = read_bound(match, text) if match else None
    except ValueRefused:
        return None
    if plain is None or ids_of(annotation) != names or without_brat(annotation.extra):
        return None
    return replace(plain, note=annotation.note, extra=annotation.extra)
