"""Reads a mailbox (mbox): mails one below the other, each behind a line that begins “From ”."""

from typing import BinaryIO

from corpus.readers.foreign.mail import mail_parts
from corpus.readers.foreign.parts import MAX_DOCUMENT, TOO_DEEP, NotReadable, Part, Parts

_LINE = b"From "
# Bytes of a line that is read at once: longer ones are read in pieces.
_MAX_LINE = 1_000_000


def read(file: BinaryIO, start: int) -> Parts:
    """Yield the mails from byte `start` on, each with its attachments.

    A line “From ” begins a mail behind an empty line. A mail that cannot
    be read is a part with a refusal.
    """
    number = _mails_before(file, start)
    lines: list[bytes] = []
    size = 0
    is_behind_empty = True
    position = start
    while True:
        line = file.readline(_MAX_LINE)
        if not line or (is_behind_empty and line.startswith(_LINE)):
            if lines:
                number += 1
                yield from _mail(lines, size, position, number)
            if not line:
                return
            lines, size = [], 0
        position += len(line)
        size += len(line)
        # The end of a mail that is too large is not kept.
        if size <= MAX_DOCUMENT:
            lines.append(line)
        is_behind_empty = line in (b"\n", b"\r\n")


def _mails_before(file: BinaryIO, start: int) -> int:
    """Return how many mails begin before byte `start`, and leave the file there."""
    file.seek(0)
    count = 0
    is_behind_empty = True
    while file.tell() < start:
        line = file.readline(min(_MAX_LINE, start - file.tell()))
        if not line:
            break
        count += is_behind_empty and line.startswith(_LINE)
        is_behind_empty = line in (b"\n", b"\r\n")
    return count


def _mail(lines: list[bytes], size: int, position: int, number: int) -> Parts:
    """Yield a mail without the line above it and the empty line below it."""
    content = b"".join(lines[1:-1] if lines[-1].strip() == b"" else lines[1:])
    try:
        if size > MAX_DOCUMENT:
            raise NotReadable(f"The mail is larger than {MAX_DOCUMENT / 1e6:g} MB.")
        parts = list(mail_parts(content, position, number))
    except NotReadable as refused:
        parts = [Part(position, number=number, refusal=str(refused))]
    except RecursionError:
        parts = [Part(position, number=number, refusal=TOO_DEEP)]
    except Exception as error:
        # The others are read.
        reason = f"The mail is damaged: it cannot be read ({type(error).__name__})."
        parts = [Part(position, number=number, refusal=reason)]
    yield from parts
