"""JSON Lines."""

import io
import json
from datetime import UTC, date, datetime

import pytest

from corpus.dates import DAY, YEAR, ImpreciseDate
from corpus.readers import jsonl
from corpus.readers.formats import read_articles
from corpus.readers.imported_record import FileLocation, ImportedRecord, Problem
from corpus.text import normalise
from tests.corpus.readers.reading import outcome, records

NO_JSON = "It is not JSON: Expecting value, character 1."


def line(**values):
    return json.dumps(values, ensure_ascii=False).encode()


def test_all_fields_are_read():
    content = line(
        url="https://www.example.org/a",
        title="A  title\n",
        text="One.\n\nTwo.",
        source="example.org",
        published="2021-08-05",
        byline="A Writer",
        language="EN_gb",
        retrieved="2021-08-06T10:00:00Z",
        mood={"unknown": ["keys", 1, None]},
    )
    [record] = records(content + b"\n", "jsonl")
    assert record == ImportedRecord(
        place=FileLocation("name", 1),
        content=content,
        media_type="application/json",
        text="One.\n\nTwo.",
        title="A title",
        url="https://www.example.org/a",
        source="example.org",
        byline="A Writer",
        language="en-GB",
        published=ImpreciseDate(date(2021, 8, 5), DAY),
        retrieved_at=datetime(2021, 8, 6, 10, tzinfo=UTC),
        position=len(content) + 1,
    )


def test_a_fragment_in_html_is_reduced_to_its_paragraphs():
    [record] = records(line(html="<p>One &amp; <b>two</b>,<br>three.<ul><li>a<li>b"), "jsonl")
    assert record.text == "One & two,\nthree.\n\na\nb"


def test_a_page_in_html_adds_what_the_record_does_not_say():
    page = (
        "<html lang=fr><head><title>Its title</title>"
        "<meta property='article:published_time' content='2021-08-05'></head><body><article>"
        + "<p>A paragraph that is long enough to be a part of an article, with commas, too.</p>" * 3
        + "</article></body></html>"
    )
    [record] = records(line(html=page, title="Ours", published="2020"), "jsonl")
    assert record.title == "Ours"
    assert record.published == ImpreciseDate(date(2020, 1, 1), YEAR)
    assert record.language == "fr"


def test_columns_name_keys_of_others_and_paths_into_objects():
    content = line(data={"body": "A text"}, meta={"authors": ["A", "B"]}, text="not this")
    columns = {"text": "data.body", "byline": "meta.authors", "title": "none.such"}
    [record] = records(content, "jsonl", columns=columns)
    assert (record.text, record.byline, record.title) == ("A text", "A, B", "")


