import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from annotations.formats.record import (
    Annotation,
    Code,
    Document,
    Entry,
    LinkedClaim,
    LinkedPerson,
    Piece,
    Refusal,
)
from annotations.formats.web_annotation import dumps, loads

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
PAGE = "https://example.org/news"
QUOTE = {"type": "TextQuoteSelector", "exact": "Kabul", "prefix": "In ", "suffix": " it"}
POSITION = {"type": "TextPositionSelector", "start": 3, "end": 8}
TARGET = {"source": PAGE, "selector": [QUOTE, POSITION]}
PIECE = Piece(3, 8, "Kabul", "In ", " it")
MOMENT = datetime(2021, 8, 5, 12, tzinfo=UTC)


def read(document):
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return list(loads(io.BytesIO(content)))


def anno(**fields):
    values = {"@context": CONTEXT, "id": "urn:a", "type": "Annotation", "target": TARGET}
    return {name: value for name, value in {**values, **fields}.items() if value is not None}


def annotation_of(**fields):
    [entry] = read(anno(**fields))
    [annotation] = entry.annotations
    return annotation


def written(entries):
    return json.loads(b"".join(dumps(entries)))


def test_the_document_is_a_collection_with_a_page():
    passage = Annotation(
        (PIECE, Piece(10, 12, "it")),
        key="a1",
        url="https://desk.example/passages/a1/",
        tags=("city",),
        people=(LinkedPerson("Zamir", "speaks", "p1"),),
        claims=(LinkedClaim("It fell", "supports", "c1", speaker="Zamir"),),
        note="See b.",
        author="ann",
        created_at=MOMENT,
    )
    entry = Entry(Document("d1", "News", url=PAGE), (passage,), (Code("city", "A town.", 3, "t1"),))

    document = written([entry])

    [item] = document["first"].pop("items")
    collection = document["id"]
    assert document == {
        "@context": [CONTEXT, {"ts": "urn:x-twosource:"}],
        "id": collection,
        "type": "AnnotationCollection",
        "label": "Passages",
        "last": f"{collection}#page",
        "first": {
            "id": f"{collection}#page",
            "type": "AnnotationPage",
            "partOf": {"id": collection, "type": "AnnotationCollection", "label": "Passages"},
            "startIndex": 0,
        },
        "total": 1,
    }
    source = {"id": PAGE, "type": "Text", "ts:key": "d1", "ts:title": "News"}
    assert item == {
        "id": "https://desk.example/passages/a1/",
        "type": "Annotation",
        "ts:key": "a1",
        "created": "2021-08-05T12:00:00+00:00",
        "creator": {"type": "Person", "nickname": "ann"},
        "body": [
            {
                "type": "TextualBody",
                "purpose": "tagging",
                "value": "city",
                "ts:definition": "A town.",
                "ts:hue": 3,
                "ts:key": "t1",
            },
            {
                "type": "TextualBody",
                "purpose": "identifying",
                "value": "Zamir",
                "ts:role": "speaks",
                "ts:key": "p1",
            },
            {
                "type": "TextualBody",
                "purpose": "linking",
                "value": "It fell",
                "ts:stance": "supports",
                "ts:key": "c1",
                "ts:speaker": "Zamir",
            },
            {
                "type": "TextualBody",
                "purpose": "commenting",
                "value": "See b.",
                "format": "text/plain",
            },
        ],
        "target": [
            {"type": "SpecificResource", "source": source, "selector": [QUOTE, POSITION]},
            {
                "type": "SpecificResource",
                "source": source,
                "selector": [
                    {"type": "TextQuoteSelector", "exact": "it"},
                    {"type": "TextPositionSelector", "start": 10, "end": 12},
                ],
            },
        ],
    }


def test_an_empty_export_is_a_whole_document():
    document = written([])

    assert (document["first"]["items"], document["total"]) == ([], 0)


