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
        (b"BZh91AY&SY", "compressed with bzip2"),
        (b"\xfd7zXZ\x00", "compressed with xz"),
        (b"\x04\x22\x4d\x18d@", "compressed with LZ4"),
        (b"\x1f\x9d\x90", "compressed (Z)"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"Rar!\x1a\x07\x01\x00", "a RAR archive"),
        (b"MSCF\x00\x00", "a cabinet"),
        (b"AT&TFORM\x00\x00\x01\x00DJVU", "a DjVu document"),
        (b"A book".ljust(60, b"\x00") + b"BOOKMOBI", "a Kindle or Palm book"),
        (b"ITSF\x03\x00", "a compiled help file"),
        (b"!BDN\x00", "an Outlook mailbox"),
        (b"bplist00\xd1", "a property list, as web archives of Safari are"),
        (b"1\r\n00:00:01,000 --> 00:00:04,000\r\nThe convoy left.", "subtitles"),
        (b"\xef\xbb\xbf1\n00:00:01,000 --> 00:00:04,000\nThe convoy left.", "subtitles"),
        (b"WEBVTT\n\n00:01.000 --> 00:04.000\nThe convoy left.", "subtitles"),
        (b"\x00\x00\x00\x0cjP  \r\n", "an image"),
        (b"8BPS\x00\x01", "an image"),
        (b"\x00\x00\x01\x00\x02\x00", "an image"),
        (b"\xff\xfb\x90d", "a recording"),
        (b"\xff\xf1P\x80", "a recording"),
        (b"#!AMR\n", "a recording"),
        (b"FLV\x01\x05", "a recording"),
        (b"\x30\x26\xb2\x75\x8e\x66", "a recording"),
        (b"\x00\x00\x01\xba\x44", "a recording"),
        (b"\x00\x00\x00\x08mdat", "a recording"),
        (b"FORM\x00\x00\x00\x00AIFF", "a recording"),
        # UTF-16 begins with a mark like that of a recording, a text with a number or a letter.
        (b"\xff\xfeT\x00h\x00e\x00", ""),
        ("ясно, что дорога закрыта".encode("cp1251"), ""),
        (b"1 00:00 in the morning. The convoy left.", ""),
        (b"The moovie, ITSF reports, is out.", ""),
        (b"FORM 10 of the ministry is out.", ""),
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
