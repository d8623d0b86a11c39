"""Pure: annotations of the W3C as JSON-LD.

Written is one AnnotationCollection with one AnnotationPage, an annotation a line. Read are also a
Page, a list of annotations, one after the other, and one alone. Each piece of a passage is a
target with a TextQuoteSelector and a TextPositionSelector, in code points. Tags, people, claims
and the note are bodies. What the model has no term for has one of ours, which begin with `ts:`.
Bodies, selectors and fields that are not ours are kept as `extra`, in the shape of an annotation.
Source: https://www.w3.org/TR/annotation-model/.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, BinaryIO
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from annotations.formats.json_values import ValueRefused, json_records
from annotations.formats.record import Annotation, Code, Document, Entry, Piece, Refusal
from annotations.formats.web_annotation_checks import (
    CONTEXTS,
    NEXT_PAGES,
    URN,
    annotations_in,
    is_uri,
    missing_pages,
    only_value,
    several,
)
from annotations.formats.web_annotation_reading import (
    CLAIM_TEXTS,
    DOCUMENT_TEXTS,
    NOTE_SEPARATOR,
    author_of,
    meaning_of,
    read,
)

# Annotations of one Entry: an article with more of them is read as several.
MAX_ANNOTATIONS = 1_000

_LISTS = (("items",), ("first", "items"))
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def dumps(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the document, a part for each Entry."""
    count = 0
    for entry in entries:
        source = _source_of(entry.document)
        codes = {code.name: code for code in entry.codes}
        lines = []
        for annotation in entry.annotations:
            count += 1
            lines.append(_encode(_annotation_of(annotation, source, codes, count)))
            if count == 1:
                yield _head(_id_of(annotation, count)).encode()
            else:
                lines[-1] = f",\n{lines[-1]}"
        if lines:
            yield "".join(lines).encode()
    yield f'{"" if count else _head(URN)}\n]}},"total":{count}}}\n'.encode()


def _head(first: str) -> str:
    collection = f"urn:uuid:{uuid5(NAMESPACE_URL, first)}"
    about = {"id": collection, "type": "AnnotationCollection", "label": "Passages"}
    page = {"id": f"{collection}#page", "type": "AnnotationPage", "partOf": about}
    head: dict[str, Any] = {"@context": CONTEXTS, **about, "last": page["id"]}
    head["first"] = {**page, "startIndex": 0, "items": []}
    return _encode(head).removesuffix("]}}") + "\n"


def _id_of(annotation: Annotation, number: int) -> str:
    if is_uri(annotation.url):
        return annotation.url
    is_absolute = ":" in annotation.key and is_uri(annotation.key)
    return annotation.key if is_absolute else f"{URN}passage:{quote(annotation.key) or number}"


def _annotation_of(
    annotation: Annotation, source: dict[str, Any], codes: dict[str, Code], number: int
) -> dict[str, Any]:
    values: dict[str, Any] = {"id": _id_of(annotation, number), "type": "Annotation"}
    extra = dict(annotation.extra)
    kept_bodies, kept_targets = several(extra.pop("body", [])), several(extra.pop("target", []))
    values |= extra
    if annotation.key != values["id"]:
        values["ts:key"] = annotation.key
    if annotation.url not in ("", values["id"]):
        values["ts:url"] = annotation.url
    if annotation.created_at:
        values["created"] = annotation.created_at.isoformat()
    if annotation.edited_at:
        values["modified"] = annotation.edited_at.isoformat()
    creator = extra.get("creator")
    if annotation.author and (creator is None or annotation.author != author_of(creator)):
        values["creator"] = {"type": "Person", "nickname": annotation.author}
    if annotation.state != "placed":
        values["ts:state"] = annotation.state
    if annotation.revision is not None:
        values["ts:revision"] = annotation.revision
    if annotation.page:
        values["ts:page"] = annotation.page
    motivation = only_value(extra.get("motivation"))
    if bodies := _bodies_of(annotation, codes, kept_bodies, motivation):
        values["body"] = bodies
    values["target"] = _targets_of(annotation.pieces, source, kept_targets)
    return values


def _bodies_of(
    annotation: Annotation, codes: dict[str, Code], kept: list[Any], motivation: Any
) -> list[dict[str, Any]]:
    bodies = [_tag_body(tag, codes.pop(tag, None)) for tag in annotation.tags]
    bodies += [
        _textual("identifying", person.name, {"ts:role": person.role, "ts:key": person.key})
        for person in annotation.people
    ]
    for claim in annotation.claims:
        values = {f"ts:{name}": getattr(claim, name) for name in CLAIM_TEXTS}
        values["ts:said"] = claim.said.isoformat() if claim.said else ""
        bodies.append(_textual("linking", claim.statement, {"ts:stance": claim.stance, **values}))
    if annotation.note:
        bodies.append({**_textual("commenting", annotation.note, {}), "format": "text/plain"})
    return _as_read(bodies, kept, motivation) if kept else bodies


