"""JSON lists, and JSON objects over several lines."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers import json_values, jsonl
from corpus.readers.columns import columns_in
from corpus.readers.formats import format_of, read_articles
from corpus.readers.imported_record import ImportedRecord
from corpus.readers.json_values import split_objects
from tests.corpus.readers.reading import outcome, records
from tests.support.strategies import many

ROWS = [
    {"title": "One", "text": 'Brackets ]}[{ and \\" in text.', "url": "https://paper.example/1"},
    {"title": "Two", "text": "b\\", "byline": [{"name": "A. Writer"}, {"name": "B. Writer"}]},
    {"title": "Three", "text": "c", "more": {"list": [1, [2, {"x": "]"}]]}},
]
LAYOUTS = [
    json.dumps(ROWS),
    json.dumps(ROWS, indent=2),
    "\n".join(json.dumps(row, indent=1) for row in ROWS),
    "[\r\n" + ",\r\n".join(map(json.dumps, ROWS)) + "\r\n]\r\n",
    "\ufeff" + json.dumps(ROWS),
]


@pytest.mark.parametrize("content", LAYOUTS)
@pytest.mark.parametrize("chunk_bytes", [1, 7, 1_000_000])
def test_objects_of_a_list_are_records_of_their_own_bytes(content, chunk_bytes, monkeypatch):
    monkeypatch.setattr(json_values, "CHUNK_BYTES", chunk_bytes)
    articles = records(content.encode(), "jsonl")
    assert [json.loads(record.content) for record in articles] == ROWS
    assert [record.text for record in articles] == [row["text"] for row in ROWS]
    starts = [content.encode().index(record.content) for record in articles]
    assert [record.place.line for record in articles] == [
        content.encode()[:start].count(b"\n") + 1 for start in starts
    ]


@pytest.mark.parametrize("content", LAYOUTS)
def test_reading_goes_on_after_any_object_of_a_list(content):
    whole = records(content.encode(), "jsonl")
    for number, record in enumerate(whole, 1):
        assert records(content.encode(), "jsonl", start=record.position) == whole[number:]


@many
@given(st.lists(st.dictionaries(st.text(), st.text() | st.lists(st.text()))), st.integers(1, 9))
def test_every_object_is_found(rows, chunk_bytes):
    content = json.dumps(rows).encode()
    before, json_values.CHUNK_BYTES = json_values.CHUNK_BYTES, chunk_bytes
    try:
        lines = list(split_objects(io.BytesIO(content), 0, 1, 1_000_000))
    finally:
        json_values.CHUNK_BYTES = before
    assert [json.loads(line.content) for line in lines] == rows


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[]", []),
        (b'[{"text": "a"}, 7, {"text": "b"}, "c"]', [
            "a",
            (1, "", "It is not a JSON object: { … }."),
            "b",
            (1, "", "It is not a JSON object: { … }."),
        ]),
        (b'[{"text": "a"},\n{"text": "b"', [
            "a",
            (2, "", "The file ends in the middle of this record. "
                    "It is not JSON: Expecting ',' delimiter, character 13."),
        ]),
        (b'[{"text": "a"}, {"text" "b"}, {"text": "c"}]', [
            "a",
            (1, "", "It is not JSON: Expecting ':' delimiter, character 9."),
            "c",
        ]),
        ('[{"text": "a"}]'.encode("utf-16"), [
            (1, "", "This is JSON over several lines or in a list. Save it as UTF-8."),
        ]),
    ],
)  # fmt: skip
def test_what_is_no_object_is_named_and_the_rest_read(content, expected):
    assert outcome(content, "jsonl") == expected


def test_endless_object_of_a_list_is_refused(monkeypatch):
    monkeypatch.setattr(jsonl, "MAX_RECORD", 100)
    content = json.dumps([{"text": "a" * 200}, {"text": "b"}]).encode()
    assert outcome(content, "jsonl") == [(1, "", "The line is longer than 0.0001 MB."), "b"]


def test_list_is_detected_and_its_keys_are_offered():
    for content in LAYOUTS[:2]:
        assert format_of("export.json", content.encode()) == "jsonl"
        names = list(columns_in(io.BytesIO(content.encode()), "jsonl"))
        assert names == ["title", "text", "url", "byline", "more"]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("byline", [{"name": "A"}, {"full_name": "B"}, "C"], "A, B, C"),
        ("byline", {"name": "A"}, "A"),
        ("byline", [{"given": "Ada", "family": "Cole"}, {"family": "Roe"}], "Ada Cole, Roe"),
        ("byline", {"title": "Dr", "givenName": "Ada", "familyName": "Cole"}, "Ada Cole"),
        ("byline", [{"last_name": "Cole", "middle-name": "B.", "First Name": "Ada"}],
         "Ada B. Cole"),
        ("byline", {"given": "Jan", "family": "Berg", "non-dropping-particle": "van"},
         "Jan van Berg"),
        ("byline", {"name": {"first": "Ada", "last": "Cole"}}, "Ada Cole"),
        ("byline", {"name": " ", "surname": "Cole", "firstname": None}, "Cole"),
        ("byline", {"displayName": "A. Cole", "family": "Cole"}, "A. Cole"),
        # No name of a person: what stands in the middle of one alone.
        ("byline", {"suffix": "Jr", "url": "https://paper.example/a"}, "https://paper.example/a"),
        ("source", {"id": None, "name": "The Paper"}, "The Paper"),
        ("source", {"url": "https://paper.example/"}, "https://paper.example/"),
        ("title", ["One"], "One"),
        ("language", ["en"], "en"),
    ],
)  # fmt: skip
def test_objects_that_have_a_name_are_read(field, value, expected):
    content = json.dumps({"text": "a", field: value}).encode()
    [record] = records(content, "jsonl")
    assert getattr(record, field) == expected


def test_object_without_a_name_is_named():
    content = json.dumps({"text": "a", "byline": [{"id": 7}], "title": ["a", "b"]}).encode()
    items = list(read_articles(io.BytesIO(content), "name", "jsonl"))
    assert [type(item) is ImportedRecord for item in items] == [False, False, True]
    assert [(item.field, item.reason) for item in items[:-1]] == [
        ("title", "It is a list, not text."),
        ("byline", "It is a list, not text."),
    ]
