"""Client-side timeouts, for a PostgreSQL that neither answers nor closes the connection.

Server-side timeouts end statements in progress. If the server is frozen or unreachable, only the
client can end them.
"""

import select
import threading
from contextlib import contextmanager
from time import monotonic

import psycopg
from psycopg.errors import _WaitTimeout

# Seconds for one answer. More than statement_timeout (config/database.py), by which the server ends
# slow statements, so that only silence ends here.
MAX_SILENCE = 8.5
# Seconds for the answer to a connection check, which costs the server nothing.
MAX_CHECK_SILENCE = 2
# Seconds after an answer in which a connection that is still open needs no check: a check takes as
# long as a small query. A server that freezes meanwhile is noticed by the query.
FRESH_SECONDS = 5


class ServerReachability:
    """Whether the server answered the last query; shared by the threads of a process.

    While it does not, one thread at a time tries to connect and the others fail immediately, so
    that threads are left for pages that need no database.
    """

    def __init__(self):
        self.is_lost = False
        self._retry_lock = threading.Lock()

    @contextmanager
    def connecting(self):
        """Run a block that connects; raises OperationalError if another thread is trying."""
        is_retrying = self.is_lost
        if is_retrying and not self._retry_lock.acquire(blocking=False):
            raise psycopg.OperationalError("the server does not answer; it is being tried")
        try:
            yield
        except psycopg.Error:
            self.is_lost = True
            raise
        else:
            self.is_lost = False
        finally:
            if is_retrying:
                self._retry_lock.release()


reachability = ServerReachability()


class TimeoutConnection(psycopg.Connection):
    """A connection that is closed if an answer takes longer than `MAX_SILENCE` seconds."""

    _max_silence = MAX_SILENCE
    # On the clock `monotonic`.
    _answered_at = float("-inf")

    def execute(self, *arguments, **named):
        """Execute the pool's connection check, if it is needed; pages use cursors instead."""
        if arguments == ("",) and self._is_fresh():
            return None
        self._max_silence = MAX_CHECK_SILENCE
        try:
            return super().execute(*arguments, **named)
        finally:
            self._max_silence = MAX_SILENCE

    def _is_fresh(self):
        """Whether the server answered lately and has sent nothing since, as it does in closing."""
        if self._answered_at < monotonic() - FRESH_SECONDS:
            return False
        poll = select.poll()
        poll.register(self.pgconn.socket, select.POLLIN)
        return not poll.poll(0)

    def wait(self, gen, interval=0.1, timeout=None):
        try:
            answer = super().wait(gen, interval=interval, timeout=timeout or self._max_silence)
        except _WaitTimeout:
            if timeout:
                raise
            # A late answer must not be mistaken for that of the next query.
            self.pgconn.finish()
            reachability.is_lost = True
            raise psycopg.OperationalError(
                f"the server did not answer within {self._max_silence} seconds"
            ) from None
        self._answered_at = monotonic()
        return answer
