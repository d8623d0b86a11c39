"""An end to waiting for a PostgreSQL that neither answers nor closes the connection.

Its own timeouts end what it still works on. A server that is frozen, or cut off, ends nothing:
only this side can.
"""

import threading
from contextlib import contextmanager

import psycopg
from psycopg.errors import _WaitTimeout

# Seconds for one answer. More than statement_timeout, which the server keeps (config/database.py):
# what is slow ends there, and only what is silent ends here.
LONGEST_SILENCE = 8.5
# Seconds for an answer to "are you there?", which costs the server nothing.
LONGEST_GREETING = 2


class Reach:
    """Whether the server answered when it was last asked; shared by the threads of a process.

    Where it did not, one thread at a time goes on trying and the others say so at once: otherwise
    they would all wait, and nobody be left for the pages that need no database.
    """

    def __init__(self):
        self.is_lost = False
        self._trying = threading.Lock()

    @contextmanager
    def trying(self):
        """Run a block that connects; raises OperationalError where another thread is trying."""
        is_alone = self.is_lost
        if is_alone and not self._trying.acquire(blocking=False):
            raise psycopg.OperationalError("the server does not answer; it is being tried")
        try:
            yield
        except psycopg.Error:
            self.is_lost = True
            raise
        else:
            self.is_lost = False
        finally:
            if is_alone:
                self._trying.release()


reach = Reach()


class PatientConnection(psycopg.Connection):
    """A connection that is closed where an answer does not come in time."""

    _silence = LONGEST_SILENCE

    def execute(self, *arguments, **named):
        """Ask as the pool does before it hands a connection out; pages ask by their cursors."""
        self._silence = LONGEST_GREETING
        try:
            return super().execute(*arguments, **named)
        finally:
            self._silence = LONGEST_SILENCE

    def wait(self, gen, interval=0.1, timeout=None):
        try:
            return super().wait(gen, interval=interval, timeout=timeout or self._silence)
        except _WaitTimeout:
            if timeout:
                raise
            # What it answers later is no answer to the next question.
            self.pgconn.finish()
            reach.is_lost = True
            raise psycopg.OperationalError(
                f"the server did not answer within {self._silence} seconds"
            ) from None
