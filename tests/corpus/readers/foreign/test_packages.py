"""Word documents, OpenDocument texts, books and archives, whole ones and hostile ones."""

import io
import os
import zipfile

import pytest

from corpus.readers.foreign import archive, packages
from corpus.readers.foreign.parts import NotReadable
from corpus.readers.formats import FORMATS, format_of, read_articles
from corpus.readers.imported_record import Problem
from tests.corpus.readers.reading import outcome

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as opened:
        for name, text in files.items():
            # What a document is stands in it as it is, so that its first bytes tell.
            is_plain = name == "mimetype"
            opened.writestr(name, text, zipfile.ZIP_STORED if is_plain else zipfile.ZIP_DEFLATED)
    return content.getvalue()


def word(body, **files):
    """A document with this body, and files of its folder `word`."""
    parts = {"document": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'} | files
    return zipped({f"word/{name}.xml": content for name, content in parts.items()})


def open_text(body, manifest="<a/>"):
    names = {
        "office": "office", "text": "text", "table": "table", "draw": "drawing",
    }  # fmt: skip
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in names.items()
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def text_of(content):
    """What is read in this process: what keeps readers apart is tested elsewhere."""
    [part] = packages.read(io.BytesIO(content), 0)
    return part.values["text"]


def paragraph(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


BOXED = paragraph(run("in a box"))
ITEM = "<w:pPr><w:numPr/></w:pPr>"
CELLS = "".join(f"<w:tc>{paragraph(run(n))}</w:tc>" for n in "ab")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph(run("One ")) + paragraph() + paragraph(run("two"), run("three")),
         "One\n\ntwothree"),
        (paragraph("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"), "a\tb\nc"),
        (paragraph(ITEM, run("1")) + paragraph(ITEM, run("2")) + paragraph(run("3")), "1\n2\n\n3"),
        (f"<w:tbl><w:tr>{CELLS}</w:tr><w:tr>{CELLS}</w:tr></w:tbl>", "a\tb\na\tb"),
        (paragraph(f"<w:ins>{run('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"),
         "new"),
        (paragraph("<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>", run("seen")), "seen"),
        (paragraph('<w:r><w:instrText>PAGE</w:instrText></w:r>', run("7")), "7"),
        (paragraph(run("before"), f"<w:r><w:txbxContent>{BOXED}</w:txbxContent></w:r>")
         + paragraph(run("after")), "before\n\nin a box\n\nafter"),
        (f"<w:sdt><w:sdtContent>{BOXED}</w:sdtContent></w:sdt>", "in a box"),
    ],
)  # fmt: skip
def test_word_document_is_read_as_it_is_shown(body, text):
    assert text_of(word(body)) == text


def test_notes_of_word_stand_below_the_text():
    body = paragraph(run("One"), '<w:r><w:footnoteReference w:id="2"/></w:r>', run(" two."))
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph(run("A note."))}</w:footnote>'
    )
    assert text_of(word(body, footnotes=f"{notes}</w:footnotes>")) == "One[1] two.\n\n[1] A note."


def test_title_of_word_is_the_paragraph_of_that_style():
    style = '<w:pPr><w:pStyle w:val="Title"/></w:pPr>'
    content = word(paragraph(style, run("A headline")) + paragraph(run("Words.")))
    [part] = packages.read(io.BytesIO(content), 0)
    assert (part.values["title"], part.values["text"]) == ("A headline", "Words.")


