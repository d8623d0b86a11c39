"""How far an import is, said on a terminal as one line that changes, elsewhere now and then."""

import time

# Seconds between two lines.
TERMINAL_SECONDS, LOG_SECONDS = 0.2, 10


class Progress:
    """Written to `stream`; `total` is how many bytes there are to read."""

    def __init__(self, stream, total, clock=time.monotonic):
        self._stream = stream
        self._total = total
        self._clock = clock
        self._started = self._shown_at = clock()
        self._is_terminal = stream.isatty()

    def show(self, records, done):
        """Say that so many records, and so many bytes, are done, where it is time to."""
        now = self._clock()
        if now - self._shown_at < (TERMINAL_SECONDS if self._is_terminal else LOG_SECONDS):
            return
        self._shown_at = now
        line = progress_line(records, done, self._total, now - self._started)
        if self._is_terminal:
            # Back to the beginning of the line, and nothing of the former one left behind it.
            self._stream.write(f"\r{line}\x1b[K")
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()

    def clear(self):
        """Take the line away, before something else is written."""
        if self._is_terminal:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def rate(self, records):
        seconds = self._clock() - self._started
        return records / seconds if seconds else 0


def progress_line(records, done, total, seconds):
    """ "1,200 records, 37 %, 840 a second, 2 min left"."""
    parts = [f"{records:,} record{'' if records == 1 else 's'}"]
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
