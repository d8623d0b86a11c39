"""Prepares batches in a second process while this one saves earlier batches.

Half of an import's time goes into reading, tokenizing and sketching, none of which need the
database: with two processors an import takes half as long.
"""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from corpus.importing.file_list import InputFile
from corpus.importing.prepare import Batch, batches_of

# From this many bytes, a second process saves more time than it takes to start.
MIN_PROCESS_BYTES = 2_000_000
ROOT = Path(__file__).resolve().parents[2]


class ReaderDied(RuntimeError):
    """The reading process ended before all files were read."""


def prepared_batches(files: list[InputFile], columns: dict[str, str]) -> Iterator[Batch]:
    """Yield the Batches of files, prepared in a second process if that is faster.

    Raises ReaderDied.
    """
    is_worth_it = sum(file.size for file in files) >= MIN_PROCESS_BYTES
    if is_worth_it and (os.cpu_count() or 1) > 1:
        return _from_process(files, columns)
    return batches_of(files, columns)


def _from_process(files, columns):
    process = subprocess.Popen(  # noqa: S603 - nothing of it was typed
        [sys.executable, "-m", __spec__.name],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        with process.stdin as request:
            # The process runs in another directory.
            pickle.dump(([file.absolute() for file in files], columns), request)
        # This data was pickled by `main` and comes through a pipe, which is never None.
        while (batch := pickle.load(process.stdout)) is not None:  # type: ignore[arg-type] # noqa: S301
            yield batch
    except (EOFError, BrokenPipeError, pickle.UnpicklingError):
        raise ReaderDied(f"Reading ended early, with status {process.wait()}.") from None
    finally:
        # If the caller stops reading, the process ends at its next write.
        process.stdout.close()
        process.wait()


def main():
    """Run the second process: read the request from stdin, write batches to stdout."""
    # Ctrl-C is for the first process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Keep whatever a library prints out of the output.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    files, columns = pickle.load(sys.stdin.buffer)  # noqa: S301 - the same
    try:
        for batch in batches_of(files, columns):
            pickle.dump(batch, output, pickle.HIGHEST_PROTOCOL)
            output.flush()
            # Free memory for the next batch.
            del batch
        pickle.dump(None, output)
        output.close()
    except BrokenPipeError:
        # The first process has exited.
        os._exit(1)


if __name__ == "__main__":
    main()