@pytest.mark.parametrize(
    "document",
    [
        anno(),
        [anno()],
        json.dumps(anno()).encode() + b"\n",
        json.dumps(anno(), indent=2).encode(),
        b"\xef\xbb\xbf" + json.dumps(anno()).encode(),
        {"@context": CONTEXT, "type": "AnnotationPage", "items": [anno(**{"@context": None})]},
        {"@context": [CONTEXT], "type": "AnnotationCollection",
         "first": {"type": "AnnotationPage", "items": [anno(**{"@context": None})]}},
        [{"@context": CONTEXT, "type": "AnnotationPage", "items": [anno(**{"@context": None})]}],
    ],
)  # fmt: skip
def test_an_annotation_is_read_alone_in_a_list_a_page_and_a_collection(document):
    assert read(document) == [Entry(Document(PAGE, url=PAGE), (Annotation((PIECE,), key="urn:a"),))]


def test_pages_within_each_other_are_read():
    page = {"type": "AnnotationPage", "items": [anno(id="urn:b")]}
    first = {"type": "AnnotationPage", "items": [anno()], "next": page}
    document = {"@context": CONTEXT, "type": "AnnotationCollection", "first": first}

    keys = [one.key for entry in read(document) for one in entry.annotations]

    assert keys == ["urn:a", "urn:b"]


@pytest.mark.parametrize("is_first", [True, False])
def test_what_stands_around_the_items_is_no_annotation(is_first):
    around = {"partOf": {"id": "urn:c", "creator": {"id": "urn:x"}}, "generator": [{"id": "urn:y"}]}
    items = {"items": [anno(), anno(id="urn:b")]}
    fields = {**around, **items} if is_first else {**items, **around}
    page = {"@context": CONTEXT, "type": "AnnotationPage", **fields}
    collection = {"@context": CONTEXT, "type": "AnnotationCollection", "first": page, **around}

    for document in (page, collection):
        [entry] = read(document)
        assert [one.key for one in entry.annotations] == ["urn:a", "urn:b"]


PAGES = {
    "first": {"type": "AnnotationCollection", "first": "urn:p1"},
    "next": {"type": "AnnotationPage", "next": "urn:p1", "items": [anno()]},
    "first, next": {"type": "AnnotationCollection",
                    "first": {"type": "AnnotationPage", "next": "urn:p1", "items": [anno()]}},
    "next, after the items": {"type": "AnnotationPage", "items": [anno()], "next": "urn:p1"},
    "first, next, after the items": {
        "type": "AnnotationCollection",
        "first": {"type": "AnnotationPage", "items": [anno()], "next": "urn:p1"}},
    "next of a page in another": {
        "type": "AnnotationPage", "items": [],
        "next": {"type": "AnnotationPage", "items": [anno()], "next": "urn:p1"}},
}  # fmt: skip


@pytest.mark.parametrize("document", PAGES.values(), ids=PAGES)
def test_a_page_that_the_file_only_names_is_said(document):
    outcomes = read({"@context": CONTEXT, **document})

    assert [each.why for each in outcomes if isinstance(each, Refusal)] == [
        "The page urn:p1 is not in this file."
    ]
    has_items = document.get("first") != "urn:p1"
    assert sum(isinstance(each, Entry) for each in outcomes) == has_items


def test_a_document_that_is_cut_off_is_refused_at_its_end():
    whole = json.dumps({"@context": CONTEXT, "type": "AnnotationPage", "items": [anno()]}).encode()

    entry, refusal = read(whole[:-2])[::-1]

    assert entry.annotations[0].key == "urn:a"
    assert refusal == Refusal("the end of the file", "The file is not whole.")


def test_a_uri_among_items_is_refused():
    page = {"@context": CONTEXT, "type": "AnnotationPage", "items": ["urn:b", anno()]}

    refusal, entry = read(page)

    assert refusal.where == "record 1, line 1"
    assert entry.annotations[0].key == "urn:a"


def test_bodies_of_others_are_tags_people_and_notes():
    annotation = annotation_of(
        motivation="tagging",
        body=[
            {"type": "TextualBody", "value": "city"},
            {"type": "TextualBody", "purpose": "identifying", "value": "Zamir"},
            {"type": "TextualBody", "purpose": "commenting", "value": "One.", "creator": "urn:x"},
            {"type": "TextualBody", "purpose": "commenting", "value": "Two."},
        ],
        creator={"id": "urn:x", "name": "Ann"},
        created="2021-08-05T12:00:00Z",
    )

    assert annotation.tags == ("city",)
    assert annotation.people == (LinkedPerson("Zamir", "spoken_of"),)
    assert annotation.note == "One.\n\nTwo."
    assert (annotation.author, annotation.created_at) == ("Ann", MOMENT)


