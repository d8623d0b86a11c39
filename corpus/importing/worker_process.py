"""Prepares batches in other processes while this one saves earlier batches.

Half of an import's time goes into reading, tokenizing and sketching, none of which need the
database. There are as many of these processes as processors: this one waits for the disk at times.
"""

import gc
import os
import pickle
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from select import select
from threading import Thread

from corpus.importing.file_list import InputFile
from corpus.importing.prepare import Batch, batches_of, stripe_count, striped_batches

# From this many bytes, other processes save more time than they take to start.
MIN_PROCESS_BYTES = 2_000_000
# New objects before the collector looks for garbage, of which there is hardly any.
COLLECTED_AT_ONCE = 100_000
# Four prepare more than one can save.
MAX_PROCESSES = 4
# Batches of five megabytes that each has ready at most, beside the one that is sent: while the one
# that saves writes the index, it takes none.
MAX_WAITING = 2
# The one that saves comes first where there are more of them than processors, and so do the pages
# of the desk.
NICENESS = 5
ROOT = Path(__file__).resolve().parents[2]


class ReaderDied(RuntimeError):
    """A reading process ended before all files were read."""


class PreparedBatches:
    """Iterates over the Batches of files in order. Raises ReaderDied."""

    # Whether the next batch is prepared while this process waits for it.
    are_prepared_elsewhere = False

    def __init__(self, batches: Iterator[Batch]) -> None:
        self._batches = batches

    def __iter__(self) -> Iterator[Batch]:
        return self

    def __next__(self) -> Batch:
        return next(self._batches)

    def is_next_ready(self, seconds: float) -> bool:
        """Return whether the next batch is prepared within some seconds, or all are read."""
        return False

    def close(self) -> None:
        """Read no further."""
        self._batches.close()


def prepared_batches(files: list[InputFile], columns: dict[str, str]) -> PreparedBatches:
    """Return the batches of files, prepared in other processes if that is faster."""
    # The processes run in another directory.
    request = [file.absolute() for file in files], columns
    number = _process_number(files)
    if not number:
        return PreparedBatches(batches_of(*request))
    processes = _take_early(request) or _started(_Process, request, number)
    return _BatchesFromProcesses(processes, stripe_count(files))


def _process_number(files):
    """Return how many processes read these files; 0 if this one does."""
    processors = os.cpu_count() or 1
    if processors == 1 or sum(file.size for file in files) < MIN_PROCESS_BYTES:
        return 0
    return min(processors, MAX_PROCESSES, stripe_count(files))


def _started(kind, request, number):
    processes = []
    try:
        for first in range(number):
            processes.append(kind(request, first, number))
    except BaseException:
        _close(processes)
        raise
    return processes


def _close(processes):
    # They end at their next write.
    for process in processes:
        process.stdout.close()
    for process in processes:
        process.wait()


# The processes that `start_early` has started, and what they were asked for.
_early = []


def start_early(files: list[InputFile], columns: dict[str, str]) -> None:
    """Start the processes that `prepared_batches` of the same files and columns will ask for.

    They are copies of this one, with all that it has loaded: call it before there are threads and
    connections. If nobody asks for them, they end with this one.
    """
    request = [file.absolute() for file in files], columns
    number = _process_number(files)
    if number:
        _early.append((request, _started(_Copy, request, number)))


def _take_early(request):
    """Return the processes that were started for a request, or None."""
    while _early:
        early_request, processes = _early.pop()
        if early_request == request:
            return processes
        _close(processes)
    return None


