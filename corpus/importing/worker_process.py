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
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

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


def prepared_batches(files: list[InputFile], columns: dict[str, str]) -> Iterator[Batch]:
    """Yield the Batches of files in order, prepared in other processes if that is faster.

    Raises ReaderDied.
    """
    processors = os.cpu_count() or 1
    if processors > 1 and sum(file.size for file in files) >= MIN_PROCESS_BYTES:
        return _from_processes(files, columns, min(processors, MAX_PROCESSES, stripe_count(files)))
    return batches_of(files, columns)


def _from_processes(files, columns, number):
    # The processes run in another directory.
    request = [file.absolute() for file in files], columns
    with ExitStack() as stack:
        processes = [
            stack.enter_context(_process(*request, first, number)) for first in range(number)
        ]
        for stripe in range(stripe_count(files)):
            # None follows the last batch of a stripe.
            yield from iter(partial(_next_message, processes[stripe % number]), None)


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