@pytest.mark.parametrize("other", [{"id": "urn:x"}, {"type": "Choice", "items": ["urn:x"]}])
def test_a_target_that_is_no_passage_stays_in_its_place(other):
    entries = read(anno(target=[other, TARGET]))
    [entry] = entries

    assert entry.annotations[0].pieces == (() if "id" in other else (PIECE,))
    [item] = written(entries)["first"]["items"]
    assert item["target"][0] == other


@pytest.mark.parametrize("kind", ["Choice", "Composite", "Independents", "List"])
def test_an_annotation_of_several_pages_is_one_of_the_first(kind):
    target = {
        "type": kind,
        "items": [{"type": "Text"}, 7, {"source": None}, "no uri", {"source": PAGE}],
    }

    [entry] = read(anno(target=target))

    assert entry.document == Document(PAGE, url=PAGE)
    assert entry.annotations[0].pieces == ()
    [item] = written([entry])["first"]["items"]
    assert item["target"] == [target]
    assert read(b"".join(dumps([entry]))) == [entry]


def test_targets_without_a_uri_are_refused():
    [refusal] = read(anno(target={"type": "Choice", "items": [{"type": "Text"}]}))

    assert refusal == Refusal("record 1, line 1", "target: no part of it has a URI.")


def test_a_body_value_is_a_note():
    assert annotation_of(bodyValue="Why?").note == "Why?"


HARD = anno(
    **{"@context": [CONTEXT, {"ex": "urn:ex:"}]},
    motivation="tagging",
    rights="urn:r",
    creator={"id": "urn:x", "name": "Ann"},
    body=[
        "https://example.org/body",
        {"type": "TextualBody", "value": "city", "creator": "urn:one"},
        {"type": "TextualBody", "value": "city", "creator": "urn:two"},
        {"type": "TextualBody", "purpose": "commenting", "value": "One.", "creator": "urn:x"},
        {"type": "TextualBody", "purpose": "commenting", "value": "Two."},
        {"type": "TextualBody", "purpose": "commenting", "value": "<b>", "format": "text/html"},
        {"type": "Choice", "items": ["urn:1", "urn:2"]},
    ],
    target=[
        {
            "source": {"id": PAGE, "format": "text/html"},
            "styleClass": "red",
            "selector": [
                QUOTE,
                {"type": "XPathSelector", "value": "/p", "refinedBy": POSITION},
                {"type": "SvgSelector", "id": "urn:svg"},
            ],
        },
        {"source": PAGE, "selector": {"type": "FragmentSelector", "value": "page=1"}},
        {"source": PAGE, "selector": {"type": "FragmentSelector", "value": "page=2",
                                      "refinedBy": {"type": "TextQuoteSelector", "exact": "x"}}},
        {"source": "https://example.org/other", "selector": QUOTE},
        "https://example.org/whole",
    ],
)  # fmt: skip


def test_what_is_not_ours_is_kept_and_written_back():
    entries = read(HARD)
    [annotation] = entries[0].annotations
    assert annotation.tags == ("city",)
    assert annotation.pieces == (
        Piece(None, None, "Kabul", "In ", " it"),
        Piece(None, None, "x"),
    )

    [item] = written(entries)["first"]["items"]

    uri, *tags_and_notes, html, choice = HARD["body"]
    assert item["body"] == [*tags_and_notes, uri, html, choice]
    for name in ("@context", "motivation", "rights", "creator"):
        assert item[name] == HARD[name]
    source = {"id": PAGE, "type": "Text", "format": "text/html"}
    expected = [{"type": "SpecificResource", **each} for each in HARD["target"][:3]]
    expected[0]["source"] = expected[2]["source"] = source
    expected[1] = HARD["target"][1]
    selector = HARD["target"][2]["selector"]
    expected[2]["selector"] = [selector["refinedBy"], selector]
    assert item["target"] == [*expected, HARD["target"][3], HARD["target"][4]]
    assert read(b"".join(dumps(entries))) == read(b"".join(dumps(read(b"".join(dumps(entries))))))