def test_strict_document_of_word_is_read_alike():
    strict = zipped(
        {
            "word/document.xml": "<w:document xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml"
            "/main'><w:body><w:p><w:r><w:t>Words.</w:t></w:r></w:p></w:body></w:document>"
        }
    )
    assert text_of(strict) == "Words."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:h>Head</text:h>\n <text:p>a <text:s text:c='2'/>b\n c<text:line-break/>d</text:p>",
         "Head\n\na   b c\nd"),
        ("<text:list><text:list-item><text:p>1</text:p></text:list-item><text:list-item>"
         "<text:p>2</text:p></text:list-item></text:list>", "1\n2"),
        ("<text:p>One<text:note><text:note-citation>1</text:note-citation><text:note-body>"
         "<text:p>A note.</text:p></text:note-body></text:note> two.</text:p>",
         "One[1] two.\n\n[1] A note."),
        ("<text:tracked-changes><text:p>a</text:p></text:tracked-changes><text:p>b</text:p>", "b"),
        ("<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
         "<table:covered-table-cell/><table:table-cell><text:p>b</text:p><text:p>c</text:p>"
         "</table:table-cell></table:table-row></table:table>", "a\tb c"),
        ("<text:section><text:p>in<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box>"
         "</draw:frame></text:p></text:section><text:p>after</text:p>", "in\n\nboxed\n\nafter"),
        ("<text:p>a<office:annotation><text:p>remark</text:p></office:annotation>b</text:p>", "ab"),
    ],
)  # fmt: skip
def test_open_document_is_read_as_it_is_shown(body, text):
    assert text_of(open_text(body)) == text


BOOK = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfile full-path="O/c.opf"/></container>',
    "O/c.opf": '<package xmlns="http://www.idpf.org/2007/opf" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The book</dc:title>'
    "<dc:creator>A. Writer</dc:creator><dc:language>de</dc:language><dc:date>2021-08</dc:date>"
    "</metadata><manifest>"
    '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="a" href="t/a%20b.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="c" href="c.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="e" href="e.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="n"/><itemref idref="c"/><itemref idref="e"/><itemref idref="a"/>'
    "</spine>"
    "</package>",
    "O/nav.xhtml": "<html><body>Contents</body></html>",
    "O/c.xhtml": "<html><body><h1>First</h1><p>Über uns.</p></body></html>",
    "O/e.xhtml": "<html><body></body></html>",
    "O/t/a b.xhtml": "<html><head><title>Second</title></head><body><p>Words.</p></body></html>",
}


def read(content, format, name="name", **options):
    return list(read_articles(io.BytesIO(content), name, format, **options))


def test_book_is_one_article_or_its_chapters():
    content = zipped(BOOK)
    assert format_of("book.zip", content) == "epub"
    [book] = read(content, "epub")
    assert (book.text, book.title, book.byline) == (
        "First\n\nÜber uns.\n\nWords.",
        "The book",
        "A. Writer",
    )
    assert (book.language, str(book.published), book.content) == ("de", "August 2021", content)
    chapters = read(content, "chapters")
    assert [(each.place.item, each.title, each.text, each.via) for each in chapters] == [
        (1, "First", "Über uns.", "The book"),
        (3, "Second", "Words.", "The book"),
    ]
    assert chapters[1].content.decode() == BOOK["O/t/a b.xhtml"]
    assert read(content, "chapters", start=chapters[0].position) == chapters[1:]


PAGED = BOOK | {
    "O/nav.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="page-list"><ol>'
    '<li><a href="c.xhtml#p2">2</a></li><li><a href="t/a%20b.xhtml">3</a></li></ol></nav>'
    "</body></html>",
    "O/c.xhtml": "<html><body><h1>First</h1><p>Before.</p>"
    '<div epub:type="pagebreak" title="i"/><p>On page i <span role="doc-pagebreak" id="x" '
    'aria-label="1">1</span> and on one.</p><p id="p2">On two.</p></body></html>',
    "O/t/a b.xhtml": "<html><body><p>On three.</p></body></html>",
}


def test_book_knows_its_pages_and_their_numbers_are_no_words_of_it():
    [book] = read(zipped(PAGED), "epub")
    text = "First\n\nBefore.\n\nOn page i and on one.\n\nOn two.\n\nOn three."
    assert book.text == text
    starts = {"i": "On page", "1": "and on", "2": "On two", "3": "On three"}
    assert book.pages == tuple((text.index(words), label) for label, words in starts.items())
    chapters = read(zipped(PAGED), "chapters")
    assert [chapter.pages for chapter in chapters] == [
        ((9, "i"), (19, "1"), (32, "2")),
        ((0, "3"),),
    ]


