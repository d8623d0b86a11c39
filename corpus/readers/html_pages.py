"""Reads a web page saved as a file: one article, or the documents of an archive's export."""

from collections.abc import Mapping
from typing import BinaryIO

from corpus.readers.documents import NoText, decode_page, read_document
from corpus.readers.encodings import Undecodable, encoding_label
from corpus.readers.extraction import (
    LeftOut,
    NoArticle,
    extract_article,
    extract_documents,
)
from corpus.readers.fields import Origin, assemble
from corpus.readers.imported_record import FileLocation, Items
from corpus.readers.limits import MAX_RECORD, MAX_SAVED_PAGE
from corpus.readers.pages.mhtml import markup_of
from corpus.readers.pages.saved_pages import Saving, without_data_uris
from corpus.readers.pages.sentences import SENTENCE_LETTERS, letters

NO_SENTENCE = (
    "All text that was found in the page is “{}”. If its text is built by a script, save it with "
    "the browser or with SingleFile."
)
# Of what a page says to browsers without scripts, or to programs that it takes for robots.
MAX_NOTICE_LETTERS = 200


def read(file: BinaryIO, name: str, columns: Mapping[str, str], start: int) -> Items:
    """Yield the articles of a page, of which an archive's export has several, and its problems.

    Those before `start` are left out.
    """
    origin = Origin(FileLocation(name), b"", "text/html", 0, 1)
    try:
        content = read_document(file, MAX_SAVED_PAGE)
        mhtml_page = markup_of(content)
        markup = without_data_uris(mhtml_page.content if mhtml_page else content)
        if len(markup) > MAX_RECORD:
            raise NoText(f"Without its images the page is larger than {MAX_RECORD / 1e6:g} MB.")
        page = decode_page(markup)
        documents = extract_documents(page.text)
        saving = mhtml_page.saving if mhtml_page else Saving()
        extracted = None if documents else extract_article(page.text, saving.url)
    except (NoText, NoArticle, Undecodable) as error:
        if not start:
            yield origin.problem("", str(error))
        return
    if page.remark and not start:
        yield origin.problem("", page.remark, is_left_out=False)
    if extracted and not start:
        media_type = f"text/html; charset={encoding_label(page.encoding)}"
        media_type = "multipart/related" if mhtml_page else media_type
        origin = Origin(FileLocation(name), content, media_type, 0, 1)
        if "<script" in page.text and _is_notice(extracted.text):
            line = " ".join(extracted.text.split())
            yield origin.problem("", NO_SENTENCE.format(line), is_left_out=False)
        for remark in extracted.remarks:
            yield origin.problem("", remark, is_left_out=False)
        values = extracted.values()
        values["retrieved"] = saving.retrieved or values["retrieved"]
        yield from assemble(origin, values, left_out=extracted.left_out)
    for index, document in enumerate(documents[start:], start):
        place = FileLocation(name, item=index + 1)
        origin = Origin(place, document.content, "text/html; charset=utf-8", index, index + 1)
        for remark in document.remarks:
            yield origin.problem("", remark, is_left_out=False)
        yield from assemble(origin, document.values(), left_out=document.left_out)


def _is_notice(text: str) -> bool:
    """Return whether a text is no sentence, or says that the page needs scripts."""
    number = letters(text)
    is_about_scripts = number < MAX_NOTICE_LETTERS and "javascript" in text.lower()
    return number < SENTENCE_LETTERS or is_about_scripts


def left_out_of(content: bytes) -> tuple[LeftOut, ...]:
    """Return what the text of a saved page lacks; nothing if it is an export or unreadable."""
    try:
        mhtml_page = markup_of(content)
        markup = decode_page(without_data_uris(mhtml_page.content if mhtml_page else content)).text
        return () if extract_documents(markup) else extract_article(markup).left_out
    except (NoArticle, Undecodable):
        return ()
