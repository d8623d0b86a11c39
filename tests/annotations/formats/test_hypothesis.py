import io
import json
from datetime import UTC, datetime

import pytest

from annotations.formats.hypothesis import RULE, dumps, loads
from annotations.formats.record import Annotation, Document, Entry, Piece, Refusal

PAGE = "https://example.org/news"
RANGE = {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 3}
QUOTE = {"type": "TextQuoteSelector", "exact": "Kabul", "prefix": "In ", "suffix": " it"}
POSITION = {"type": "TextPositionSelector", "start": 3, "end": 8}
ROW = {
    "id": "LOCX",
    "user": "acct:ann@hypothes.is",
    "uri": PAGE,
    "text": "See b.",
    "tags": ["city", "city", "war"],
    "group": "__world__",
    "created": "2021-08-05T12:00:00+00:00",
    "target": [{"source": PAGE, "selector": [RANGE, POSITION, QUOTE]}],
    "document": {"title": ["News"]},
    "links": {"html": "https://hypothes.is/a/LOCX", "json": "https://hypothes.is/api/LOCX"},
}
PASSAGE = Annotation(
    (Piece(3, 8, "Kabul", "In ", " it"),),
    key="LOCX",
    url="https://hypothes.is/a/LOCX",
    rule=RULE,
    tags=("city", "war"),
    note="See b.",
    author="ann",
    created_at=datetime(2021, 8, 5, 12, tzinfo=UTC),
    extra={
        "user": "acct:ann@hypothes.is",
        "group": "__world__",
        "links": ROW["links"],
        "target": [[RANGE]],
    },
)


def read(document):
    return list(loads(io.BytesIO(json.dumps(document).encode())))


@pytest.mark.parametrize(
    "document", [{"total": 1, "rows": [ROW]}, {"annotations": [ROW]}, [ROW], ROW]
)
def test_annotations_of_the_api_and_of_the_client_are_read(document):
    assert read(document) == [Entry(Document(PAGE, "News", url=PAGE), (PASSAGE,))]


def test_what_is_not_ours_is_written_back():
    [row] = json.loads(b"".join(dumps(read(ROW))))["rows"]

    target = {"source": PAGE, "selector": [QUOTE, POSITION, RANGE]}
    assert row == {**ROW, "tags": ["city", "war"], "target": [target]}


def test_a_note_on_a_page_is_a_passage_without_words():
    [entry] = read({"id": "n", "uri": PAGE, "text": "Read this.", "target": [{"source": PAGE}]})

    assert entry.annotations == (Annotation((), key="n", note="Read this."),)


def test_positions_are_written_in_utf_16():
    entry = Entry(Document("d", text="😀 Kabul"), (Annotation((Piece(2, 7, "Kabul"),), key="a"),))

    [row] = json.loads(b"".join(dumps([entry])))["rows"]

    assert row["target"][0]["selector"][1] == {**POSITION, "end": 8}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"uri": None, "target": []}, "uri: there is none."),
        ({"target": [5]}, "target: this is not an object."),
        ({"tags": [5]}, "tags: this is not text."),
        ({"text": "a\0"}, "text: the text holds the character NUL."),
        ({"created": 5}, "This is not a time as in 2021-08-05T12:00:00+00:00."),
        ({"target": [{"selector": [QUOTE, {**POSITION, "start": True}]}]},
         "position, start: this is not an offset."),
    ],
)  # fmt: skip
def test_an_annotation_that_cannot_be_read_is_refused_and_the_next_is_read(fields, why):
    refusal, entry = read({"rows": [{**ROW, **fields}, ROW]})

    assert refusal == Refusal("record 1, line 1", why)
    assert entry.annotations == (PASSAGE,)
