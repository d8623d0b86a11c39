"""Plain text: one article, with or without a block of headers above it.

    Title: A headline
    By: Who wrote it
    Source: reuters.com
    URL: https://www.reuters.com/…
    Date: 5 August 2021
    Language: en

    The text begins behind the first empty line.

The block stands at the very beginning and holds known headers only, one a line, each at most
once; a line that begins with white space goes on with the one before. Without such a block, or
without an empty line behind it, the whole file is the text.
"""

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from corpus.readers.documents import NoText, content_of, text_of
from corpus.readers.encodings import Undecodable, called
from corpus.readers.fields import Origin, assembled
from corpus.readers.imported_record import Place, Problem, Record

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
    "retrieved": "retrieved",
}

# More lines than the headers can take, folded as they may be.
_LONGEST_BLOCK = 100
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_HEADER = re.compile(r"([A-Za-z]+)[ \t]*:[ \t]*(.*)", re.DOTALL)


def read(
    file: BinaryIO, name: str, columns: Mapping[str, str], start: int
) -> Iterator[Record | Problem]:
    """The article of a text, unless `start` lies behind it."""
    if start:
        return
    origin = Origin(Place(name), b"", "text/plain", 0, 1)
    try:
        content = content_of(file)
        read = text_of(content)
    except (NoText, Undecodable) as error:
        yield origin.problem("", str(error))
        return
    origin = Origin(Place(name), content, f"text/plain; charset={called(read.encoding)}", 0, 1)
    if read.remark:
        yield origin.problem("", read.remark, is_left_out=False)
    values, text = headed(read.text)
    yield from assembled(origin, {**values, "text": text})


def headed(text: str) -> tuple[dict[str, str], str]:
    """The values of the header block by our fields, and the text below; {} and all without one."""
    values: dict[str, str] = {}
    field, end = "", 0
    for _ in range(_LONGEST_BLOCK):
        line = _LINE.match(text, end)[0]
        end += len(line)
        written = line.strip()
        if not written:
            # The empty line: it ends a block, and without a header before it there is none.
            return (values, text[end:].lstrip("\r\n")) if values and line else ({}, text)
        found = None if line[0] in " \t" else _HEADER.fullmatch(written)
        known = HEADERS.get(found[1].lower()) if found else None
        if known and known not in values:
            field = known
            values[field] = found[2]
        elif line[0] in " \t" and field:
            values[field] += " " + written
        else:
            break
    return {}, text
