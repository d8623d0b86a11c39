"""Pure: sequence labelling as doccano writes and reads it, a text with labels a line.

Two shapes are read: `label` is a list of [start, end, tag], or `entities` one of objects with
`start_offset`, `end_offset`, `label` and `id`. Offsets are code points of `text`. Written is the
first, or the second where `relations` between entities were read, one label for each tag of each
piece; on reading each label is a passage of its own. Other fields of a line are kept as `extra` of
the document.
Source: https://doccano.github.io/doccano/, "Sequence Labeling".
"""

import json
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, BinaryIO

from annotations.formats.json_values import (
    ValueRefused,
    as_extra,
    as_list,
    as_object,
    as_span,
    as_text,
    parse_json,
    read_json_lines,
)
from annotations.formats.offsets import with_texts
from annotations.formats.record import Annotation, Document, Entry, Piece, Refusal

_READ = ("id", "text", "label", "entities")


def dumps(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield a line for each Entry; an Entry without text repeats that of its article."""
    for entry, text in with_texts(entries):
        if text is None:
            continue
        labels = [
            (annotation, piece, tag)
            for annotation in entry.annotations
            for piece in annotation.pieces
            if annotation.state == "placed" and piece.start is not None
            for tag in annotation.tags
        ]
        extra = {name: value for name, value in entry.document.extra.items() if name not in _READ}
        row: dict[str, Any] = {**extra, "id": entry.document.key, "text": text}
        if isinstance(relations := extra.get("relations"), list):
            row |= _related(labels, relations)
        else:
            row["label"] = [[piece.start, piece.end, tag] for _, piece, tag in labels]
        yield json.dumps(row).encode() + b"\n"


def _related(labels: list[tuple[Annotation, Piece, str]], relations: list[Any]) -> dict[str, Any]:
    """Entities with the ids that were read, and the relations whose two ends are among them."""
    pairs = [
        ({each.get("from_id"), each.get("to_id")}, each)
        for each in relations
        if isinstance(each, dict) and {type(each.get("from_id")), type(each.get("to_id"))} == {int}
    ]
    read_ids: list[Any] = [annotation.extra.get("id") for annotation, _, _ in labels]
    numbers: set[Any] = {each for each in read_ids if type(each) is int}.union(
        *(ends for ends, _ in pairs)
    )
    free_ids = count(max(numbers, default=0) + 1)
    ids: set[Any] = set()
    entities = []
    for (_, piece, tag), read_id in zip(labels, read_ids, strict=True):
        entity_id = read_id if type(read_id) is int and read_id not in ids else next(free_ids)
        ids.add(entity_id)
        span = {"start_offset": piece.start, "end_offset": piece.end}
        entities.append({"id": entity_id, "label": tag, **span})
    return {"entities": entities, "relations": [each for ends, each in pairs if ends <= ids]}


def loads(file: BinaryIO) -> Iterator[Entry | Refusal]:
    """Yield an Entry for each line, and a Refusal for each that cannot be read."""
    for where, content in read_json_lines(file):
        try:
            yield _entry(as_object(parse_json(content), where), where)
        except ValueRefused as refused:
            yield Refusal(where, str(refused))


def _entry(row: dict[str, Any], where: str) -> Entry:
    text = row.get("text")
    if not isinstance(text, str):
        raise ValueRefused("text: this is not text.")
    labels = [_label(label) for label in as_list(row.get("label"), "label")]
    labels += [_entity(entity) for entity in as_list(row.get("entities"), "entities")]
    document_key = row.get("id", where)
    if isinstance(document_key, bool) or not isinstance(document_key, str | int):
        raise ValueRefused("id: this is neither text nor a number.")
    has_relations = isinstance(row.get("relations"), list)
    annotations = []
    for start, end, tag, label_id in labels:
        if end > len(text):
            raise ValueRefused(f"label: {start}–{end} is beyond the end of the text.")
        piece = Piece(start, end, text[start:end])
        label = {"id": label_id} if has_relations and type(label_id) is int else {}
        key = "" if label_id is None else str(label_id)[:100]
        annotations.append(Annotation((piece,), key=key, tags=(tag,), extra=as_extra(label)))
    extra = as_extra({name: value for name, value in row.items() if name not in _READ})
    return Entry(Document(str(document_key), text=text, extra=extra), tuple(annotations))


def _label(label: Any) -> tuple[int, int, str, Any]:
    if not isinstance(label, list) or len(label) != 3:
        raise ValueRefused("label: this is not [start, end, tag].")
    return *as_span(label[0], label[1], "label"), as_text(label[2], "label"), None


def _entity(entity: Any) -> tuple[int, int, str, Any]:
    values = as_object(entity, "entities")
    span = as_span(values.get("start_offset"), values.get("end_offset"), "entities")
    return *span, as_text(values.get("label"), "entities, label"), values.get("id")
