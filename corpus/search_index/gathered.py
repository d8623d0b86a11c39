"""The index rows of an import's articles, written for several batches at once."""

from contextlib import nullcontext

from django.db import connection

from corpus.search_index.models import ArticleIndex
from corpus.search_index.schema import ARTICLES
from corpus.search_index.word_forms import AddedWords

# Code points of the words of texts in a part that is large.
LARGE_PART = 4_000_000
# So many large parts are left apart until the next import: to join them takes a tenth of this one,
# and saves a fiftieth of the file.
MAX_LARGE_PARTS = 4


class GatheredIndex:
    """Index rows of new articles as {sort key: columns}, kept until `write`.

    With `is_apart`, each `write` makes a part that the caller joins with others (see
    `IndexTable.part_apart`).
    """

    def __init__(self, columns=(), *, is_apart=False):
        self._columns = dict(columns)
        # Those of a batch that may yet fail.
        self._columns_of_batch = {}
        self._is_apart = is_apart
        self._added_words = AddedWords()
        # Code points of words that wait, and of all that were written.
        self.size = self._size_written = 0
        self._parts_written = 0

    def announce(self, new_words):
        """See `AddedWords.announce`."""
        self._added_words.announce(new_words)

    def gather(self, columns):
        """Take the rows of a batch, for a `write` after its `keep`."""
        self._columns_of_batch = columns

    def keep(self):
        """Keep the rows of the batch that is saved now."""
        self._columns |= self._columns_of_batch
        self.size += sum(len(words["text"]) for words in self._columns_of_batch.values())
        self._columns_of_batch = {}

    def write(self):
        """Write the rows that were kept."""
        if not self._columns:
            return
        # In ascending order: before each smaller key FTS5 writes what it has gathered so far, which
        # takes twice the time.
        columns, self._columns = dict(sorted(self._columns.items())), {}
        with ARTICLES.part_apart(connection) if self._is_apart else nullcontext():
            # Orphaned index rows with these keys would violate uniqueness.
            ArticleIndex.objects.make_way([*columns], anew=True)
            ArticleIndex.objects.put_new(columns, self._added_words)
        self._parts_written += 1
        self._size_written += self.size
        self.size = 0

    @property
    def is_in_few_parts(self):
        """Whether the parts that were written are few and large."""
        are_large = self._size_written >= self._parts_written * LARGE_PART
        return are_large and self._parts_written <= MAX_LARGE_PARTS
