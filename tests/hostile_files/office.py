"""Hostile documents of Word, OpenDocument and Rich Text."""

from tests.hostile_files.archives import MEGABYTE, package, packed

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_O = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table")
)
BOMB = "<!DOCTYPE a [<!ENTITY e0 'word '>{}]>".format(
    "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
)
EXTERNAL = "<!DOCTYPE a [<!ENTITY e9 SYSTEM 'file:///etc/passwd'>]>"


def docx(body, before="", **others):
    """Return a Word document with this markup of its body."""
    document = f"<?xml version='1.0'?>{before}<w:document {_W}><w:body>{body}</w:body></w:document>"
    return packed([
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", document),
        *((name.replace("__", "/").replace("_xml", ".xml"), others[name]) for name in others),
    ])  # fmt: skip


def odt(body, before=""):
    """Return an OpenDocument text with this markup of its body."""
    content = f"<?xml version='1.0'?>{before}<office:document-content {_O}><office:body>"
    content += f"<office:text>{body}</office:text></office:body></office:document-content>"
    return package("odt", [("content.xml", content)])


def _paragraph(words):
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def _run_per_word(count):
    return "<w:p>" + "<w:r><w:rPr><w:b/></w:rPr><w:t>word </w:t></w:r>" * count + "</w:p>"


def _notes(count, length):
    note = f'<w:footnotes {_W}><w:footnote w:id="1">{_paragraph("x" * length)}</w:footnote>'
    references = '<w:r><w:footnoteReference w:id="1"/></w:r>' * count
    return docx(f"<w:p>{references}</w:p>", word__footnotes_xml=note + "</w:footnotes>")


def table(depth):
    return "<w:tbl><w:tr><w:tc>" * depth + _paragraph("word") + "</w:tc></w:tr></w:tbl>" * depth


def files():
    """Yield (name, what makes its bytes)."""
    yield "million-runs.docx", lambda: docx(_run_per_word(10**6))
    yield "million-paragraphs.docx", lambda: docx(_paragraph("word") * 10**6)
    yield "entities.docx", lambda: docx(_paragraph("&e9;"), BOMB)
    yield "external-entity.docx", lambda: docx(_paragraph("words &e9; more"), EXTERNAL)
    yield "note-million-times.docx", lambda: _notes(10**6, 1_000)
    yield "deep-tables.docx", lambda: docx(table(200))
    yield "very-deep-tables.docx", lambda: docx(table(50_000))
    yield "bomb.docx", lambda: docx(_paragraph("word " * 100 * MEGABYTE))
    yield "macros.docm", lambda: docx(_paragraph("words"), word__vbaProject_xml="Shell evil.exe")
    yield "truncated.docx", lambda: docx(_paragraph("word " * 999))[:-50]
    yield "not-closed.docx", lambda: docx("<w:p><w:r><w:t>words")
    yield "entities.odt", lambda: odt("<text:p>&e9;</text:p>", BOMB)
    yield "external-entity.odt", lambda: odt("<text:p>words &e9; more</text:p>", EXTERNAL)
    yield "spaces.odt", lambda: odt("<text:p>a<text:s text:c='99999999'/>b</text:p>" * 10**5)
    yield "million-paragraphs.odt", lambda: odt("<text:p>word</text:p>" * 10**6)
    yield "truncated.odt", lambda: odt("<text:p>word </text:p>" * 999)[:-50]
    yield "deep.rtf", lambda: b"{\\rtf1 " + b"{" * 10**6 + b"words" + b"}" * 10**6 + b"}"
    yield "not-closed.rtf", lambda: b"{\\rtf1 " + b"{\\footnote words" * 10**5
    yield "huge-binary.rtf", lambda: b"{\\rtf1 words \\bin99999999999999 more words}"
    yield "huge-number.rtf", lambda: b"{\\rtf1 words \\bin" + b"9" * 5_000 + b" more words}"
    yield "many-binaries.rtf", lambda: b"{\\rtf1 words " + b"\\bin1 xy" * 10**6 + b"}"
    yield (
        "many-notes.rtf",
        lambda: (
            b"{\\rtf1{\\fonttbl"
            + b"{\\f1 Font;}" * 10**5
            + b"}"
            + b"{\\footnote word}a" * 10**5
            + b"}"
        ),
    )
    yield "huge-unicode.rtf", lambda: b"{\\rtf1 " + b"\\u99999999999? \\uc99999999 a" * 10**4 + b"}"
    yield "truncated.rtf", lambda: b"{\\rtf1\\ansi{\\fonttbl{\\f0 Charis;}}words and"
    yield "large.rtf", lambda: b"{\\rtf1 " + b"The convoy left.\\par " * 2_900_000 + b"}"
