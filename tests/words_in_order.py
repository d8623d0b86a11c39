"""Documents of LibreOffice, Chromium and Python, and how many of their words are read in order.

    python -m tests.words_in_order FOLDER [LANGUAGE…]

writes texts whose words are known in each format and language unless the folder is there, reads
them as an import does, and prints the words found in their order, in percent. It needs `soffice`,
and fonts for the scripts.
"""

import mailbox
import re
import subprocess
import sys
from email.message import EmailMessage
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright
from rapidfuzz.distance import Indel

from corpus.readers.formats import HEAD_BYTES, format_of, read_articles
from tests.support.chromium import find_chromium
from tests.support.made_texts import RIGHT_TO_LEFT, SENTENCES, made_text

OFFICE = ["docx", "odt", "rtf", "pdf", "epub"]
FORMATS = [*OFFICE, "chromium.pdf", "eml", "mbox"]
# A word, an ideograph alone; a mark of a note is none.
_WORD = re.compile(r"[\u4e00-\u9fff]|(?:(?![\u4e00-\u9fff])\w)+")
_NOTE_MARK = re.compile(r"\[\d+\]")
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "style": "style", "text": "text", "table": "table",
        "fo": "xsl-fo-compatible", "meta": "meta",
    }.items()
)  # fmt: skip
_COUNTRIES = {"en": "GB", "de": "DE", "ru": "RU", "ar": "SA", "fa": "IR", "zh": "CN"}


def flat_document(text):
    """Return a text as a flat OpenDocument file, in two columns with hyphens, notes and a table."""
    mode = "rl-tb" if text.language in RIGHT_TO_LEFT else "lr-tb"
    country = _COUNTRIES[text.language]
    tags = "".join(
        f'{kind}:language{suffix}="{text.language}" {kind}:country{suffix}="{country}" '
        for kind, suffix in (("fo", ""), ("style", "-asian"), ("style", "-complex"))
    )
    opening = "".join(
        _paragraph(words, note) for words, note in zip(text.opening, [*text.notes, ""], strict=True)
    )
    items = "".join(f"<text:list-item>{_paragraph(item)}</text:list-item>" for item in text.items)
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell>{_paragraph(cell)}</table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in text.rows
    )
    columns = "".join(map(_paragraph, text.columns))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_NAMESPACES} office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles><style:default-style style:family="paragraph">
<style:paragraph-properties style:writing-mode="{mode}" fo:hyphenation-ladder-count="no-limit"/>
<style:text-properties {tags} style:font-name="Charis SIL"
 fo:font-size="11pt" style:font-size-asian="11pt" style:font-size-complex="11pt"
 fo:hyphenate="true" fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"/>
</style:default-style></office:styles>
<office:automatic-styles>
<style:style style:name="P" style:family="paragraph"><style:paragraph-properties
 fo:text-align="justify" fo:margin-bottom="0.2cm"/></style:style>
<style:style style:name="S" style:family="section"><style:section-properties>
<style:columns fo:column-count="2" fo:column-gap="0.8cm"/></style:section-properties></style:style>
<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21cm"
 fo:page-height="29.7cm" fo:margin="2cm" style:writing-mode="{mode}"/>
<style:header-style/><style:footer-style/></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L">
<style:header><text:p>The Paper</text:p></style:header>
<style:footer><text:p><text:page-number/></text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>
<text:p text:style-name="Title">{text.title}</text:p>{opening}
<text:list>{items}</text:list>
<table:table><table:table-column table:number-columns-repeated="3"/>{rows}</table:table>
<text:section text:style-name="S" text:name="Columns">{columns}</text:section>
</office:text></office:body></office:document>"""


def _paragraph(words, note=""):
    if note:
        words += (
            '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
            f"<text:note-body><text:p>{note}</text:p></text:note-body></text:note>"
        )
    return f'<text:p text:style-name="P">{words}</text:p>'


def web_page(text):
    """Return a text as a page to be printed: its notes stand at the end."""
    direction = "rtl" if text.language in RIGHT_TO_LEFT else "ltr"
    rows = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in text.rows)
    columns = "".join(f"<p>{words}" for words in text.columns)
    notes = "".join(f"<p>{note}" for note in text.notes)
    return f"""<!doctype html><html lang="{text.language}" dir="{direction}"><meta charset="utf-8">
<title>{escape(text.title)}</title>
<style>body {{ font: 11pt/1.4 "Charis SIL", "Noto Sans CJK SC"; hyphens: auto }}
p {{ text-align: justify }} .columns {{ columns: 2 }} td {{ padding-inline-end: 3em }}</style>
<h1>{text.title}</h1>{"".join(f"<p>{words}" for words in text.opening)}
<ul>{"".join(f"<li>{item}" for item in text.items)}</ul><table>{rows}</table>
<div class="columns">{columns}</div>{notes}"""


def mail(text):
    message = EmailMessage()
    message["Subject"], message["From"] = text.title, "A. Writer <a@paper.example>"
    message["Date"] = "Thu, 05 Aug 2021 10:00:00 +0000"
    message.set_content(text.whole)
    return message


def write_files(folder, texts):
    """Write each text in each format as LANGUAGE.FORMAT."""
    for text in texts:
        (folder / f"{text.language}.fodt").write_text(flat_document(text), encoding="utf-8")
        (folder / f"{text.language}.eml").write_bytes(mail(text).as_bytes())
        box = mailbox.mbox(folder / f"{text.language}.mbox")
        box.add(mail(text))
        box.close()
    sources = [str(folder / f"{text.language}.fodt") for text in texts]
    for format in OFFICE:
        subprocess.run(
            ["soffice", "--headless", "--convert-to", format, "--outdir", str(folder), *sources],
            check=True,
            capture_output=True,
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        for text in texts:
            page.set_content(web_page(text))
            page.pdf(path=folder / f"{text.language}.chromium.pdf", format="A4")
        browser.close()


def words_of(text):
    """The words of a text; what nobody sees in them does not count."""
    return _WORD.findall(_NOTE_MARK.sub("", text).replace("\u200c", ""))


def portion(path, text):
    """Return (the part of a text's words that a file has in order, [(expected, read) …])."""
    with path.open("rb") as file:
        format = format_of(path.name, file.read(HEAD_BYTES))
        items = list(read_articles(file, path.name, format))
    read = words_of("\n\n".join(getattr(item, "text", "") for item in items))
    expected = words_of(text.whole)
    changes = [
        (
            " ".join(expected[each.src_start : each.src_end]),
            " ".join(read[each.dest_start : each.dest_end]),
        )
        for each in Indel.opcodes(expected, read)
        if each.tag != "equal"
    ]
    return Indel.similarity(expected, read) / 2 / len(expected), changes


def main():
    folder = Path(sys.argv[1])
    texts = [made_text(language) for language in sys.argv[2:] or SENTENCES]
    if not folder.exists():
        folder.mkdir(parents=True)
        write_files(folder, texts)
    write("| format | " + " | ".join(text.language for text in texts) + " |")
    for format in FORMATS:
        cells = []
        for text in texts:
            share, changes = portion(folder / f"{text.language}.{format}", text)
            cells.append(f"{share:.2%}")
            for expected, read in changes[:3]:
                print(
                    f"  {text.language}.{format}: “{expected[:80]}” is “{read[:80]}”",
                    file=sys.stderr,
                )
        write(f"| {format} | " + " | ".join(cells) + " |")


def write(line):
    print(line, flush=True)


if __name__ == "__main__":
    main()
