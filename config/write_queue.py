"""Pure: a queue of writers to one database file, first come, first served.

SQLite allows one writer at a time; the others poll, so that later ones overtake and some wait very
long. Here each writer draws a number, which orders the threads of a process and all processes.
"""

import contextlib
import fcntl
import os
import struct
import threading
from collections import deque
from time import monotonic, sleep

# Seconds between two checks whether other processes have finished their turns.
POLL_INTERVAL = 0.001
NUMBER = struct.Struct("<q")
MAX_NUMBER = 2**63 - 1
# struct flock: type, whence, start, length, process; see fcntl(2) on open file description locks.
LOCK = struct.Struct("hhqqi4x")
# The file begins with the last number drawn; the byte of a number is locked while it waits or
# writes. The locks of a process that dies are released.
CAN_LOCK_BYTES = hasattr(fcntl, "F_OFD_SETLK")


class QueueTimeout(Exception):
    """The turn did not come within the given time."""


class WriteQueue:
    """The queue for one database file, shared by all threads of this process.

    `path` names a small file that all processes share; it is created if missing. If it cannot be
    opened or locked, the order holds only among the threads of each process.
    """

    def __init__(self, path):
        self.path = path
        self._guard = threading.Lock()
        self._waiting = deque()
        self._is_busy = False
        # A file descriptor; negative if not open yet.
        self._number_file = -1

    def enter(self, seconds):
        """Wait for the turn to write and return it, for `leave`.

        Raises QueueTimeout after `seconds`.
        """
        deadline = monotonic() + seconds
        turn = _Turn()
        with self._guard:
            turn.number = self._draw_number(deadline)
            if self._is_busy:
                self._waiting.append(turn)
            else:
                self._is_busy = True
                turn.has_come.set()
        if not turn.has_come.wait(seconds):
            with self._guard:
                if not turn.has_come.is_set():
                    self._waiting.remove(turn)
                    self._release(turn)
                    raise QueueTimeout
        try:
            self._wait_for_processes(turn, deadline)
        except BaseException:
            self.leave(turn)
            raise
        return turn

    def leave(self, turn):
        """End a turn: the next in the queue may write."""
        with self._guard:
            self._release(turn)
            if self._waiting:
                self._waiting.popleft().has_come.set()
            else:
                self._is_busy = False

    def is_awaited(self, turn):
        """Return whether somebody waits for a turn to end; True where that cannot be told."""
        with self._guard:
            if self._waiting or turn.number is None:
                return True
            next_number = turn.number + 1
            kind = self._lock(
                fcntl.F_OFD_GETLK, fcntl.F_WRLCK, next_number, MAX_NUMBER - next_number
            )
            return kind != fcntl.F_UNLCK

    def _draw_number(self, deadline):
        """Draw the next number of all processes; None if the file cannot be used."""
        if not CAN_LOCK_BYTES:
            return None
        try:
            if self._number_file < 0:
                self._number_file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            with _locked_exclusively(self._number_file, deadline):
                last = os.pread(self._number_file, NUMBER.size, 0)
                number = NUMBER.unpack(last)[0] + 1 if len(last) == NUMBER.size else NUMBER.size
                self._lock(fcntl.F_OFD_SETLK, fcntl.F_WRLCK, number, 1)
                os.pwrite(self._number_file, NUMBER.pack(number), 0)
        except OSError:
            return None
        return number

    def _wait_for_processes(self, turn, deadline):
        """Wait until no other process holds a lower number."""
        while turn.number is not None and self._is_lower_number_locked(turn.number):
            if monotonic() > deadline:
                raise QueueTimeout
            sleep(POLL_INTERVAL)

    def _is_lower_number_locked(self, number):
        kind = self._lock(fcntl.F_OFD_GETLK, fcntl.F_WRLCK, NUMBER.size, number - NUMBER.size)
        return kind != fcntl.F_UNLCK

    def _release(self, turn):
        if turn.number is not None:
            self._lock(fcntl.F_OFD_SETLK, fcntl.F_UNLCK, turn.number, 1)

    def _lock(self, command, kind, start, length):
        """Run a lock command on a range of bytes; returns the kind of lock found there."""
        if not length:
            # For fcntl a length of 0 means up to the end of the file.
            return fcntl.F_UNLCK
        request = LOCK.pack(kind, os.SEEK_SET, start, length, 0)
        return LOCK.unpack(fcntl.fcntl(self._number_file, command, request))[0]


class _Turn:
    """A waiting or active writer: its number among all processes, whether its turn has come."""

    def __init__(self):
        self.number = None
        self.has_come = threading.Event()


@contextlib.contextmanager
def _locked_exclusively(file, deadline):
    """Lock the number file against other processes; raises OSError at the deadline."""
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if monotonic() > deadline:
                raise
            sleep(POLL_INTERVAL)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


_queues = {}
_guard = threading.Lock()


def queue_before(database):
    """The queue of this process for a database file; its number file is `<database>-queue`."""
    path = os.path.realpath(database) + "-queue"
    with _guard:
        if path not in _queues:
            _queues[path] = WriteQueue(path)
        return _queues[path]


def _reset_after_fork():
    """Forget all queues after a fork: their turns belong to threads of the parent."""
    global _guard
    _guard = threading.Lock()
    _queues.clear()


os.register_at_fork(after_in_child=_reset_after_fork)
