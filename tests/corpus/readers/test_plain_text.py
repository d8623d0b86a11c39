"""Plain text with and without headers."""

import io
from datetime import UTC, date, datetime

import pytest

from corpus.dates import MONTH, ImpreciseDate
from corpus.readers import documents
from corpus.readers.formats import read_articles
from corpus.readers.imported_record import FileLocation, ImportedRecord
from tests.corpus.readers.reading import outcome, records

HEADED = """\
Title: A headline
  that goes on
By: A Writer
Source: example.org
URL: https://example.org/a
Date: August 2021
Language: ru
Retrieved: Fri, 06 Aug 2021 10:00:00 GMT

The text: it begins here.

More.
"""


def test_headers_above_a_text_are_its_fields():
    content = HEADED.encode()
    assert records(content, "text") == [
        ImportedRecord(
            place=FileLocation("name"),
            content=content,
            media_type="text/plain; charset=utf-8",
            text="The text: it begins here.\n\nMore.\n",
            title="A headline that goes on",
            url="https://example.org/a",
            source="example.org",
            byline="A Writer",
            language="ru",
            published=ImpreciseDate(date(2021, 8, 1), MONTH),
            retrieved_at=datetime(2021, 8, 6, 10, tzinfo=UTC),
            position=1,
        )
    ]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"Title: A\r\n\r\n\r\nThe text.", "The text."),
        (b"\xef\xbb\xbfTITLE : A\n\nThe text.", "The text."),
        ("\ufeffTitle: A\n\nThe text.".encode("utf-16-be"), "The text."),
        # None of these is a block of headers: all of it is the text.
        (b"Two words: one\n\nThe text.", "Two words: one\n\nThe text."),
        (b"Title: A\nand no header\n\nThe text.", "Title: A\nand no header\n\nThe text."),
        (b"Title: A\nTitle: B\n\nThe text.", "Title: A\nTitle: B\n\nThe text."),
        (b"Title: A\nThe text.", "Title: A\nThe text."),
        (b"Title: A", "Title: A"),
        (b"\nTitle: A\n\nThe text.", "\nTitle: A\n\nThe text."),
        (b"Title: A\n" + b" on\n" * 100 + b"\nB", "Title: A\n" + " on\n" * 100 + "\nB"),
    ],
)
def test_a_block_of_headers_ends_at_an_empty_line(content, text):
    assert outcome(content, "text") == [text]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(None, "", "The file is empty.")]),
        (b"\xff\xfe", [(None, "text", "There is no text.")]),
        (b"Title: A\n\n", [(None, "text", "There is no text.")]),
        (b"Date: 1/2/2021\n\nThe text.", [
            (None, "published", "“1/2/2021” is ambiguous. "
             "Write the date year first, as in 2021-08-05."),
            "The text.",
        ]),
        ("Россия не видит угрозы, заявил он".encode("koi8-r"), [
            (None, "", "It is not UTF-8; it was read as koi8-r."),
            "Россия не видит угрозы, заявил он",
        ]),
        ("été à Paris ".encode() + b"\xe9", [
            (None, "", "Byte 16 is damaged: it is not UTF-8."),
        ]),
        (b"%PDF-1.4", [(
            None, "",
            "This is not text. It is a PDF document; import it as one.",
        )]),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(content, expected):
    assert outcome(content, "text") == expected


def test_an_endless_text_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "MAX_RECORD", 1000)
    assert outcome(b"word " * 1000, "text") == [
        (None, "", "The file is larger than 0.001 MB."),
    ]


def test_nothing_is_left_behind_the_one_record():
    assert list(read_articles(io.BytesIO(b"A text."), "name", "text", start=1)) == []


def test_c1_controls_are_windows_1252_above_the_text_too():
    [record] = records("Title: Wait\x85\n\nIt isn\x92t over\x85".encode(), "text")
    assert (record.title, record.text) == ("Wait…", "It isn’t over…")
