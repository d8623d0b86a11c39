"""Pure: whose turn it is to write to a database file, first come, first served.

SQLite has one writer at a time. Whoever comes meanwhile asks again and again, at moments of its
own, so that late comers overtake and some wait very long. Here everybody who wants to write draws
a number; the order of the numbers holds among the threads of a process and among processes.
"""

import contextlib
import fcntl
import os
import struct
import threading
from collections import deque
from time import monotonic, sleep

# How often the first of a process looks whether other processes have had their turn, seconds.
GLANCE = 0.001
NUMBER = struct.Struct("<q")
# struct flock: type, whence, start, length, process; see fcntl(2) on open file description locks.
LOCK = struct.Struct("hhqqi4x")
# The file begins with the last number drawn; the byte of a number is locked while it waits or
# writes. A process that dies gives up its locks, so nobody waits for it.
CAN_LOCK_BYTES = hasattr(fcntl, "F_OFD_SETLK")


class TooLong(Exception):
    """The turn did not come in the time that was given."""


class WriteQueue:
    """The queue before one database file, for all threads of this process.

    `path` names a small file that all processes share; it is made where it is missing. Where the
    file cannot be opened or locked, the order holds among the threads of each process only.
    """

    def __init__(self, path):
        self.path = path
        self._guard = threading.Lock()
        self._waiting = deque()
        self._is_taken = False
        self._numbers = None

    def enter(self, seconds):
        """Wait for the turn to write and return it, for `leave`; TooLong after so many seconds."""
        ends = monotonic() + seconds
        turn = _Turn()
        with self._guard:
            turn.number = self._draw(ends)
            if self._is_taken:
                self._waiting.append(turn)
            else:
                self._is_taken = True
                turn.has_come.set()
        if not turn.has_come.wait(seconds):
            with self._guard:
                if not turn.has_come.is_set():
                    self._waiting.remove(turn)
                    self._give_up(turn)
                    raise TooLong
        try:
            self._wait_for_processes(turn, ends)
        except BaseException:
            self.leave(turn)
            raise
        return turn

    def leave(self, turn):
        """End a turn: the next in the queue may write."""
        with self._guard:
            self._give_up(turn)
            if self._waiting:
                self._waiting.popleft().has_come.set()
            else:
                self._is_taken = False

    def _draw(self, ends):
        """The next number of all processes; None where the file does not serve."""
        if not CAN_LOCK_BYTES:
            return None
        try:
            if self._numbers is None:
                self._numbers = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            with _alone(self._numbers, ends):
                drawn = os.pread(self._numbers, NUMBER.size, 0)
                number = NUMBER.unpack(drawn)[0] + 1 if len(drawn) == NUMBER.size else NUMBER.size
                self._lock(fcntl.F_OFD_SETLK, fcntl.F_WRLCK, number, 1)
                os.pwrite(self._numbers, NUMBER.pack(number), 0)
        except OSError:
            return None
        return number

    def _wait_for_processes(self, turn, ends):
        """Wait until no other process holds a lower number."""
        while turn.number is not None and self._is_another_before(turn.number):
            if monotonic() > ends:
                raise TooLong
            sleep(GLANCE)

    def _is_another_before(self, number):
        kind = self._lock(fcntl.F_OFD_GETLK, fcntl.F_WRLCK, NUMBER.size, number - NUMBER.size)
        return kind != fcntl.F_UNLCK

    def _give_up(self, turn):
        if turn.number is not None:
            self._lock(fcntl.F_OFD_SETLK, fcntl.F_UNLCK, turn.number, 1)

    def _lock(self, command, kind, start, length):
        """Do one thing to the locks on some bytes; returns the kind of lock that stands there."""
        if not length:
            # To the system no length is all the rest of the file.
            return fcntl.F_UNLCK
        asked = LOCK.pack(kind, os.SEEK_SET, start, length, 0)
        return LOCK.unpack(fcntl.fcntl(self._numbers, command, asked))[0]


class _Turn:
    """One who waits or writes: its number among all processes, and whether its turn has come."""

    def __init__(self):
        self.number = None
        self.has_come = threading.Event()


@contextlib.contextmanager
def _alone(file, ends):
    """Keep other processes from drawing at the same moment; OSError where one does not let go."""
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if monotonic() > ends:
                raise
            sleep(GLANCE)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


_queues = {}
_guard = threading.Lock()


def queue_before(database):
    """The queue of this process before a database file; its file stands beside the database."""
    path = os.path.realpath(database) + "-queue"
    with _guard:
        if path not in _queues:
            _queues[path] = WriteQueue(path)
        return _queues[path]


def _begin_anew():
    """After a fork the turns belong to the threads of the parent."""
    global _guard
    _guard = threading.Lock()
    _queues.clear()


os.register_at_fork(after_in_child=_begin_anew)
