"""Decodes bytes: by a byte order mark, else as UTF-8, else in the likeliest legacy encoding.

Guesses are never silent: a guessed encoding is reported in a remark.
"""

import codecs
from dataclasses import dataclass

from charset_normalizer import from_bytes

UTF_8 = "utf-8"
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, UTF_8),
    # Precedes UTF-16, whose byte order mark is a prefix of this one.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Enough to detect the encoding and the format.
SAMPLE_BYTES = 64 * 1024

# The legacy encodings of news files; among equally likely ones, the first is used.
_CANDIDATES = (
    "cp1252 cp1251 cp1250 koi8_r cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 "
    "gb18030 big5 cp932 euc_jp euc_kr"
).split()

# Guesses within this difference of coherence (0 to 1, by charset_normalizer) count as equal.
_COHERENCE_TOLERANCE = 0.05


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


def guess_encoding(sample: bytes) -> str:
    """Return the likeliest encoding of bytes, "" if none is likely or all are ASCII.

    Damaged UTF-8 is still UTF-8 unless damage outnumbers multi-byte characters.
    """
    sample = sample[:SAMPLE_BYTES]
    text = codecs.getincrementaldecoder(UTF_8)("replace").decode(sample)
    damaged = text.count("\ufffd")
    if not damaged and text.isascii():
        return ""
    if damaged <= sum(1 for letter in text if letter > "\x7f") - damaged:
        return UTF_8
    matches = from_bytes(sample, cp_isolation=list(_CANDIDATES))
    best = matches.best()
    if best is None:
        return ""
    equal = [
        match.encoding
        for match in matches
        if match.chaos <= best.chaos and match.coherence >= best.coherence - _COHERENCE_TOLERANCE
    ]
    return min(equal, key=_CANDIDATES.index)


def decode(content: bytes, guess: str = "") -> Decoded:
    """Decode bytes without a byte order mark as UTF-8, else as `guess`, else as the likeliest.

    Raises Undecodable for damaged UTF-8, for bytes that are invalid in `guess`, and if no
    encoding is likely.
    """
    try:
        return Decoded(content.decode(UTF_8), UTF_8)
    except UnicodeDecodeError as error:
        error_start = error.start
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
    return encoding.replace("cp125", "windows-125").replace("_", "-")
