"""A web page saved as a file: one article."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from corpus.readers.documents import NoText, content_of, page_text
from corpus.readers.encodings import called
from corpus.readers.extraction import NoArticle, article
from corpus.readers.fields import Origin, assembled
from corpus.readers.imported_record import Place, Problem, Record


def read(
    file: BinaryIO, name: str, columns: Mapping[str, str], start: int
) -> Iterator[Record | Problem]:
    """The article of a page, unless `start` lies behind it."""
    if start:
        return
    origin = Origin(Place(name), b"", "text/html", 0, 1)
    try:
        content = content_of(file)
        page = page_text(content)
        found = article(page.text)
    except (NoText, NoArticle) as error:
        yield origin.problem("", str(error))
        return
    origin = Origin(Place(name), content, f"text/html; charset={called(page.encoding)}", 0, 1)
    if page.remark:
        yield origin.problem("", page.remark, is_left_out=False)
    yield from assembled(origin, found.values())