class _BatchesFromProcesses(PreparedBatches):
    """Those of several processes, which prepare the stripes of the files in turn."""

    are_prepared_elsewhere = True

    def __init__(self, processes, stripes):
        self._processes = processes
        self._stripes = stripes
        self._stripe = 0
        # A batch that was read to learn whether it is ready.
        self._next = None

    def __next__(self):
        while self._next is None and self._stripe < self._stripes:
            self._read_message()
        if self._next is None:
            self.close()
            raise StopIteration
        batch, self._next = self._next, None
        return batch

    def is_next_ready(self, seconds):
        deadline = time.monotonic() + seconds
        while self._next is None and self._stripe < self._stripes:
            if not _has_message(self._process, deadline - time.monotonic()):
                return False
            self._read_message()
        return True

    def close(self):
        self._stripe, self._next = self._stripes, None
        _close(self._processes)

    @property
    def _process(self):
        return self._processes[self._stripe % len(self._processes)]

    def _read_message(self):
        try:
            self._next = _next_message(self._process)
        except ReaderDied:
            self.close()
            raise
        # None follows the last batch of a stripe.
        if self._next is None:
            self._stripe += 1


def _has_message(process, seconds):
    """Return whether a process begins a message within some seconds."""
    pipe = process.stdout
    # What is buffered, `select` does not see; a pipe that blocks would be read for it.
    os.set_blocking(pipe.fileno(), False)
    try:
        is_buffered = bool(pipe.peek(1))
    finally:
        os.set_blocking(pipe.fileno(), True)
    return is_buffered or bool(select([pipe], [], [], max(seconds, 0))[0])


def _next_message(process):
    try:
        # This data was pickled by `_send_batches`.
        return pickle.load(process.stdout)  # noqa: S301
    except (EOFError, pickle.UnpicklingError):
        raise ReaderDied(f"Reading ended early, with status {process.wait()}.") from None


class _Process(subprocess.Popen[bytes]):
    """A process that runs `main`."""

    def __init__(self, *request):
        super().__init__(
            [sys.executable, "-m", __spec__.name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            with self.stdin as stdin:
                pickle.dump(request, stdin)
        except BrokenPipeError:
            # It has died: reading from it will tell.
            pass


class _Copy:
    """A process that is a copy of this one, with what a Popen has of `stdout` and `wait`."""

    def __init__(self, *request):
        reading_end, writing_end = os.pipe()
        self.stdout = os.fdopen(reading_end, "rb")
        self._pid = os.fork()
        if self._pid == 0:
            # Else its writes would wait for itself once the first process has exited.
            self.stdout.close()
            _run_in_copy(request, writing_end)
        os.close(writing_end)
        self._status = None

    def wait(self):
        """Wait until it has ended; return its exit code, or minus the signal that ended it."""
        if self._status is None:
            _, status = os.waitpid(self._pid, 0)
            self._status = os.waitstatus_to_exitcode(status)
        return self._status


def _run_in_copy(request, writing_end):
    """Send the batches from a copy, which never returns to what the first process does."""
    status = 1
    try:
        # Keep whatever a library prints out of the output of the command.
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        _send_batches(request, os.fdopen(writing_end, "wb"))
        status = 0
    except Exception:
        # As a process of its own would; `_exit` says nothing.
        traceback.print_exc()
    finally:
        os._exit(status)


def _send_batches(request, output):
    """Write the batches of (files and columns, first stripe, number of processes).

    It prepares the next ones meanwhile: a pipe takes a hundredth of one.
    """
    # Ctrl-C is for the first process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    # What is loaded stays: the collector need not look through it, nor after every few records.
    gc.freeze()
    gc.set_threshold(COLLECTED_AT_ONCE)
    (files, columns), first, number = request
    messages = Queue(MAX_WAITING)
    sender = Thread(target=_send, args=(messages, output))
    sender.start()
    try:
        for batch in striped_batches(files, columns, first, number):
            messages.put(pickle.dumps(batch, pickle.HIGHEST_PROTOCOL))
            # Free memory for the next batch.
            del batch
    finally:
        messages.put(b"")
        sender.join()


def _send(messages, output):
    """Write messages until one is empty."""
    try:
        while message := messages.get():
            output.write(message)
            output.flush()
        output.close()
    except OSError:
        # The first process has exited.
        os._exit(1)


def main():
    """Run such a process: read the request from stdin, write batches to stdout."""
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Keep whatever a library prints out of the output.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _send_batches(pickle.load(sys.stdin.buffer), output)  # noqa: S301 - pickled by `_Process`


if __name__ == "__main__":
    main()
