import io
import json
from dataclasses import replace

import pytest

from annotations.formats.doccano import dumps, loads
from annotations.formats.record import Annotation, Document, Entry, Piece, Refusal

TEXT = "کابل 😀 fell"


def read(content):
    return list(loads(io.BytesIO(content)))


def passage(start, end, *tags, key=""):
    return Annotation((Piece(start, end, TEXT[start:end]),), key=key, tags=tags)


def test_labels_are_passages_by_code_points():
    line = json.dumps({"id": 7, "text": TEXT, "label": [[0, 4, "city"], [5, 6, "mood"]], "a": 1})

    expected = (passage(0, 4, "city"), passage(5, 6, "mood"))
    assert read(line.encode()) == [Entry(Document("7", text=TEXT, extra={"a": 1}), expected)]


def test_entities_are_read_as_well():
    entity = {"id": 3, "label": "city", "start_offset": 0, "end_offset": 4}
    line = json.dumps({"text": TEXT, "entities": [entity]})

    assert read(line.encode()) == [
        Entry(Document("line 1", text=TEXT), (passage(0, 4, "city", key="3"),))
    ]


def test_what_is_written_is_read_again():
    entry = Entry(Document("a", text=TEXT, extra={"b": [1]}), (passage(0, 4, "x"),))

    assert read(b"".join(dumps([entry]))) == [entry]


def test_several_tags_are_a_label_each():
    entry = Entry(Document("a", text=TEXT), (passage(0, 4, "x", "y"),))

    [line] = dumps([entry])

    assert json.loads(line)["label"] == [[0, 4, "x"], [0, 4, "y"]]


RELATED = {
    "id": 7,
    "text": TEXT,
    "entities": [
        {"id": 3, "label": "city", "start_offset": 0, "end_offset": 4},
        {"id": 12, "label": "mood", "start_offset": 5, "end_offset": 6},
        {"id": 9, "label": "event", "start_offset": 7, "end_offset": 11},
    ],
    "relations": [
        {"id": 1, "from_id": 3, "to_id": 9, "type": "place of"},
        {"id": 2, "from_id": 12, "to_id": 9, "type": "mood of"},
        {"id": 5, "from_id": 8, "to_id": 9, "type": "nowhere"},
        {"id": 6, "from_id": [3], "to_id": 9, "type": "none"},
        "no relation",
    ],
}


def test_relations_are_written_back_with_the_entities_that_they_are_between():
    entries = read(json.dumps(RELATED).encode())

    [line] = dumps(entries)

    row = {**RELATED, "id": "7", "relations": RELATED["relations"][:2]}
    assert json.loads(line) == row
    assert read(line) == read(json.dumps(row).encode())


def test_a_relation_goes_with_its_passage():
    [entry] = read(json.dumps(RELATED).encode())
    city, _, event = entry.annotations
    fresh = replace(city, key="a1b2c3", tags=("city", "capital", "seat"))

    [line] = dumps([replace(entry, annotations=(city, fresh, event))])

    row = json.loads(line)
    ids = {(each["label"], each["id"]) for each in row["entities"]}
    assert ids == {("city", 3), ("city", 13), ("capital", 14), ("seat", 15), ("event", 9)}
    assert row["relations"] == RELATED["relations"][:1]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "This is not JSON"),
        (b"\xff{}", "It is not UTF-8"),
        (b"[" * 100_000, "Its lists and objects are nested too deeply."),
        (b"[]", "line 1: this is not an object."),
        (b'{"text": 1}', "text: this is not text."),
        (b'{"text": "abc", "label": [[true, 2, "x"]]}', "label, start: this is not an offset."),
        (b'{"text": "abc", "label": [[-1, 2, "x"]]}', "label, start: this is not an offset."),
        (b'{"text": "abc", "label": [[2, 2, "x"]]}', "label: it ends before it starts."),
        (b'{"text": "abc", "label": [[0, 4, "x"]]}', "label: 0–4 is beyond the end of the text."),
        (b'{"text": "abc", "label": [[0, 1, 5]]}', "label: this is not text."),
        (b'{"text": "abc", "id": ' + b"9" * 5_000 + b"}", "It holds a number that is too long."),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_and_the_next_is_read(line, why):
    refusal, entry = read(line + b'\n{"id": "z", "text": "abc"}')

    assert (refusal.where, refusal.why[: len(why)]) == ("line 1", why)
    assert isinstance(refusal, Refusal)
    assert entry == Entry(Document("z", text="abc"))
