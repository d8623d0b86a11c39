"""Shows the progress of an import: a live line on a terminal, otherwise occasional lines."""

import time

from corpus.number_words import number_of

# Seconds between two updates, on a terminal and elsewhere.
TERMINAL_SECONDS, LOG_SECONDS = 0.2, 10


class Progress:
    """Writes progress to `stream`; `total` is the number of bytes to read."""

    def __init__(self, stream, total, clock=time.monotonic):
        self._stream = stream
        self._total = total
        self._clock = clock
        self._started = self._shown_at = clock()
        self._is_terminal = stream.isatty()

    def show(self, records, done, file=""):
        """Write how many records and bytes are done, unless an update was written just before.

        `file` is the name of the one that is being read.
        """
        now = self._clock()
        if now - self._shown_at < (TERMINAL_SECONDS if self._is_terminal else LOG_SECONDS):
            return
        self._shown_at = now
        line = progress_line(records, done, self._total, now - self._started)
        line += f", {file}" if file else ""
        if self._is_terminal:
            # Return to the start of the line, and erase the rest of the former one.
            self._stream.write(f"\r{line}\x1b[K")
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()

    def clear(self):
        """Erase the line before something else is written."""
        if self._is_terminal:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def rate(self, records):
        """Return the records per second since the start."""
        seconds = self._clock() - self._started
        return records / seconds if seconds else 0


def progress_line(records, done, total, seconds):
    """Return a line of progress; `done` and `total` are bytes.

    >>> progress_line(1200, 370, 1000, 10)
    '1,200 records, 37 %, 120 a second, 17 s left'
    """
    parts = [number_of(records, "record")]
    if total:
        parts.append(f"{100 * done // total} %")
    if seconds:
        parts.append(f"{records / seconds:,.0f} a second")
    if seconds and done and total > done:
        parts.append(f"{_duration(seconds * (total - done) / done)} left")
    return ", ".join(parts)


def _duration(seconds):
    if seconds < 60:
        return f"{seconds:.0f} s"
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
