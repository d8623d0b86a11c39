"""Reads EPUB books, of which each chapter becomes an article."""

from typing import BinaryIO

from corpus.readers.foreign import epub
from corpus.readers.foreign.archive import Archive
from corpus.readers.foreign.parts import NotReadable, Parts


def read(file: BinaryIO, start: int) -> Parts:
    """Yield the chapters of a book behind `start`. Raises NotReadable."""
    archive = Archive(file)
    if archive.mimetype != epub.MEDIA_TYPE:
        raise NotReadable("This is not an EPUB book.")
    return epub.chapters(archive, start)
