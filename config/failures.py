"""Pure: what an error says about the database, where it is the database that failed."""

import errno
import sqlite3
from dataclasses import dataclass
from http import HTTPStatus

import psycopg

UNAVAILABLE, FULL_DISK = 503, 507


@dataclass(frozen=True)
class Failure:
    """One way in which the database fails.

    `status` is that of the answer, `retry_after` seconds. `is_certain` says that nothing was
    saved: where the connection broke, the database may have saved what it could not confirm.
    """

    title: str
    words: str
    status: int = UNAVAILABLE
    retry_after: int = 5
    is_certain: bool = True

    @property
    def reason(self):
        """The words that HTTP has for the status."""
        return HTTPStatus(self.status).phrase


BUSY = Failure(
    "The database is busy",
    "Others were saving, and the turn of this page did not come in time.",
    retry_after=2,
)
SLOW = Failure(
    "This took too long",
    "The desk gave up before it had an answer. A search answers sooner with a source, a period or "
    "another word.",
)
AWAY = Failure(
    "The database cannot be reached",
    "It is starting, stopped, or not answering. Try again in a few seconds.",
    is_certain=False,
)
FULL = Failure(
    "The disk is full",
    "There is no room to save anything. An administrator has to make room on the machine of this "
    "desk; what is saved can still be read.",
    FULL_DISK,
    retry_after=60,
)
LOCKED = Failure(
    "The database takes no changes",
    "It can be read but not written to at present. An administrator finds the reason in the log.",
    retry_after=60,
)
DAMAGED = Failure(
    "The database cannot be read",
    "Its file is damaged or its disk fails. An administrator finds the reason in the log, and can "
    "put a backup back.",
    retry_after=60,
)

# https://www.sqlite.org/rescode.html, the low byte.
OF_SQLITE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_PROTOCOL: BUSY,
    sqlite3.SQLITE_INTERRUPT: SLOW,
    sqlite3.SQLITE_NOMEM: BUSY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: LOCKED,
    sqlite3.SQLITE_PERM: LOCKED,
    sqlite3.SQLITE_CANTOPEN: AWAY,
    sqlite3.SQLITE_IOERR: DAMAGED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: a code, or its class of two.
OF_POSTGRESQL = {
    "57014": SLOW,
    "55P03": BUSY,
    "40": BUSY,
    "53": BUSY,
    "53100": FULL,
    "57P": AWAY,
    "08": AWAY,
    "25006": LOCKED,
    "25P03": SLOW,
    "58": DAMAGED,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
}
OF_SYSTEM = {errno.ENOSPC: FULL, errno.EDQUOT: FULL}


def failure_of(error):
    """Return the Failure behind an error, or None where the database did not fail.

    Django raises errors of its own from those of the drivers, and a failed transaction raises
    others while it ends: the whole chain is looked through.
    """
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if failure := _failure_itself(error):
            return failure
        error = error.__cause__ or error.__context__
    return None


def _failure_itself(error):
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return code and OF_SQLITE.get(code & 0xFF)
    if isinstance(error, psycopg.Error):
        return _of_postgresql(error)
    # Its own errors apart, such as a socket that is no more, only a disk is meant here.
    return OF_SYSTEM.get(error.errno) if isinstance(error, OSError) else None


def _of_postgresql(error):
    state = error.sqlstate
    if state:
        lengths = (state, state[:3], state[:2])
        return next((OF_POSTGRESQL[part] for part in lengths if part in OF_POSTGRESQL), None)
    # Without a code it never came to the server, or nothing came back: refused, cut off, silent.
    is_misuse = isinstance(error, psycopg.ProgrammingError | psycopg.NotSupportedError)
    return None if is_misuse else AWAY