def test_a_list_of_texts_is_paragraphs():
    assert outcome(line(text=["One.", "Two."]), "jsonl") == ["One.\n\nTwo."]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # Line ends, empty lines, no line end at the end, a byte order mark.
        (b'{"text":"a"}\r\n\r\n  \n{"text":"b"}', ["a", "b"]),
        (b'\xef\xbb\xbf{"text":"a"}', ["a"]),
        ('\ufeff{"text":"\u0434\u0430"}\r\n{"text":"b"}'.encode("utf-16-be"), ["да", "b"]),
        ('\ufeff{"text":"\u0434\u0430"}\n'.encode("utf-32-le"), ["да"]),
        # Nothing at all.
        (b"", [(1, "", "The file is empty.")]),
        (b"\xef\xbb\xbf", [(1, "", "The file is empty.")]),
        (b"\n \n", []),
        # No text, or none that is text.
        (b"{}", [(1, "text", "There is no text.")]),
        (b'{"text":" \\n"}', [(1, "text", "There is no text.")]),
        (b'{"text":7}', [(1, "text", "It is a number, not text.")]),
        (b'{"text":{"a":1}}', [(1, "text", "It is an object, not text.")]),
        (b'{"text":["a",1]}', [(1, "text", "It is a list, not text.")]),
        (b'{"text":true}', [(1, "text", "It is true or false, not text.")]),
        # What is optional is left out alone.
        (b'{"text":"a","title":7}', [(1, "title", "It is a number, not text."), "a"]),
        (b'{"text":"a","title":null,"byline":""}', ["a"]),
        (
            b'{"text":"a","url":"ftp://example.org"}',
            [(1, "url", "“ftp://example.org” is not a web address (https://…)."), "a"],
        ),
        (
            b'{"text":"a","language":"English!"}',
            [(1, "language", "“English!” is not a language tag such as en, ru or pt-BR."), "a"],
        ),
        (
            b'{"text":"a","title":"' + b"t" * 501 + b'"}',
            [(1, "title", "It has 501 characters; the limit is 500."), "a"],
        ),
        (
            b'{"text":"a","published":"05/08/2021"}',
            [
                (
                    1,
                    "published",
                    "“05/08/2021” is ambiguous. Write the date year first, as in 2021-08-05.",
                ),
                "a",
            ],
        ),
        # Half a pair of surrogates: of the text it is for `normalise` to refuse.
        (b'{"text":"a\\ud800b"}', ["a\ud800b"]),
        (b'{"text":"a\\u0000b"}', ["a\x00b"]),
        (
            b'{"text":"a","title":"\\udc00"}',
            [
                (
                    1,
                    "title",
                    "It contains half a surrogate pair (U+DC00) at position 0 "
                    "and was probably damaged before the import.",
                ),
                "a",
            ],
        ),
        (
            b'{"text":"a","source":"Ka\\u0001b"}',
            [
                (
                    1,
                    "source",
                    "It contains a control character (U+0001) at position 2. Remove it.",
                ),
                "a",
            ],
        ),
        (b'{"text":"a","source":"\\u200b","title":"\\ufeff"}', ["a"]),
        (b'{"text":" \\u200b\\u3164"}', [(1, "text", "There is no text.")]),
        # Keys that stand there twice; those of objects within do not count.
        (
            b'{"text":"a","text":"b","x":{"title":1,"title":2}}',
            [
                (1, "", "The key “text” occurs more than once; the last value is used."),
                "b",
            ],
        ),
        (
            b'{"text":"a\x00b"}\n{"text":"c"}',
            [(1, "", "It is not JSON: Invalid control character at, character 11."), "c"],
        ),
        # No JSON: the rest goes in.
        (
            b'nonsense\n[1]\n"a"\n{"text":"b"}',
            [
                (1, "", NO_JSON),
                (2, "", "It is not a JSON object: { … }."),
                (3, "", "It is not a JSON object: { … }."),
                "b",
            ],
        ),
        (b"[" * 200_000 + b'\n{"text":"b"}', [(1, "", "It is nested too deeply."), "b"]),
        (b'{"text":"a","n":' + b"9" * 9999 + b"}", ["a"]),
        (
            b'{"text":"a"}\n{"text":"b',
            [
                "a",
                (
                    2,
                    "",
                    "The file ends in the middle of this record. It is not JSON: "
                    "Unterminated string starting at, character 9.",
                ),
            ],
        ),
        # A last line without its line end is said to be cut only where JSON is.
        (b'{"text":"a"}\n[1,2]', ["a", (2, "", "It is not a JSON object: { … }.")]),
        # Other encodings are read and said; what is damaged is refused.
        (
            '{"text":"Les élèves ont été reçus à l’Élysée"}'.encode("cp1252"),
            [
                (1, "", "The file is not UTF-8; it was read as windows-1252."),
                "Les élèves ont été reçus à l’Élysée",
            ],
        ),
        (
            '{"text":"Россия не видит угрозы"}'.encode("cp1251"),
            [
                (1, "", "The file is not UTF-8; it was read as windows-1251."),
                "Россия не видит угрозы",
            ],
        ),
        (
            '{"text":"été à Paris"}\n{"text":"'.encode() + b'caf\xe9"}\n{"text":"b"}',
            [
                "été à Paris",
                (2, "", "Byte 13 is damaged: it is not UTF-8."),
                "b",
            ],
        ),
        (
            "\ufeff\ud800".encode("utf-16-le", "surrogatepass"),
            [
                (1, "", "Byte 1 is damaged: it is not utf-16-le."),
            ],
        ),
        # One list is no lines: one problem, not one a line.
        # No text at all.
        (
            b"PK\x03\x04\x00\x00\n{}",
            [
                (
                    1,
                    "",
                    "This is not text. It is a ZIP archive or an Office document; "
                    "import it as one.",
                )
            ],
        ),
        (
            b"\x7fELF\x00\x01\n\n",
            [
                (
                    1,
                    "",
                    "This is not text: it contains NUL bytes. (UTF-16 needs a byte order mark.)",
                )
            ],
        ),
    ],
)
def test_hostile_and_odd_lines(content, expected):
    assert outcome(content, "jsonl") == expected


