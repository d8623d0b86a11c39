"""Reads files into batches that are ready to be saved.

The bytes of all files, one file after another, are cut into stripes, so that several processes can
prepare them: each takes every so many stripes, and passes over what begins in the others.
"""

from itertools import groupby

from corpus.importing.batches import STRIPE_BYTES, split_batches
from corpus.importing.drafts import Draft, prepare
from corpus.index_entry import NewWords
from corpus.readers.fields import with_values
from corpus.readers.file_types import BYTE_POSITION_FORMATS
from corpus.readers.formats import read_articles
from corpus.readers.imported_record import FileLocation, Problem
from corpus.readers.lines import CHUNK_BYTES


class Batch(list[Draft | Problem]):
    """A list of Drafts and Problems; `done` is how many bytes of all files are read.

    `file` is the name of the one that was read last, `new_words` those words of its articles that
    were in none of the Batches before it, or not in those of the same process.
    """

    def __init__(self, items, done, words):
        super().__init__(prepare(item, words.index_entry) for item in items)
        self.new_words = words.take()
        self.done = done
        self.file = items[-1].place.file


def batches_of(files, columns):
    """Yield the Batches of InputFiles; a file that cannot be read is a Problem."""
    return (batch for batch in striped_batches(files, columns, 0, 1) if batch is not None)


def striped_batches(files, columns, first, step):
    """Yield the Batches of every `step`th stripe from `first` on, and None after each stripe."""
    stripe = first
    stream = _ItemStream(files, columns, first, step)
    words = NewWords()
    for stripe_of_items, items in groupby(stream, lambda _: stream.stripe):
        for _ in range(stripe, stripe_of_items, step):
            yield None
        stripe = stripe_of_items
        for batch in split_batches(items):
            yield Batch(batch, stream.done, words)
    for _ in range(stripe, stripe_count(files), step):
        yield None


def stripe_count(files):
    return sum(file.size for file in files) // STRIPE_BYTES + 1


class _ItemStream:
    """Iterates over the records and problems of some stripes.

    `stripe` is that of the item yielded last, `done` the bytes of all files read until then.
    """

    def __init__(self, files, columns, first, step):
        self._files = files
        self._columns = columns
        self._first, self._step = first, step
        self._bytes_before = 0
        self._size = 0
        self.stripe = first
        self.done = 0

    def __iter__(self):
        for file in self._files:
            self._size = file.size
            for item in self._items(file):
                is_byte = file.format in BYTE_POSITION_FORMATS
                self.done = self._done_at(item.position if is_byte else 0)
                yield item
            self._bytes_before += file.size

    def _items(self, file):
        try:
            with file.path.open("rb", buffering=CHUNK_BYTES) as handle:
                items = read_articles(
                    handle,
                    file.name,
                    file.format,
                    columns=self._columns,
                    is_wanted=self._is_mine,
                )
                for item in items:
                    yield from with_values(item, file.values)
        except OSError as error:
            if self._is_mine(0):
                reason = f"It cannot be read: {error.strerror}."
                yield Problem(FileLocation(file.name), "", reason, file.size)

    def _is_mine(self, position):
        """Whether the stripe of a position in the file is wanted; keeps it as `stripe` if so."""
        stripe = self._done_at(position) // STRIPE_BYTES
        if stripe % self._step != self._first:
            return False
        # An error met late in a file is told at its beginning.
        self.stripe = max(stripe, self.stripe)
        return True

    def _done_at(self, position):
        # A file may have grown since it was listed.
        return self._bytes_before + min(position, self._size)