def _as_read(
    bodies: list[dict[str, Any]], kept: list[Any], motivation: Any
) -> list[dict[str, Any]]:
    """Bodies, with those that were read with more in them, such as an author, in their places.

    One whose tag or note is no longer there is left out.
    """
    originals: dict[tuple[str, str] | None, list[Any]] = {}
    for body in kept:
        originals.setdefault(meaning_of(body, motivation), []).append(body)
    notes = [meaning for meaning in originals if meaning and meaning[0] == "note"]
    joined = ("note", NOTE_SEPARATOR.join(words for _, words in notes))
    originals[joined] = [body for meaning in notes for body in originals.pop(meaning)]
    others = originals.pop(None, [])
    written = [originals.get(meaning_of(each, ""), []) or [each] for each in bodies]
    return [body for group in written for body in group] + others


def _tag_body(tag: str, code: Code | None) -> dict[str, Any]:
    if code is None:
        return _textual("tagging", tag, {})
    details = {"ts:definition": code.definition, "ts:hue": code.hue, "ts:key": code.key}
    return _textual("tagging", tag, details) | {"ts:definition": code.definition}


def _textual(purpose: str, value: str, details: dict[str, Any]) -> dict[str, Any]:
    present = {name: detail for name, detail in details.items() if detail not in ("", None)}
    return {"type": "TextualBody", "purpose": purpose, "value": value, **present}


def _source_of(document: Document) -> dict[str, Any]:
    key = document.key
    if is_uri(document.url):
        uri = document.url
    else:
        uri = key if ":" in key and is_uri(key) else f"{URN}article:{quote(key)}"
    values = {**document.extra, "id": uri, "type": "Text"}
    if key != uri:
        values["ts:key"] = key
    if document.url not in ("", uri):
        values["ts:url"] = document.url
    if document.language:
        values["language"] = document.language
    if document.published:
        values["ts:published"] = document.published.isoformat()
    for name in DOCUMENT_TEXTS:
        if text := getattr(document, name):
            values[f"ts:{name}"] = text
    return values


def _targets_of(
    pieces: tuple[Piece, ...], source: dict[str, Any], kept: list[Any]
) -> list[dict[str, Any]]:
    targets, rest = [], list(pieces)
    for each in kept:
        if isinstance(each, list):
            targets += each
        elif rest:
            targets.append(_target_of(rest.pop(0), source, each))
    targets += [_target_of(piece, source, {}) for piece in rest]
    return targets or [source]


def _target_of(piece: Piece, source: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    quote_selector = {"type": "TextQuoteSelector", "exact": piece.quote}
    if piece.prefix:
        quote_selector["prefix"] = piece.prefix
    if piece.suffix:
        quote_selector["suffix"] = piece.suffix
    selectors: list[Any] = [quote_selector]
    if piece.start is not None:
        selectors.append({"type": "TextPositionSelector", "start": piece.start, "end": piece.end})
    values = {"type": "SpecificResource", "source": source, **kept}
    values["selector"] = selectors + several(kept.get("selector"))
    return values


def loads(file: BinaryIO) -> Iterator[Entry | Refusal]:
    """Yield Entries of annotations that follow each other in one document, and Refusals.

    Without a context of its own an annotation has that of its Page or Collection. One that breaks
    a rule of the model is refused.
    """
    container, records = json_records(file, *_LISTS, following=NEXT_PAGES)
    entry: Entry | None = None
    annotations: list[Annotation] = []
    for record in records:
        if isinstance(record, Refusal):
            yield record
            continue
        for item in annotations_in(*record, container.get("@context")):
            if isinstance(item, Refusal):
                yield item
                continue
            where, values = item
            try:
                document, annotation, codes = read(values)
            except ValueRefused as refused:
                yield Refusal(where, str(refused))
                continue
            is_same = entry is not None and entry.document.key == document.key
            if entry and (not is_same or len(annotations) == MAX_ANNOTATIONS):
                yield replace(entry, annotations=tuple(annotations))
                entry, annotations = None, []
            entry = entry or Entry(document)
            entry = replace(entry, codes=entry.codes + codes)
            annotations.append(annotation)
    if entry:
        yield replace(entry, annotations=tuple(annotations))
    first = container.get("first")
    for page in (container, first if isinstance(first, dict) else {}):
        yield from missing_pages("the file", page)
