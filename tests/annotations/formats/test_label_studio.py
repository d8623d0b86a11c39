import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from annotations.formats.label_studio import dumps, loads
from annotations.formats.record import Annotation, Document, Entry, Piece, Refusal

TEXT = "😀 Kabul fell."
SPAN = {"start": 2, "end": 7}
RELATION = {"type": "relation", "from_id": "r1", "to_id": "r2"}
TASK = {
    "id": 7,
    "data": {"text": TEXT, "url": "https://example.org/a", "published": "soon", "batch": 3},
    "predictions": [{"score": 0.5}],
    "annotations": [
        {
            "id": 1,
            "completed_by": {"email": "ann@example.org"},
            "created_at": "2021-08-05T12:00:00Z",
            "result": [
                {"id": "r1", "type": "labels", "from_name": "label",
                 "value": {**SPAN, "text": "Kabul", "labels": ["city", "war"]}},
                {"id": "r1", "type": "choices", "value": {**SPAN, "choices": ["certain"]}},
                {"id": "r1", "type": "taxonomy", "value": {**SPAN, "taxonomy": [["a", "b"]]}},
                {"id": "r1", "type": "textarea", "value": {**SPAN, "text": ["One.", "Two."]}},
                RELATION,
                {"id": "c", "type": "choices", "value": {"choices": ["news"]}},
            ],
        }
    ],
}  # fmt: skip
KEPT = [RELATION, TASK["annotations"][0]["result"][5]]
PASSAGE = Annotation(
    (Piece(2, 7, "Kabul"),),
    key="r1",
    tags=("city", "war", "certain", "a/b"),
    note="One.\nTwo.",
    author="ann@example.org",
    created_at=datetime(2021, 8, 5, 12, tzinfo=UTC),
    # A relation refers to it.
    extra={"id": "r1"},
)
ENTRY = Entry(
    Document(
        "7",
        text=TEXT,
        url="https://example.org/a",
        extra={
            "id": 7,
            "predictions": TASK["predictions"],
            "result": KEPT,
            "data": {"published": "soon", "batch": 3},
        },
    ),
    (PASSAGE,),
)


def read(document):
    return list(loads(io.BytesIO(json.dumps(document).encode())))


@pytest.mark.parametrize("document", [[TASK], TASK])
def test_regions_with_their_choices_and_texts_are_passages(document):
    assert read(document) == [ENTRY]


def test_what_is_not_ours_is_written_back():
    [task] = json.loads(b"".join(dumps([ENTRY])))

    assert task["data"] == {**TASK["data"], "key": "7"}
    assert (task["id"], task["predictions"]) == (7, TASK["predictions"])
    [annotation] = task["annotations"]
    assert annotation["result"] == [
        {
            "id": "r1",
            "to_name": "text",
            "from_name": "label",
            "type": "labels",
            "value": {**SPAN, "text": "Kabul", "labels": ["city", "war", "certain", "a/b"]},
        },
        {
            "id": "r1",
            "to_name": "text",
            "from_name": "note",
            "type": "textarea",
            "value": {**SPAN, "text": ["One.\nTwo."]},
        },
        *KEPT,
    ]


def test_a_region_keeps_its_id_for_what_refers_to_it():
    [task] = json.loads(b"".join(dumps([replace(ENTRY, annotations=(replace(PASSAGE, key="x"),))])))

    assert {each["id"] for each in task["annotations"][0]["result"][:2]} == {"r1"}


def test_the_longest_text_is_the_article_if_none_is_named_so():
    data = {"kind": "news", "content": TEXT}
    [entry] = read({"data": data, "annotations": TASK["annotations"]})

    assert (entry.document.text, entry.annotations) == (TEXT, (PASSAGE,))


def test_a_region_in_html_has_offsets_of_its_own():
    value = {"start": "/p[1]", "startOffset": 0, "globalOffsets": SPAN, "hypertextlabels": ["city"]}
    result = [{"id": "r", "type": "hypertextlabels", "value": value}]
    [entry] = read({"data": {"text": TEXT}, "annotations": [{"result": result}]})

    assert entry.annotations == (Annotation((Piece(2, 7, "Kabul"),), key="r", tags=("city",)),)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"start": True, "end": 2, "labels": []}, "result, start: this is not an offset."),
        ({"start": 2, "end": 2, "labels": []}, "result: it ends before it starts."),
        ({**SPAN, "labels": [5]}, "labels: this is not text."),
        ({**SPAN, "labels": ["x"] * 10_001}, "labels: more than 10,000 values."),
    ],
)
def test_a_task_that_cannot_be_read_is_refused_and_the_next_is_read(value, why):
    result = [{"id": "r", "type": "labels", "value": value}]
    task = {"data": {"text": TEXT}, "annotations": [{"result": result}]}

    assert read([task, TASK]) == [Refusal("record 1, line 1", why), ENTRY]


def test_a_task_without_a_text_is_refused():
    [refusal] = read([{"data": {"image": "/1.png"}, "annotations": [{"result": []}]}])

    assert refusal == Refusal("record 1, line 1", "data: there is no text.")
