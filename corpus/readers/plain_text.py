"""Reads plain text: one article, with or without a block of headers above it.

    Title: A headline
    By: Who wrote it
    Source: reuters.com
    URL: https://www.reuters.com/…
    Date: 5 August 2021
    Language: en

    The text begins after the first empty line.

An export of an archive is one article for each of its documents (see
`corpus.readers.pages.numbered_documents`).

The block is at the very beginning and has known headers only, one per line, each at most once;
a line that begins with white space continues the previous one. Without such a block, or without an
empty line after it, the whole file is the text.
"""

import re
from collections.abc import Mapping
from typing import BinaryIO

from corpus.readers.documents import NoText, decode_document, read_document
from corpus.readers.encodings import Undecodable, encoding_label
from corpus.readers.fields import Origin, assemble
from corpus.readers.imported_record import FileLocation, Items
from corpus.readers.pages.numbered_documents import export_texts
from corpus.text import as_windows_1252, has_c1_punctuation

HEADERS = {
    "title": "title",
    "headline": "title",
    "by": "byline",
    "byline": "byline",
    "author": "byline",
    "source": "source",
    "url": "url",
    "date": "published",
    "published": "published",
    "language": "language",
    "lang": "language",
    "retrieved": "retrieved",
}

# More lines than any block of folded headers.
_MAX_HEADER_LINES = 100
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_HEADER = re.compile(r"([A-Za-z]+)[ \t]*:[ \t]*(.*)", re.DOTALL)


def read(file: BinaryIO, name: str, columns: Mapping[str, str], start: int) -> Items:
    """Yield the article of a text, or those of an archive's export, and its problems.

    Those before `start` are left out.
    """
    origin = Origin(FileLocation(name), b"", "text/plain", 0, 1)
    try:
        content = read_document(file)
        decoded = decode_document(content)
    except (NoText, Undecodable) as error:
        if not start:
            yield origin.problem("", str(error))
        return
    origin = Origin(
        FileLocation(name), content, f"text/plain; charset={encoding_label(decoded.encoding)}", 0, 1
    )
    if decoded.remark and not start:
        yield origin.problem("", decoded.remark, is_left_out=False)
    is_c1 = has_c1_punctuation(decoded.text)
    values, text = split_headers(as_windows_1252(decoded.text) if is_c1 else decoded.text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    documents = [] if values else export_texts(lines)
    if not documents and not start:
        yield from assemble(origin, {**values, "text": text})
    for index, document in enumerate(documents[start:], start):
        place = FileLocation(name, item=index + 1)
        own_bytes = document.content.encode(errors="replace")
        of_one = Origin(place, own_bytes, "text/plain; charset=utf-8", index, index + 1)
        if document.remark:
            yield of_one.problem("", document.remark, is_left_out=False)
        yield from assemble(of_one, document.values)


def split_headers(text: str) -> tuple[dict[str, str], str]:
    """Return (values of the header block by field, the text below it), or ({}, the whole text).

    >>> split_headers("Title: A headline\\n\\nThe text.")
    ({'title': 'A headline'}, 'The text.')
    """
    values: dict[str, str] = {}
    field, end = "", 0
    for _ in range(_MAX_HEADER_LINES):
        line = next(_LINE.finditer(text, end))[0]
        end += len(line)
        stripped = line.strip()
        if not stripped:
            # An empty line ends the block; without a header before it there is no block.
            return (values, text[end:].lstrip("\r\n")) if values and line else ({}, text)
        match = None if line[0] in " \t" else _HEADER.fullmatch(stripped)
        header_field = HEADERS.get(match[1].lower()) if match else None
        if match and header_field and header_field not in values:
            field = header_field
            values[field] = match[2]
        elif line[0] in " \t" and field:
            values[field] += " " + stripped
        else:
            break
    return {}, text