def test_a_text_longer_than_the_desk_keeps_is_refused(monkeypatch):
    monkeypatch.setattr("corpus.readers.fields.MAX_TEXT", 5)
    assert outcome(line(text="123456") + b"\n" + line(text="12345"), "jsonl") == [
        (1, "text", "The text has 6 characters; the limit is 5."),
        "12345",
    ]


def test_a_line_beyond_the_limit_is_passed_over(monkeypatch):
    monkeypatch.setattr(jsonl, "MAX_RECORD", 40)
    content = b'{"text":"a"}\n{"text":"' + b"b" * 200 + b'"}\n{"text":"c"}\n{"text":"' + b"d" * 99
    assert outcome(content, "jsonl") == [
        "a",
        (2, "", "The line is longer than 4e-05 MB."),
        "c",
        (4, "", "The line is longer than 4e-05 MB."),
    ]


def test_a_line_of_many_values_is_refused_but_not_one_of_many_commas(monkeypatch):
    monkeypatch.setattr(jsonl, "MAX_VALUES", 50)
    content = line(text="a", x=[1] * 60) + b"\n" + line(text="," * 60)
    assert outcome(content, "jsonl") == [(1, "", "It has more than 50 values."), "," * 60]


def test_reading_goes_on_after_any_record_with_its_line():
    content = '\ufeff{"text":"a"}\n\nbad\n{"text":"b","title":1}\r\n{"text":"c"}'.encode(
        "utf-16-le"
    )
    for written in (content, content.decode("utf-16").encode()):
        items = list(read_articles(io.BytesIO(written), "name", "jsonl"))
        assert len(items) == 5
        for index, each in enumerate(items):
            # A problem whose record goes in all the same stands before it.
            left = items[index + (isinstance(each, ImportedRecord) or each.is_left_out) :]
            assert (
                list(read_articles(io.BytesIO(written), "name", "jsonl", start=each.position))
                == left
            )


def test_a_problem_says_where_it_is():
    [problem] = read_articles(io.BytesIO(b"bad"), "folder/file.jsonl", "jsonl")
    assert problem == Problem(
        FileLocation("folder/file.jsonl", 1), "",
        "The file ends in the middle of this record. " + NO_JSON, 3,
    )  # fmt: skip
    assert str(problem.place) == "folder/file.jsonl, line 1"


def test_c1_controls_are_windows_1252_in_all_fields_of_a_record_if_one_shows_it():
    rows = [
        {"title": "Wait\x85", "text": "It isn\x92t over\x85"},
        {"title": "Wait\x85", "text": "one\x85two"},
    ]
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    first, second = records(content, "jsonl")
    assert (first.title, first.text) == ("Wait…", "It isn’t over…")
    assert (second.title, normalise(second.text).text) == ("Wait", "one\ntwo")


@pytest.mark.parametrize("field", ["title", "byline"])
def test_controls_of_a_line_are_left_out_and_named(field):
    written = "Ka\x01bul\x01 f\x1fell\ufdd0\x81\x0bto\u200bday"
    [remark, record] = read_articles(
        io.BytesIO(line(text="a", **{field: written})), "name", "jsonl"
    )
    reason = f"Characters that no {field} can have were left out: U+0001, U+001F, U+0081, U+FDD0."
    assert remark == Problem(FileLocation("name", 1), "", reason, 0, is_left_out=False)
    assert getattr(record, field) == "Kabul fell to\u200bday"


def test_line_breaks_and_windows_1252_of_a_line_are_no_remark():
    [record] = records(line(text="a", title="It\x92s\x85\x0cover\r\n", byline="A\tB\x0bC"), "jsonl")
    assert (record.title, record.byline) == ("It’s… over", "A B C")


def test_undetermined_language_is_none():
    rows = [{"text": "a", "language": tag} for tag in ("und", "UND", "", "pt_br")]
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    assert [record.language for record in records(content, "jsonl")] == ["", "", "", "pt-BR"]


@pytest.mark.parametrize(
    "published",
    [
        {"$date": "2021-08-05T08:00:00Z"},
        {"$date": {"$numberLong": "1628150400000"}},
        {"$date": 1628150400000},
    ],
)
def test_values_of_mongodb_are_read(published):
    content = json.dumps({"text": "One.", "published": published}).encode()
    (record,) = records(content, "jsonl")
    assert record.published == ImpreciseDate(date(2021, 8, 5), DAY)
