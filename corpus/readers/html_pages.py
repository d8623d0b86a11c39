"""Reads a web page saved as a file: one article."""

from collections.abc import Mapping
from typing import BinaryIO

from corpus.readers.documents import NoText, decode_page, read_document
from corpus.readers.encodings import Undecodable, encoding_label
from corpus.readers.extraction import NoArticle, extract_article
from corpus.readers.fields import Origin, assemble
from corpus.readers.imported_record import FileLocation, Items
from corpus.readers.limits import MAX_RECORD, MAX_SAVED_PAGE
from corpus.readers.saved_pages import without_data_uris


def read(file: BinaryIO, name: str, columns: Mapping[str, str], start: int) -> Items:
    """Yield the article of a page and its problems, nothing if `start` is not 0."""
    if start:
        return
    origin = Origin(FileLocation(name), b"", "text/html", 0, 1)
    try:
        content = read_document(file, MAX_SAVED_PAGE)
        markup = without_data_uris(content)
        if len(markup) > MAX_RECORD:
            raise NoText(f"Without its images the page is larger than {MAX_RECORD / 1e6:g} MB.")
        page = decode_page(markup)
        extracted = extract_article(page.text)
    except (NoText, NoArticle, Undecodable) as error:
        yield origin.problem("", str(error))
        return
    origin = Origin(
        FileLocation(name), content, f"text/html; charset={encoding_label(page.encoding)}", 0, 1
    )
    if page.remark:
        yield origin.problem("", page.remark, is_left_out=False)
    yield from assemble(origin, extracted.values())