def test_chapter_goes_on_with_the_page_of_the_one_before():
    third = {"O/t/a b.xhtml": "<html><body><p>Still there.</p></body></html>"}
    page_list = PAGED["O/nav.xhtml"].replace('<li><a href="t/a%20b.xhtml">3</a></li>', "")
    chapters = read(zipped(PAGED | third | {"O/nav.xhtml": page_list}), "chapters")
    assert chapters[1].pages == ((0, "2"),)


def test_pages_of_an_older_book_are_in_its_list_of_contents():
    contents = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><pageList><pageTarget><navLabel><text>'
        '2</text></navLabel><content src="c.xhtml#p2"/></pageTarget></pageList></ncx>'
    )
    item = '<item id="x" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
    package = PAGED["O/c.opf"].replace("</manifest>", item)
    files = PAGED | {"O/c.opf": package, "O/toc.ncx": contents, "O/nav.xhtml": "<html></html>"}
    [book] = read(zipped(files), "epub")
    assert (book.text.index("On two"), "2") in book.pages
    # One that is broken costs the pages, and not the book.
    [broken] = read(zipped(files | {"O/toc.ncx": "<ncx"}), "epub")
    assert (broken.text, [label for _, label in broken.pages]) == (book.text, ["i", "1"])


# Its first bytes do not tell that it is a Word document.
PLAIN_WORD = {
    "word/document.xml": f'<w:document xmlns:w="{W}">{paragraph(run("A DOCX."))}</w:document>'
}
ZIP = zipped(
    {
        "b/two.txt": "Two.",
        "a.jsonl": '{"text": "One."}\n{"text": "Another."}\n',
        "../../evil.txt": "Outside.",
        "C:\\temp\\evil.txt": "Outside too.",
        "map.png": b"\x89PNG\r\n\x1a\n",
        "README.md": "About these files.",
        "page.html": "<html><body><p>A page.</p></body></html>",
        "page_files/frame.html": "<p>Not an article.</p>",
        "__MACOSX/._a.txt": "x",
        ".hidden.txt": "x",
        "wrong.txt": open_text("<text:p>An ODT.</text:p>"),
        "plain.zip": zipped({"[Content_Types].xml": " " * 9, "a": os.urandom(5000), **PLAIN_WORD}),
        "inner.zip": zipped(
            {"c.txt": "Three.", "d.zip": zipped({"e.zip": zipped({"f.txt": "F."})})}
        ),
        "note.docx": b"PK\x03\x04 cut off",
    }
)
NESTED = "It is not read: it is in a file of its kind, which is in another."


def test_files_of_an_archive_are_articles_that_say_where_they_are():
    items = read(ZIP, "zip", "z.zip")
    assert [
        (str(each.place), each.reason if isinstance(each, Problem) else each.text) for each in items
    ] == [
        ("z.zip/evil.txt", "Outside."),
        ("z.zip/C:/temp/evil.txt", "Outside too."),
        ("z.zip/README.md", "It was left out: its name is that of a note about files."),
        ("z.zip/a.jsonl, line 1", "One."),
        ("z.zip/a.jsonl, line 2", "Another."),
        ("z.zip/b/two.txt", "Two."),
        ("z.zip/inner.zip/c.txt", "Three."),
        ("z.zip/inner.zip/d.zip", NESTED),
        ("z.zip/map.png", "This is an image; only text can be imported."),
        ("z.zip/note.docx", "It is damaged: the end of the archive is missing."),
        ("z.zip/page.html", "A page."),
        ("z.zip/plain.zip", "A DOCX."),
        ("z.zip/wrong.txt", "An ODT."),
    ]  # fmt: skip
    # A file that is told by its first bytes has them as its original.
    assert items[5].content == b"Two."


def test_reading_goes_on_within_an_archive():
    items = read(ZIP, "zip", "z.zip")
    for index in (3, 6, 7, 9):
        assert read(ZIP, "zip", "z.zip", start=items[index].position) == items[index + 1 :]


FOREIGN = sorted(format for format, each in FORMATS.items() if each.read is None)


@pytest.mark.parametrize("format", FOREIGN)
def test_nothing_is_behind_a_file_that_cannot_be_read(format):
    """A job goes on there: it would tell the problem once more."""
    [problem] = read(b"PK", format)
    assert read(b"PK", format, start=problem.position) == []


