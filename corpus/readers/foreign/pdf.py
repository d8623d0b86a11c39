"""Reads PDF documents by pypdfium2 (Apache or BSD licence), the text engine of Chromium.

It was chosen over pypdf and pdfminer.six for its speed and for its order of right-to-left text. It
tells characters and where they stand; what is made of them is in `pdf_lines` and `pdf_paragraphs`.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2

from corpus.page_numbers import MAX_LABEL_LENGTH, without_beginning
from corpus.readers.foreign.blocks import without_title
from corpus.readers.foreign.docx import author
from corpus.readers.foreign.parts import NotReadable, Part, Parts
from corpus.readers.foreign.pdf_lines import Page, page_of
from corpus.readers.foreign.pdf_paragraphs import paged_text
from corpus.readers.limits import MAX_TEXT

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 3_000
# Characters of all pages: more than the text of an article has with running heads, or an export of
# an archive. Beyond them, reading would only take its time.
MAX_CHARACTERS = 3 * MAX_TEXT
# Titles that programs state where nobody did: the name of the file, or of the program.
_NO_TITLE = re.compile(
    r"untitled.*|microsoft word - .*|document\d*|.*\.(?:docx?|odt|pdf|indd|qxd|rtf|txt|html?)",
    re.IGNORECASE,
)
SCAN = "It has no text: it holds images of pages, as a scan does. Read them with OCR first."


def read(file: BinaryIO, start: int) -> Parts:
    """Yield the article of a document. Raises NotReadable."""
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise NotReadable(
                "It is encrypted with a password. Save it without one, and import that file."
            ) from None
        raise NotReadable("It is damaged: it cannot be opened.") from None
    if len(document) > MAX_PAGES:
        raise NotReadable(f"It has {len(document):,} pages; the limit is {MAX_PAGES:,}. Split it.")
    pages = list(_pages(document))
    if not any(page.parts for page in pages):
        raise NotReadable(SCAN)
    facts = document.get_metadata_dict(skip_empty=True)
    title = " ".join(facts.get("Title", "").split())
    if _NO_TITLE.fullmatch(title):
        title = ""
    whole_text, page_starts = paged_text(pages)
    text = without_title(whole_text, title)
    labels = _labels(document)
    starts = tuple((start, labels[page - 1]) for start, page in page_starts)
    yield Part(
        values={
            "text": text,
            "title": title,
            "byline": author(" ".join(facts.get("Author", "").split())),
        },
        remarks=tuple(_remarks(pages)),
        pages=without_beginning(starts, len(whole_text) - len(text)),
        media_type=MEDIA_TYPE,
    )


def _labels(document: pypdfium2.PdfDocument) -> list[str]:
    """Return what is printed on each page if the document states it of all, else their numbers."""
    numbers = range(len(document))
    labels = [document.get_page_label(number).strip()[:MAX_LABEL_LENGTH] for number in numbers]
    return labels if all(labels) else [str(number + 1) for number in numbers]


def _pages(document: pypdfium2.PdfDocument) -> Iterator[Page]:
    """Yield the pages. Raises NotReadable if they have more characters than an article may."""
    remaining = MAX_CHARACTERS
    for number in range(len(document)):
        page, count = _page(document, number, remaining)
        remaining -= count
        if remaining < 0:
            raise NotReadable(
                f"It has more than {MAX_CHARACTERS:,} characters on its first {number + 1:,} pages;"
                f" a text may have {MAX_TEXT:,}. Split it."
            )
        yield page


def _page(document: pypdfium2.PdfDocument, number: int, most: int) -> tuple[Page, int]:
    """Return (a page, its characters); a damaged one, or one with too many, has no lines."""
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        return Page([], 0), 0
    try:
        count = text_page.count_chars()
        return (page_of(text_page.raw, count) if count <= most else Page([], 0)), count
    finally:
        text_page.close()
        page.close()


def _remarks(pages: list[Page]) -> list[str]:
    """Return what an editor must know about the text of a document."""
    remarks = []
    blank = [str(number) for number, page in enumerate(pages, 1) if not page.parts]
    if blank:
        shown = ", ".join(blank[:10]) + (" …" if len(blank) > 10 else "")
        remarks.append(f"{len(blank):,} of {len(pages):,} pages have no text: {shown}.")
    unknown = sum(page.unknown for page in pages)
    if unknown:
        remarks.append(f"{unknown:,} letters are not stated by its fonts; each became “\ufffd”.")
    return remarks
