"""The SQLite backend: each writer waits in a queue for the database file."""

import os
import re
import sqlite3
from contextlib import closing
from functools import lru_cache
from time import monotonic

from django.db.backends.sqlite3 import base

from config.write_queue import QueueTimeout, queue_before

# Seconds: a writer whose turn comes late tries at least once.
MIN_WAIT = 0.1
# Of the statements that are kept as SQLite takes them: in code points, and how many.
MAX_KEPT_LENGTH, MAX_KEPT_STATEMENTS = 4_000, 512
WRITE_STATEMENT = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


class Busy(sqlite3.OperationalError):
    """The turn to write did not come in time, like SQLite's "database is locked"."""

    sqlite_errorcode = sqlite3.SQLITE_BUSY
    sqlite_errorname = "SQLITE_BUSY"


class Gone(sqlite3.OperationalError):
    """The database file is missing; opening it would create an empty one."""

    sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    sqlite_errorname = "SQLITE_CANTOPEN"


class DatabaseWrapper(base.DatabaseWrapper):
    """Transactions, and single writes outside of one, take turns; readers never wait.

    OPTIONS: "timeout" is how long a writer waits, in seconds; with "is_serving" it
    is the total for all writes of a request, and a missing database is not created.
    """

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self._timeout = 0
        self._is_serving = False
        # Seconds that the writes of this request have waited already.
        self._waited = 0.0
        self._turn = None
        self._file = None
        # Transactions that were saved, for config/unavailable.py.
        self.commits = 0

    def get_connection_params(self):
        params = super().get_connection_params()
        self._timeout = params.get("timeout", 5)
        self._is_serving = params.pop("is_serving", False)
        return params

    def get_new_connection(self, conn_params):
        is_file = not self.is_in_memory_db()
        if is_file and self._is_serving and not os.path.exists(conn_params["database"]):
            raise Gone("unable to open database file")
        if is_file and _is_new(conn_params["database"]):
            # For corpus/db/free_pages.py. In a file that has tables it would be a write.
            with closing(sqlite3.connect(conn_params["database"])) as new_file:
                new_file.execute("PRAGMA auto_vacuum=INCREMENTAL")
        connection = super().get_new_connection(conn_params)
        self._file = _file_identity(conn_params["database"])
        return connection

    def close_if_unusable_or_obsolete(self):
        """Called by Django at the start and end of a request."""
        self._waited = 0.0
        super().close_if_unusable_or_obsolete()

    def is_usable(self):
        """Whether the open file is still the database file: a backup may have been restored."""
        return self._file == _file_identity(self.settings_dict["NAME"])

    def create_cursor(self, name=None):
        return self.connection.cursor(factory=lambda connection: Cursor(connection, self))

    def _start_transaction_under_autocommit(self):
        with self.wrap_database_errors:
            self._turn = self.enter()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave()
            raise

    def _commit(self):
        # A commit that fails is followed by a rollback.
        super()._commit()
        self.commits += 1
        self._leave()

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self._leave()

    def _close(self):
        try:
            super()._close()
        finally:
            self._leave()

    @property
    def queue(self):
        """The queue for the file; None for a database in memory."""
        return None if self.is_in_memory_db() else queue_before(self.settings_dict["NAME"])

    def enter(self):
        """Wait for the turn to write; raises Busy on timeout."""
        queue = self.queue
        if queue is None:
            return None
        began = monotonic()
        timeout = max(self._timeout - self._waited, MIN_WAIT)
        try:
            turn = queue.enter(timeout)
        except QueueTimeout:
            raise Busy(f"the turn to write did not come in {timeout:.1f} s") from None
        finally:
            waited = monotonic() - began
            if self._is_serving:
                self._waited += waited
        # Programs that do not use the queue may hold the file: both waits share one timeout.
        remaining = max(timeout - waited, MIN_WAIT)
        self.connection.execute(f"PRAGMA busy_timeout = {remaining * 1000:.0f}")
        return turn

    def is_awaited(self):
        """Return whether another writer waits for this transaction to end, or may do so unseen."""
        return self._turn is None or self.queue.is_awaited(self._turn)

    def _leave(self):
        turn, self._turn = self._turn, None
        if turn is not None:
            self.queue.leave(turn)


class Cursor(base.SQLiteCursorWrapper):
    """Outside a transaction each writing statement takes its own turn."""

    def __init__(self, connection, wrapper):
        super().__init__(connection)
        self._wrapper = wrapper

    def convert_query(self, query, *, param_names=None):
        if param_names is None and len(query) <= MAX_KEPT_LENGTH:
            return _with_question_marks(query)
        return super().convert_query(query, param_names=param_names)

    def execute(self, query, params=None):
        if self.connection.in_transaction or not WRITE_STATEMENT.match(query):
            return super().execute(query, params)
        turn = self._wrapper.enter()
        try:
            return super().execute(query, params)
        finally:
            if turn is not None:
                self._wrapper.queue.leave(turn)


@lru_cache(MAX_KEPT_STATEMENTS)
def _with_question_marks(query):
    """What Django makes of a statement each time that it runs: most are among a few hundred."""
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


def _is_new(path):
    return not os.path.exists(path) or os.path.getsize(path) == 0


def _file_identity(path):
    """(device, inode) of a file, to notice its replacement; None if it is missing."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino
