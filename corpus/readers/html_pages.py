"""Reads a web page saved as a file: one article, or the documents of an archive's export."""

from collections.abc import Mapping
from typing import BinaryIO

from corpus.readers.documents import NoText, decode_page, read_document
from corpus.readers.encodings import Undecodable, encoding_label
from corpus.readers.extraction import NoArticle, extract_article, extract_documents
from corpus.readers.fields import Origin, assemble
from corpus.readers.imported_record import FileLocation, Items
from corpus.readers.limits import MAX_RECORD, MAX_SAVED_PAGE
from corpus.readers.pages.saved_pages import without_data_uris

# Code points of what was left out that a remark quotes.
QUOTE_LENGTH = 80


def read(file: BinaryIO, name: str, columns: Mapping[str, str], start: int) -> Items:
    """Yield the articles of a page, of which an archive's export has several, and its problems.

    Those before `start` are left out.
    """
    origin = Origin(FileLocation(name), b"", "text/html", 0, 1)
    try:
        content = read_document(file, MAX_SAVED_PAGE)
        markup = without_data_uris(content)
        if len(markup) > MAX_RECORD:
            raise NoText(f"Without its images the page is larger than {MAX_RECORD / 1e6:g} MB.")
        page = decode_page(markup)
        documents = extract_documents(page.text)
        extracted = None if documents else extract_article(page.text)
    except (NoText, NoArticle, Undecodable) as error:
        if not start:
            yield origin.problem("", str(error))
        return
    if page.remark and not start:
        yield origin.problem("", page.remark, is_left_out=False)
    if extracted and not start:
        media_type = f"text/html; charset={encoding_label(page.encoding)}"
        origin = Origin(FileLocation(name), content, media_type, 0, 1)
        if extracted.left_out:
            yield origin.problem("text", _left_out(extracted.left_out), is_left_out=False)
        yield from assemble(origin, extracted.values())
    for index, document in enumerate(documents[start:], start):
        place = FileLocation(name, item=index + 1)
        origin = Origin(place, document.content, "text/html; charset=utf-8", index, index + 1)
        yield from assemble(origin, document.values())


def _left_out(blocks: tuple[str, ...]) -> str:
    """Return a sentence for an editor about the blocks that are no part of an article's text."""
    number = f"{len(blocks)} blocks" if len(blocks) > 1 else "1 block"
    first = f"“{blocks[0][:QUOTE_LENGTH]}…”" if len(blocks[0]) > QUOTE_LENGTH else f"“{blocks[0]}”"
    verb = "were" if len(blocks) > 1 else "was"
    return f"{number} inside the article {verb} left out, beginning with {first}."
