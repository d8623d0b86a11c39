"""The steps in which a command imports: each saves a batch, or several while nobody else writes.

Several only on SQLite, in one transaction: the index takes a part for each step, and many parts
have to be joined afterwards, which takes a sixth of an import. Of a step that is cut off nothing is
saved; the next attempt imports it.
"""

import time
from contextlib import ExitStack

from django.db import connection, transaction

from corpus.search_index.schema import ARTICLES, MAX_PARTS_APART

# A step ends after so many code points of words, whose part of the index is made in memory, or
# seconds.
MAX_STEP_SIZE, MAX_STEP_SECONDS = 16_000_000, 4
# Seconds for which a step waits for the next batch before it looks again who waits to write.
WAIT_AT_ONCE = 0.1


class Steps:
    """Iterates over PreparedBatches, for a Loader that saves each; a context manager.

    Complete batches are saved if a later one fails, too.
    """

    def __init__(self, batches, loader, clock=time.monotonic):
        self._batches = batches
        self._loader = loader
        self._clock = clock
        # The transaction of several batches; None where each has its own, and between two steps.
        self._step = None
        self._ends_at = 0
        # Once somebody has waited, nobody waits again for more than a batch.
        self._is_alone = True
        # Steps saved so far.
        self._number = 0

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        try:
            self._end()
        finally:
            self._batches.close()

    def __iter__(self):
        for batch in self._batches:
            if self._loader.gathers and self._step is None:
                self._begin()
            yield batch
            self._loader.index.keep()
            if self._step is None:
                self._step_saved()
            elif not self._may_go_on():
                self._end()

    def _begin(self):
        self._step = ExitStack()
        self._step.enter_context(transaction.atomic())
        self._ends_at = self._clock() + MAX_STEP_SECONDS

    def _may_go_on(self):
        """Return whether the next batch is part of this step; waits until it is prepared."""
        while self._has_room():
            if self._batches.is_next_ready(WAIT_AT_ONCE):
                return True
            if not self._batches.are_prepared_elsewhere:
                return False
        return False

    def _has_room(self):
        self._is_alone = self._is_alone and not connection.is_awaited()
        return (
            self._is_alone
            and self._loader.index.size < MAX_STEP_SIZE
            and self._clock() < self._ends_at
        )

    def _end(self):
        if self._step is None:
            return
        step, self._step = self._step, None
        with step:
            self._loader.index.write()
        self._step_saved()

    def _step_saved(self):
        """Count a step; join the parts of the index before they are too many."""
        self._number += 1
        if self._number % MAX_PARTS_APART == 0:
            ARTICLES.merge(connection, is_whole=False)
