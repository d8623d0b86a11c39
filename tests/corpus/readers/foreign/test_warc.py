"""Archives of the web: pages and PDFs with their addresses and times, whole and cut ones."""

import gzip
import io
from pathlib import Path

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from corpus.readers.foreign import warc
from corpus.readers.formats import format_of, read_articles
from corpus.readers.imported_record import Problem
from tests.corpus.readers.foreign.test_packages import zipped

URL = "https://paper.example/2021/convoy"
TIME = "2021-08-06T10:00:00Z"
TEXT = "The convoy left the harbour before dawn, and nobody would say why it had to be so early."
PAGE = f"<!doctype html><html><head><title>Convoy</title></head><body><p>{TEXT}</p></body></html>"
PDF = (Path(__file__).parent / "files" / "columns.pdf").read_bytes()


class Archive:
    def __init__(self, is_packed=True):
        self.file = io.BytesIO()
        self.writer = WARCWriter(self.file, gzip=is_packed)

    def add(self, body, url=URL, kind="text/html", status="200 OK", record="response", **headers):
        """Add a record; `headers` are those of HTTP."""
        http = StatusAndHeaders(
            status, [("Content-Type", kind), *headers.items()], protocol="HTTP/1.1"
        )
        made = self.writer.create_warc_record(
            url,
            record,
            payload=io.BytesIO(body),
            http_headers=http if record == "response" else None,
            warc_headers_dict={"WARC-Date": TIME},
            warc_content_type=kind if record == "resource" else "",
        )
        self.writer.write_record(made)
        return self

    @property
    def content(self):
        return self.file.getvalue()


def items_of(content, name="a.warc.gz", start=0):
    return list(read_articles(io.BytesIO(content), name, format_of(name, content), start=start))


def small():
    return (
        Archive()
        .add(PAGE.encode())
        .add(b"\x89PNG", "https://paper.example/a.png", "image/png")
        .add(b"Moved", "https://paper.example/old", status="301 Moved Permanently")
        .add(PDF, "https://paper.example/a.pdf", "application/pdf")
        .add(gzip.compress(PAGE.replace("dawn", "noon").encode()), URL + "2",
             "text/html; charset=utf-8", **{"Content-Encoding": "gzip"})
        .add(PAGE.replace("dawn", "рассвета").encode("cp1251"), URL + "3",
             "text/html; charset=windows-1251")
        .add(b"<p>One of two.</p><p>Two of two.</p>", URL + "4", record="resource")
    )  # fmt: skip


@pytest.mark.parametrize("is_packed", [True, False], ids=["gzip", "plain"])
def test_each_page_and_pdf_is_an_article_with_its_address_and_time(is_packed):
    archive = Archive(is_packed)
    archive.add(PAGE.encode()).add(PDF, "https://paper.example/a.pdf", "application/pdf")
    page, document = items_of(archive.content)
    assert (page.title, page.text, page.url) == ("Convoy", TEXT, URL)
    assert (page.source, page.content) == ("paper.example", PAGE.encode())
    assert document.url == "https://paper.example/a.pdf"
    assert (document.content, document.media_type) == (PDF, "application/pdf")
    assert {each.retrieved_at.isoformat() for each in (page, document)} == {
        "2021-08-06T10:00:00+00:00"
    }
    assert str(page.place) == "a.warc.gz/paper.example/2021/convoy"


def test_what_is_no_page_is_passed_over_and_reading_goes_on_behind_each():
    content = small().content
    items = items_of(content)
    assert [each.url for each in items] == [
        URL, "https://paper.example/a.pdf", f"{URL}2", f"{URL}3", f"{URL}4",
    ]  # fmt: skip
    texts = [each.text for each in items]
    assert texts[2:] == [
        TEXT.replace("dawn", "noon"),
        TEXT.replace("dawn", "рассвета"),
        "One of two.\n\nTwo of two.",
    ]
    for index, item in enumerate(items):
        assert items_of(content, start=item.position) == items[index + 1 :]


def test_format_is_told_by_the_first_bytes():
    content = small().content
    assert {format_of(name, content) for name in ("a.warc.gz", "a.gz", "saved.dat")} == {"warc"}
    assert format_of("a.gz", gzip.compress(b"Words.")) is None
    assert items_of(small().content, "saved.dat")[0].url == URL


