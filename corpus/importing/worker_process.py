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
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from select import select

from corpus.importing.file_list import InputFile
from corpus.importing.prepare import Batch, batches_of, stripe_count, striped_batches

# From this many bytes, other processes save more time than they take to start.
MIN_PROCESS_BYTES = 2_000_000
# New objects before the collector looks for garbage, of which there is hardly any.
COLLECTED_AT_ONCE = 100_000
# Four prepare more than one can save.
MAX_PROCESSES = 4
ROOT = Path(__file__).resolve().parents[2]


class ReaderDied(RuntimeError):
    """A reading process ended before all files were read."""


class PreparedBatches:
    """Iterates over the Batches of files in order. Raises ReaderDied."""

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
    processors = os.cpu_count() or 1
    if processors > 1 and sum(file.size for file in files) >= MIN_PROCESS_BYTES:
        return _BatchesFromProcesses(files, columns, min(processors, MAX_PROCESSES))
    return PreparedBatches(batches_of(files, columns))


class _BatchesFromProcesses(PreparedBatches):
    """Those of several processes, which prepare the stripes of the files in turn."""

    def __init__(self, files, columns, most):
        self._stripes = stripe_count(files)
        number = min(most, self._stripes)
        # The processes run in another directory.
        request = [file.absolute() for file in files], columns
        with ExitStack() as stack:
            self._processes = [
                stack.enter_context(_process(*request, first, number)) for first in range(number)
            ]
            self._stack = stack.pop_all()
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
        self._stripe = self._stripes
        self._stack.close()

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


@contextmanager
def _process(*request):
    process = subprocess.Popen(  # noqa: S603 - nothing of it was typed
        [sys.executable, "-m", __spec__.name],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        try:
            with process.stdin as stdin:
                pickle.dump(request, stdin)
        except BrokenPipeError:
            # It has died: reading from it will tell.
            pass
        yield process
    finally:
        # If the caller stops reading, the process ends at its next write.
        process.stdout.close()
        process.wait()


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
        # This data was pickled by `main`.
        return pickle.load(process.stdout)  # noqa: S301
    except (EOFError, pickle.UnpicklingError):
        raise ReaderDied(f"Reading ended early, with status {process.wait()}.") from None


def main():
    """Run such a process: read the request from stdin, write batches to stdout."""
    # Ctrl-C is for the first process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Keep whatever a library prints out of the output.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    request = pickle.load(sys.stdin.buffer)  # noqa: S301 - the same
    # What is loaded stays: the collector need not look through it, nor after every few records.
    gc.freeze()
    gc.set_threshold(COLLECTED_AT_ONCE)
    try:
        for batch in striped_batches(*request):
            pickle.dump(batch, output, pickle.HIGHEST_PROTOCOL)
            output.flush()
            # Free memory for the next batch.
            del batch
        output.close()
    except BrokenPipeError:
        # The first process has exited.
        os._exit(1)


if __name__ == "__main__":
    main()
