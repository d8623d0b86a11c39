"""Decodes bytes: by a byte order mark, else as UTF-8, else in the likeliest legacy encoding.

Guesses are never silent: a guessed encoding is reported in a remark.
"""

import codecs
from contextlib import suppress
from dataclasses import dataclass

from corpus.readers.encoding_guess import (
    ISO_2022_JP,
    SAMPLE_BYTES,
    UTF_8,
    guess_encoding,
    has_japanese_escapes,
    with_whole_characters,
)

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, UTF_8),
    # Precedes UTF-16, whose byte order mark is a prefix of this one.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


CESU_8 = "It is CESU-8, which is not quite UTF-8; it was read as such."


class Undecodable(ValueError):
    """Bytes are damaged, or in no known encoding; the message is for an editor."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text, its encoding, and a remark on it for an editor, or ""."""

    text: str
    encoding: str
    remark: str = ""


def detect_bom(head: bytes) -> tuple[str, int]:
    """Return (encoding, length in bytes) of a byte order mark, ("", 0) without one.

    >>> detect_bom(b"\\xef\\xbb\\xbfa")
    ('utf-8', 3)
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    return "", 0


def decode(content: bytes, guess: str = "") -> Decoded:
    """Decode bytes without a byte order mark as UTF-8, else as `guess`, else as the likeliest.

    Raises Undecodable for damaged UTF-8, for bytes that are invalid in `guess`, and if no
    encoding is likely.
    """
    if not guess and has_japanese_escapes(content):
        guess = ISO_2022_JP
    error_start = 0
    # ISO-2022-JP is valid UTF-8, since it has seven bits.
    if guess != ISO_2022_JP:
        try:
            return Decoded(content.decode(UTF_8), UTF_8)
        except UnicodeDecodeError as error:
            error_start = error.start
        with suppress(UnicodeDecodeError):
            return Decoded(with_whole_characters(content).decode(UTF_8), UTF_8, CESU_8)
    guess = guess or guess_encoding(content[max(0, error_start - SAMPLE_BYTES // 2) :])
    if guess == UTF_8:
        raise Undecodable(f"Byte {error_start + 1:,} is damaged: it is not UTF-8.")
    try:
        text = content.decode(guess) if guess else ""
    except UnicodeDecodeError:
        raise Undecodable(f"It is neither UTF-8 nor {encoding_label(guess)}.") from None
    if not guess:
        raise Undecodable("Its encoding is not UTF-8 and is not recognised.")
    return Decoded(text, guess, f"It is not UTF-8; it was read as {encoding_label(guess)}.")


def encoding_label(encoding: str) -> str:
    """Return the IANA name of a Python codec, such as windows-1252 for cp1252."""
    label = encoding.replace("cp125", "windows-125").replace("cp932", "shift_jis")
    if label != "shift_jis":
        label = label.replace("_", "-")
    return label.replace("iso8859", "iso-8859").replace("iso2022", "iso-2022")