def test_nothing_is_behind_a_file_of_an_archive_that_cannot_be_read():
    content = zipped({"a.txt": b"PK\x03\x04", "b.zip": zipped({"c.zip": b"PK\x03\x04"})})
    items = read(content, "zip")
    assert len(items) == 2
    assert read(content, "zip", start=items[0].position) == items[1:]
    assert read(content, "zip", start=items[1].position) == []


def bomb():
    return zipped({f"{n}.txt": bytes(40_000_000) for n in range(2)})


def encrypted_zip():
    content = bytearray(zipped({"a.txt": "Words."}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def entities():
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return zipped({"word/document.xml": f"<!DOCTYPE a [<!ENTITY l0 'ha'>{lol}]><a>&l11;</a>"})


@pytest.mark.parametrize(
    ("content", "format", "reason"),
    [
        (b"", "zip", "The file is empty."),
        (zipped({}), "zip", "There is no file in the archive."),
        (ZIP[: len(ZIP) // 2], "zip", "It is damaged: the end of the archive is missing."),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "docx",
         "It is encrypted with a password. Save it without one."),
        (b"\xd0\xcf\x11\xe0 Word 97", "docx", "This is an old Office document; save it as text."),
        (encrypted_zip(), "zip", "It is encrypted with a password. Save it without one."),
        (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "docx",
         "This is an Excel workbook (XLSX); save it as CSV in UTF-8."),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.presentation"}), "odt",
         "This is an OpenDocument file that is no text; save it as text or CSV."),
        (word("<w:p>"), "docx", "It is damaged: word/document.xml is not well-formed."),
        (word(""), "docx", "There is no text."),
        (entities(), "docx", "It is damaged: word/document.xml is not well-formed."),
        (open_text("", '<m:a xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                       "<m:encryption-data/></m:a>"), "odt",
         "It is encrypted with a password. Save it without one."),
        (zipped({"a.txt": "x"}), "chapters", "This is not an EPUB book."),
        (zipped({"a.txt": "x"}), "docx", "This is a ZIP archive; import it as one."),
        (zipped(BOOK | {"META-INF/encryption.xml": '<e xmlns="http://www.w3.org/2001/04/xmlenc#">'
                        '<CipherReference URI="O/c.xhtml"/></e>'}), "epub",
         "It is encrypted: the book is protected against copying."),
        (zipped({"mimetype": "application/epub+zip"}), "epub",
         "It is damaged: it does not say what is in it."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(content, format, reason):
    [(_, _, stated)] = outcome(content, format)
    assert stated == reason


def test_archive_that_unpacks_to_more_than_its_limits_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 70_000_000)
    with pytest.raises(NotReadable, match="It unpacks to more than 70 MB"):
        list(packages.read(io.BytesIO(bomb()), 0))
    monkeypatch.undo()
    monkeypatch.setattr(packages, "MAX_FILES", 1)
    with pytest.raises(NotReadable, match="It holds 2 files; the limit is 1"):
        list(packages.read(io.BytesIO(bomb()), 0))


def test_file_that_unpacks_to_more_than_one_document_is_refused_alone():
    content = zipped({"a.txt": bytes(64_000_001), "b.txt": "Words."})
    parts = list(packages.read(io.BytesIO(content), 0))
    assert [(part.refusal, part.content) for part in parts] == [
        ("It unpacks to more than 64 MB.", b""),
        ("", b"Words."),
    ]


def test_file_that_states_too_small_a_size_is_refused():
    """A bomb may lie: what is unpacked counts, not what it says."""
    content = zipped({"a.txt": bytes(100_000)})
    lying = content.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    [part] = packages.read(io.BytesIO(lying), 0)
    assert (part.refusal, part.content) == ("It is damaged.", b"")


def test_archive_of_documents_is_no_document():
    """Kept as they are, the names in them stand in its first bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as opened:
        opened.writestr("a.docx", word(paragraph(run("One."))))
        opened.writestr("b.xlsx", zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}))
    assert format_of("a", content.getvalue()) == "zip"
    first, second = read(content.getvalue(), "zip")
    assert first.text == "One."
    assert second.reason == "This is an Excel workbook (XLSX); save it as CSV in UTF-8."
