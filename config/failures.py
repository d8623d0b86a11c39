"""Pure: classifies errors by how the database failed."""

import errno
import sqlite3
import sys
from dataclasses import dataclass
from http import HTTPStatus

UNAVAILABLE_STATUS = HTTPStatus.SERVICE_UNAVAILABLE
FULL_DISK_STATUS = HTTPStatus.INSUFFICIENT_STORAGE


@dataclass(frozen=True)
class Failure:
    """One way in which the database fails.

    `status` is the HTTP status of the response, `retry_after` is in seconds. `is_certain` means
    that nothing was saved; if the connection broke, the database may have saved what it could not
    confirm.
    """

    title: str
    words: str
    status: int = UNAVAILABLE_STATUS
    retry_after: int = 5
    is_certain: bool = True

    @property
    def reason(self):
        """The reason phrase of the status in HTTP."""
        return HTTPStatus(self.status).phrase


BUSY = Failure(
    "The database is busy",
    "Too many changes are being saved at the moment.",
    retry_after=2,
)
SLOW = Failure(
    "This took too long",
    "The request was cancelled. To make a search faster, add a source, a period or another word.",
)
UNREACHABLE = Failure(
    "The database cannot be reached",
    "It is starting, stopped or not responding. Try again in a few seconds.",
    is_certain=False,
)
DISK_FULL = Failure(
    "The disk is full",
    "Nothing can be saved until an administrator frees space on this server. Saved work can "
    "still be read.",
    FULL_DISK_STATUS,
    retry_after=60,
)
READ_ONLY = Failure(
    "The database is read-only",
    "Nothing can be saved at the moment. An administrator can find the reason in the log.",
    retry_after=60,
)
DAMAGED = Failure(
    "The database cannot be read",
    "Its file is damaged or its disk is failing. An administrator can find the reason in the log "
    "and restore a backup.",
    retry_after=60,
)

# https://www.sqlite.org/rescode.html, the low byte.
SQLITE_FAILURES = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_PROTOCOL: BUSY,
    sqlite3.SQLITE_INTERRUPT: SLOW,
    sqlite3.SQLITE_NOMEM: BUSY,
    sqlite3.SQLITE_FULL: DISK_FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: UNREACHABLE,
    sqlite3.SQLITE_IOERR: DAMAGED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: a code, or its class of two.
POSTGRESQL_FAILURES = {
    "57014": SLOW,
    "55P03": BUSY,
    "40": BUSY,
    "53": BUSY,
    "53100": DISK_FULL,
    "57P": UNREACHABLE,
    "08": UNREACHABLE,
    "25006": READ_ONLY,
    "25P03": SLOW,
    "58": DAMAGED,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
}
SYSTEM_FAILURES = {errno.ENOSPC: DISK_FULL, errno.EDQUOT: DISK_FULL}


def failure_of(error):
    """Return the Failure behind an error, or None if the database did not fail.

    Django wraps driver errors in its own, and a failed transaction raises more errors as it ends,
    so the whole chain of causes is checked.
    """
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if failure := _classify(error):
            return failure
        error = error.__cause__ or error.__context__
    return None


def _classify(error):
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return code and SQLITE_FAILURES.get(code & 0xFF)
    # A desk on SQLite does not load the other driver, which would delay its first answer.
    psycopg = sys.modules.get("psycopg")
    if psycopg and isinstance(error, psycopg.Error):
        is_misuse = isinstance(error, psycopg.ProgrammingError | psycopg.NotSupportedError)
        return _classify_postgresql(error.sqlstate, is_misuse)
    # Of OSErrors only a full disk is attributed to the database: others may be a closed socket.
    return SYSTEM_FAILURES.get(error.errno or 0) if isinstance(error, OSError) else None


def _classify_postgresql(state, is_misuse):
    if state:
        prefixes = (state, state[:3], state[:2])
        return next(
            (POSTGRESQL_FAILURES[part] for part in prefixes if part in POSTGRESQL_FAILURES), None
        )
    # Without an SQLSTATE the server was not reached or did not answer.
    return None if is_misuse else UNREACHABLE
