"""Web Annotations as Recogito exports them: nothing refused, and no person made of a place."""

import io
import json

from annotations.formats.record import Annotation, Document, Entry, Piece
from annotations.formats.web_annotation import dumps, loads

PART = "https://recogito.example.org/part/1"
CREATOR = {"creator": "https://recogito.example.org/r", "modified": "2024-12-08T10:00:00+00:00"}
BODIES = [
    {
        "type": "SpecificResource",
        "value": "http://places.example.org/1",
        "purpose": "identifying",
        **CREATOR,
    },
    {
        "type": "Feature",
        "purpose": "georeferencing",
        "geometry": {"type": "Point", "coordinates": [12.5, 41.9]},
        **CREATOR,
    },
    {"type": "SpecificResource", "value": "PERSON", "purpose": "identifying", **CREATOR},
    {"type": "Feature", "purpose": "georeferencing", **CREATOR},
    {"type": "TextualBody", "value": "river", "purpose": "tagging", **CREATOR},
]
EXPORTED = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "https://recogito.example.org/annotation/7",
    "type": "Annotation",
    "generator": {"id": "https://recogito.example.org/", "type": "Software", "name": "Recogito"},
    "generated": "2024-12-08T10:00:00+00:00",
    "body": BODIES,
    "target": {
        "source": PART,
        "type": "Text",
        "label": "pliny.txt",
        "selector": [
            {"type": "TextPositionSelector", "start": 8, "end": 13},
            {"type": "TextQuoteSelector", "exact": "Tiber"},
        ],
    },
}


def test_an_annotation_comes_in_with_its_words_and_the_name_of_its_text():
    [entry] = loads(io.BytesIO(json.dumps([EXPORTED]).encode()))

    [annotation] = entry.annotations
    assert entry.document == Document(PART, title="pliny.txt", url=PART)
    assert (annotation.pieces, annotation.tags, annotation.people, annotation.note) == (
        (Piece(8, 13, "Tiber"),),
        ("river",),
        (),
        "",
    )


def test_what_the_desk_has_no_place_for_is_written_back():
    entries = list(loads(io.BytesIO(json.dumps([EXPORTED]).encode())))

    [written] = json.loads(b"".join(dumps(entries)))["first"]["items"]
    assert sorted(map(json.dumps, written["body"])) == sorted(map(json.dumps, BODIES))
    [target] = written["target"]
    assert (target["type"], target["label"]) == ("Text", "pliny.txt")


def test_an_address_as_a_value_is_the_name_of_nobody():
    body = {"type": "TextualBody", "purpose": "identifying", "value": "https://example.org/zamir"}
    [entry] = loads(io.BytesIO(json.dumps({**EXPORTED, "body": [body]}).encode()))

    assert entry.annotations == (
        Annotation(
            (Piece(8, 13, "Tiber"),),
            key=EXPORTED["id"],
            url=EXPORTED["id"],
            extra=entry.annotations[0].extra,
        ),
    )
    assert entry.annotations[0].extra["body"] == [body]
    assert isinstance(entry, Entry)