def test_revisits_and_cut_records_are_named():
    archive = Archive()
    writer = archive.writer
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_revisit_record(URL, "sha1:A", URL, "2021-08-01T00:00:00Z", http_headers=http)
    )
    made = writer.create_warc_record(
        URL, "response", io.BytesIO(PAGE.encode()), http_headers=http,
        warc_headers_dict={"WARC-Truncated": "length"},
    )  # fmt: skip
    writer.write_record(made)
    revisit, remark, page = items_of(archive.content)
    assert (str(revisit.place), revisit.is_left_out, revisit.reason) == (
        "a.warc.gz/paper.example/2021/convoy",
        True,
        "The archive has no bytes of it: it is a revisit, the same as at an earlier time.",
    )
    assert (remark.is_left_out, remark.reason) == (
        False,
        "The archive holds only its beginning (length).",
    )
    assert page.text == TEXT


def test_file_that_ends_early_keeps_what_was_read():
    whole = Archive(is_packed=False).add(PAGE.encode())
    first = len(whole.content)
    content = whole.add(PAGE.replace("dawn", "noon").encode(), URL + "2").content
    page, remark, cut = items_of(content[: first + (len(content) - first) * 9 // 10], "a.warc")
    assert (page.text, cut.url) == (TEXT, URL + "2")
    assert remark.reason == "The archive holds only its beginning (the file ends within it)."
    packed = small().content
    items = items_of(packed[: len(packed) // 2])
    assert items[0].text == TEXT
    damaged = packed[: items[0].position] + b"\x1f\x8bnothing"
    page, refusal = items_of(damaged)
    assert (page.text, isinstance(refusal, Problem)) == (TEXT, True)
    assert refusal.reason.startswith("It is damaged behind what was read")


def test_bomb_is_refused_alone_and_brotli_is_read():
    bomb = gzip.compress(b"<p>" + b" " * 80_000_000)
    archive = Archive()
    archive.add(bomb, URL + "0", **{"Content-Encoding": "gzip"})
    packed = {"Content-Encoding": "br"}
    archive.add(brotli.compress(b" " * 80_000_000, quality=1), URL + "1", **packed)
    archive.add(b"damaged", URL + "2", **packed).add(brotli.compress(PAGE.encode()), **packed)
    *refused, page = items_of(archive.content)
    assert [each.reason for each in refused] == ["It is larger than 64 MB."] * 2 + [
        "It is damaged."
    ]
    assert page.text == TEXT


NOTHING = {
    "images alone": (
        Archive().add(b"\x89PNG", "https://paper.example/a.png", "image/png").content,
        "There is no page and no PDF in it.",
    ),
    "compressed as a whole": (
        gzip.compress(Archive(is_packed=False).add(b"x", kind="a/b").add(b"y").content),
        "It is compressed as a whole, not by records: unpack it.",
    ),
    "other bytes": (b"WARC/1.0\r\nnothing", "There is no page and no PDF in it."),
}


@pytest.mark.parametrize(("content", "reason"), NOTHING.values(), ids=NOTHING)
def test_archive_without_pages_is_refused_with_its_reason(content, reason):
    [problem] = items_of(content)
    assert (problem.is_left_out, problem.reason) == (True, reason)


def test_wacz_and_zip_of_archives_are_read_by_their_archives():
    content = small().content
    wacz = zipped(
        {
            "archive/data.warc.gz": content,
            "datapackage.json": "{}",
            "indexes/index.cdx.gz": gzip.compress(b"x"),
            "pages/pages.jsonl": '{"text": "Not an article of its own."}',
        }
    )
    assert format_of("a.wacz", wacz) == "zip"
    items = items_of(wacz, "a.wacz")
    assert [each.url for each in items] == [each.url for each in items_of(content)]
    assert str(items[0].place) == "a.wacz/archive/data.warc.gz/paper.example/2021/convoy"
    assert items_of(wacz, "a.wacz", start=items[1].position) == items[2:]
    nested = zipped({"all/a.wacz": wacz})
    assert [each.url for each in items_of(nested, "z.zip")] == [each.url for each in items]


def test_without_the_packages_the_report_names_them(monkeypatch):
    monkeypatch.setattr(warc, "brotli", None)
    packed = Archive().add(b"x", **{"Content-Encoding": "br"}).content
    [part] = warc.read(io.BytesIO(packed), 0)
    assert part.refusal == "It is compressed with brotli, and the package of that name is missing."
    monkeypatch.setattr(warc, "ArchiveIterator", None)
    with pytest.raises(warc.NotReadable, match="the package warcio"):
        list(warc.read(io.BytesIO(small().content), 0))