def test_a_tag_that_was_taken_off_is_not_written_back():
    [entry] = read(HARD)
    changed = replace(entry.annotations[0], tags=("army",), note="")

    [item] = written([replace(entry, annotations=(changed,))])["first"]["items"]

    values = [body["value"] for body in item["body"] if "value" in body]
    assert values == ["army", "<b>"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"@context": None}, "@context: http://www.w3.org/ns/anno.jsonld is not in it."),
        ({"@context": "fish"}, "@context: http://www.w3.org/ns/anno.jsonld is not in it."),
        ({"id": "not a uri"}, "id: this is not one URI."),
        ({"id": None}, "id: this is not one URI."),
        ({"id": ["urn:a", "urn:b"]}, "id: this is not one URI."),
        ({"type": "Squirrel"}, "type: this is not “Annotation”."),
        ({"target": None}, "target: there is none."),
        ({"target": 9}, "target: this is neither a URI nor an object."),
        ({"target": {"selector": QUOTE}}, "target: it has no source."),
        ({"target": {"source": "a b", "selector": QUOTE}},
         "target, source: this is not one URI."),
        ({"body": "urn:a", "bodyValue": "x"}, "bodyValue: there is a body as well."),
        ({"bodyValue": ["x"]}, "bodyValue: this is not one text."),
        ({"body": "no uri"}, "body: this is not a URI."),
        ({"body": {"id": "no uri"}}, "body, id: this is not one URI."),
        ({"body": {"id": "urn:a", "format": 6}}, "body, format: this is not text."),
        ({"body": {"id": "urn:a", "language": 6}}, "body, language: this is not text."),
        ({"body": {"id": "urn:a", "textDirection": ["ltr", "rtl"]}},
         "body, textDirection: this is none of ltr, rtl, auto."),
        ({"body": {"id": "urn:a", "processingLanguage": ["en", "de"]}},
         "body, processingLanguage: this is not one text."),
        ({"body": {"type": "TextualBody"}}, "body, value: this is not one text."),
        ({"body": {"value": "a\0"}}, "body, value: the text holds the character NUL."),
        ({"body": {"items": ["urn:a"]}},
         "body, type: items need one of Choice, Composite, Independents, List, Set."),
        ({"creator": 6}, "creator: this is neither a URI nor an object."),
        ({"generator": 6}, "generator: this is neither a URI nor an object."),
        ({"created": "yesterday"}, "created: this is not one time."),
        ({"modified": ["2015-01-28T12:00:00Z"] * 2}, "modified: this is not one time."),
        ({"generated": "2015-13-28T12:00:00Z"},
         "This is not a time as in 2021-08-05T12:00:00+00:00."),
        ({"rights": "not a uri"}, "rights: this is not a URI."),
        ({"via": "not a uri"}, "via: this is not a URI."),
        ({"canonical": "not a uri"}, "canonical: this is not a URI."),
        ({"target": {"source": PAGE, "selector": {"type": "FragmentSelector"}}},
         "FragmentSelector, value: this is not one text."),
        ({"target": {"source": PAGE, "selector": {"type": "TextQuoteSelector", "exact": 1}}},
         "TextQuoteSelector, exact: this is not one text."),
        ({"target": {"source": PAGE, "selector": {**POSITION, "start": True}}},
         "TextPositionSelector, start: this is not an offset."),
        ({"target": {"source": PAGE, "selector": {**POSITION, "end": 3}}},
         "TextPositionSelector: it ends before it starts."),
    ],
)  # fmt: skip
def test_an_annotation_that_breaks_a_rule_is_refused_with_the_rule(fields, why):
    refusal, entry = read([anno(**fields), anno()])

    assert refusal == Refusal("record 1, line 1", why)
    assert entry.annotations[0].key == "urn:a"
