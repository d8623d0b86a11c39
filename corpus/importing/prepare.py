"""Reads files into batches that are ready to be saved."""

from corpus.importing.batches import split_batches
from corpus.importing.drafts import Draft, prepare
from corpus.readers.formats import read_articles
from corpus.readers.imported_record import FileLocation, Problem


class Batch(list[Draft | Problem]):
    """A list of Drafts and Problems; `done` is how many bytes of all files are read."""

    def __init__(self, items, done):
        super().__init__(map(prepare, items))
        self.done = done


def batches_of(files, columns):
    """Yield the Batches of InputFiles; a file that cannot be read is a Problem."""
    stream = _ItemStream(files, columns)
    for items in split_batches(stream):
        yield Batch(items, stream.done)


class _ItemStream:
    """Iterates over the records and problems of files, and counts the bytes `done`."""

    def __init__(self, files, columns):
        self._files = files
        self._columns = columns
        self.done = 0

    def __iter__(self):
        bytes_before = 0
        for file in self._files:
            for item in self._items(file):
                self.done = bytes_before + min(item.position, file.size)
                yield item
            bytes_before += file.size

    def _items(self, file):
        try:
            with file.path.open("rb") as handle:
                yield from read_articles(handle, file.name, file.format, columns=self._columns)
        except OSError as error:
            reason = f"It cannot be read: {error.strerror}."
            yield Problem(FileLocation(file.name), "", reason, file.size)
