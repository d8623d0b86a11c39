"""Types of files that hold no articles."""

import io
import zipfile

import pytest

from corpus.readers.file_types import binary_type, foreign_type
from corpus.readers.formats import HEAD_BYTES

EMAIL = (
    b"Return-Path: <a@paper.example>\r\nReceived: by mail;\r\n\tThu\r\nSubject: News\r\n\r\nText."
)


def archive(*names, mimetype=""):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        if mimetype:
            opened.writestr("mimetype", mimetype)
        for name in names:
            opened.writestr(name, "content")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (archive("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "a Word document"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook"),
        (archive("ppt/slides.xml"), "a PowerPoint presentation"),
        (archive("OEBPS/a.html", mimetype="application/epub+zip"), "an EPUB book"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "an OpenDocument text"),
        (archive("project.qde"), "a REFI-QDA project"),
        (archive("a.txt"), "a ZIP archive or an Office document"),
        (b"\x1f\x8b\x08", "compressed with gzip"),
        (b"\xd0\xcf\x11\xe0", "an old Office document"),
        (b"\x89PNG\r\n", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "an image"),
        (b"\x00\x00\x00\x18ftypheic", "an image"),
        (b"\x00\x00\x00\x18ftypmp42", "a recording"),
        (b"ID3\x03", "a recording"),
        (b"SQLite format 3\x00", "a database"),
        (b"PAR1", "a Parquet file"),
        (b"{\\rtf1\\ansi", "a document in Rich Text Format"),
        (EMAIL, "an e-mail"),
        (b"From a@paper.example Thu\n", "an e-mail"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; x\n", "a web archive (MHTML)"),
        (b"WARC/1.0\r\n", "a web archive (WARC)"),
        (b"The convoy left.", ""),
        (b"Title: From here\n\nReceived: nothing.", ""),
        (b"BM is short for a word.", ""),
        (b"", ""),
    ],
)
def test_type_of_a_file_is_named_by_its_first_bytes(content, kind):
    named = foreign_type(content[:HEAD_BYTES])
    assert named.partition(";")[0].partition(" (")[0] == kind.partition(" (")[0]
    assert named.startswith(kind)


def test_what_is_text_may_be_imported_as_text():
    assert [binary_type(content) for content in (EMAIL, b"{\\rtf1", b"WARC/1.0")] == ["", "", ""]
