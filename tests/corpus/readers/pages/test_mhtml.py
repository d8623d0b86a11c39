"""Pages that a browser saved as one file."""

import base64
import io
import quopri
from datetime import datetime

import pytest

from corpus.readers.file_types import suffix_of
from corpus.readers.formats import format_of, read_articles
from corpus.readers.html_pages import left_out_of
from corpus.readers.imported_record import Problem
from corpus.readers.pages.mhtml import markup_of
from tests.corpus.readers.reading import records

URL = "https://paper.example/road-closed-101"
ONE = "The ministry said on Thursday that the “northern” road had been closed for three days."
PAGE = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>Road closed</title></head>"
    f"<body><article><h1>Road closed</h1><p>{ONE}</p><p>{ONE.upper()}</p></article></body></html>"
)
ENCODINGS = {
    "quoted-printable": quopri.encodestring,
    "base64": base64.encodebytes,
    "8bit": bytes,
}


def mhtml(page=PAGE, encoding="quoted-printable", headers=None, line=b"\r\n"):
    if headers is None:
        headers = f"Snapshot-Content-Location: {URL}\nDate: Thu, 5 Aug 2021 11:30:00 -0000\n"
    text = (
        f"From: <Saved by Blink>\n{headers}Subject: Road closed\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="----B----"\n\n\n'
        "------B----\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n"
        "Content-Location: https://paper.example/a.png\n\nAAAA\n"
        f"------B----\nContent-Type: text/html\nContent-Transfer-Encoding: {encoding}\n"
        f"Content-Location: {URL}\n\n"
    )
    body = ENCODINGS[encoding](page.encode()).replace(b"\r\n", b"\n")
    return (text.encode() + body + b"\n------B------\n").replace(b"\n", line)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("line", [b"\r\n", b"\n"])
def test_the_page_in_the_file_is_the_article(encoding, line):
    content = mhtml(encoding=encoding, line=line)
    assert format_of("road.mhtml", content) == "html"
    [record] = records(content, "html")
    assert (record.title, record.text) == ("Road closed", f"{ONE}\n\n{ONE.upper()}")
    assert (record.url, record.source, record.media_type) == (
        URL,
        "paper.example",
        "multipart/related",
    )
    assert record.retrieved_at == datetime.fromisoformat("2021-08-05T11:30:00+00:00")
    assert (record.content, suffix_of(record.media_type)) == (content, ".mhtml")


def test_without_headers_of_the_browser_the_part_tells_its_address():
    [record] = records(mhtml(headers=""), "html")
    assert (record.url, record.retrieved_at) == (URL, None)


def test_what_its_text_lacks_is_found_in_the_file_again():
    caption = "The bridge on Monday, as it was seen from the hall of the town."
    page = PAGE.replace("</h1>", f"</h1><p>{ONE.lower()}</p><figcaption>{caption}</figcaption>")
    assert [block.text for block in left_out_of(mhtml(page))] == [caption]


def test_a_mail_is_no_saved_page():
    assert markup_of(mhtml()).saving.url == URL
    assert markup_of(mhtml().replace(b"multipart/related", b"multipart/mixed")) is None


@pytest.mark.parametrize(
    "content",
    [
        mhtml().replace(b"text/html\r\nContent-Transfer", b"text/css\r\nContent-Transfer"),
        mhtml().replace(b'boundary="----B----"', b"x=y"),
    ],
)
def test_a_file_without_a_page_is_refused(content):
    [problem] = read_articles(io.BytesIO(content), "road.mhtml", "html")
    assert isinstance(problem, Problem) and problem.is_left_out
