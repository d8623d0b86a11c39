"""Pure: tasks of Label Studio, as its JSON export has them and its import takes them.

A task has `data`, of which `text` is the article, and `annotations` with a list `result`. A region
is a result with `start` and `end`, in code points; results with its id add choices and texts to
it. Labels and choices of a region are tags, a text of it is the note. Other results, fields of a
task and its predictions are kept as `extra` of the document. docs/formats.md has the labelling
interface for what is written.
Source: https://labelstud.io/guide/export, "Label Studio JSON format".
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any, BinaryIO

from annotations.formats.json_values import (
    ValueRefused,
    as_extra,
    as_list,
    as_moment,
    as_object,
    as_span,
    as_text,
    json_records,
)
from annotations.formats.offsets import with_texts
from annotations.formats.record import Annotation, Document, Entry, Piece, Refusal
from corpus.dates import parse

# Results whose values are tags of a region, and those whose values are its note.
_LABELS = ("labels", "hypertextlabels", "choices", "taxonomy")
_NOTE = "textarea"
_FACTS = ("title", "url", "source", "grade", "byline", "language", "sha256")
_SEPARATOR = "\n"


def dumps(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield a list with a task for each Entry; one without text repeats that of its article."""
    separator = "[\n"
    for entry, text in with_texts(entries):
        if text is not None:
            task = json.dumps(_task_of(entry, text), ensure_ascii=False)
            yield f"{separator}{task}".encode()
            separator = ",\n"
    yield ("[\n]\n" if separator.startswith("[") else "\n]\n").encode()


def _task_of(entry: Entry, text: str) -> dict[str, Any]:
    document = entry.document
    data: dict[str, Any] = {"text": text, "key": document.key}
    data |= {name: value for name in _FACTS if (value := getattr(document, name))}
    if document.published:
        data["published"] = document.published.isoformat()
    results = []
    for number, annotation in enumerate(entry.annotations):
        for piece_number, piece in enumerate(annotation.pieces):
            if annotation.state != "placed" or piece.start is None:
                continue
            # A region that others refer to keeps the id that it came with.
            key = str(annotation.extra.get("id") or annotation.key or number)
            key = f"{key}-{piece_number}" if piece_number else key
            region = {"id": key, "to_name": "text"}
            span = {"start": piece.start, "end": piece.end}
            results.append(
                {
                    **region,
                    "from_name": "label",
                    "type": "labels",
                    "value": {**span, "text": piece.quote, "labels": list(annotation.tags)},
                }
            )
            if annotation.note:
                value = {**span, "text": [annotation.note]}
                results.append({**region, "from_name": "note", "type": _NOTE, "value": value})
    extra = dict(document.extra)
    kept_results = as_list(extra.pop("result", None), "result")
    data |= as_object(extra.pop("data", {}), "data")
    return {**extra, "data": data, "annotations": [{"result": results + kept_results}]}


def loads(file: BinaryIO) -> Iterator[Entry | Refusal]:
    """Yield an Entry for each task, and a Refusal for each that cannot be read."""
    _, records = json_records(file)
    for record in records:
        if isinstance(record, Refusal):
            yield record
            continue
        where, task = record
        try:
            yield _entry(task, where)
        except ValueRefused as refused:
            yield Refusal(where, str(refused))


def _entry(task: dict[str, Any], where: str) -> Entry:
    data = as_object(task.get("data"), "data")
    texts = {name: value for name, value in data.items() if isinstance(value, str)}
    # A project may name its text otherwise; then it is the longest, if regions are in a text.
    name = "text" if "text" in texts else max(texts, key=lambda each: len(texts[each]), default="")
    text = texts.pop(name, "")
    extra = {field: value for field, value in task.items() if field not in ("data", "annotations")}
    annotations: list[Annotation] = []
    results: list[Any] = []
    for each in as_list(task.get("annotations", task.get("completions")), "annotations"):
        own_annotations, others = _annotations(as_object(each, "annotations"), text)
        annotations += own_annotations
        results += others
    if name != "text" and not annotations:
        raise ValueRefused("data: there is no text.")
    if results:
        extra["result"] = results
    facts = {fact: texts[fact] for fact in _FACTS if fact in texts}
    read, published = {name, "key", *facts}, None
    # A date that we cannot read stays as it is.
    with suppress(ValueError):
        published = parse(texts.get("published", ""))
        read.add("published")
    if kept := {field: value for field, value in data.items() if field not in read}:
        extra["data"] = kept
    key = texts.get("key") or str(task.get("id", ""))[:100] or where
    document = Document(key, text=text, published=published, extra=as_extra(extra), **facts)
    return Entry(document, tuple(annotations))


def _annotations(row: dict[str, Any], text: str) -> tuple[list[Annotation], list[Any]]:
    """The regions of an annotation of a task, and its results that belong to none."""
    author = row.get("completed_by")
    created = row.get("created_at")
    annotation = Annotation(
        (),
        author=as_text(author.get("email"), "email") if isinstance(author, dict) else "",
        created_at=as_moment(created) if isinstance(created, str) else None,
    )
    regions: dict[str, tuple[Piece, list[str], list[str]]] = {}
    others = []
    for number, each in enumerate(as_list(row.get("result"), "result")):
        result = as_object(each, "result")
        value = result.get("value")
        kind = result.get("type")
        kind = kind if isinstance(kind, str) else ""
        if not isinstance(value, dict) or kind not in (*_LABELS, _NOTE) or "start" not in value:
            others.append(each)
            continue
        start, end = _span(value)
        region = as_text(result.get("id"), "result, id") or str(number)
        words = value.get("text")
        piece = Piece(start, end, words if isinstance(words, str) else text[start:end])
        _, tags, notes = regions.setdefault(region, (piece, [], []))
        values = as_list(value.get("text" if kind == _NOTE else kind), kind)
        # A taxonomy has the path to each choice.
        names = ["/".join(map(str, name)) if isinstance(name, list) else name for name in values]
        (notes if kind == _NOTE else tags).extend(as_text(name, kind) for name in names)
    referred = {
        end
        for each in others
        if isinstance(each, dict)
        for end in (each.get("id"), each.get("from_id"), each.get("to_id"))
        if isinstance(end, str)
    }
    annotations = [
        replace(
            annotation,
            pieces=(piece,),
            key=key,
            extra={"id": key} if key in referred else {},
            tags=tuple(dict.fromkeys(filter(None, tags))),
            note=_SEPARATOR.join(notes),
        )
        for key, (piece, tags, notes) in regions.items()
    ]
    return annotations, others


def _span(value: dict[str, Any]) -> tuple[int, int]:
    """The span of a region; in HTML the offsets of its text stand apart."""
    offsets = value.get("globalOffsets")
    place = offsets if isinstance(offsets, dict) else value
    return as_span(place.get("start"), place.get("end"), "result")
