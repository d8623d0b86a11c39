"""A file of lines: its encoding, told from its beginning, and where its lines begin."""

from io import SEEK_END
from typing import BinaryIO

from corpus.readers.encodings import (
    SAMPLE_BYTES,
    UTF_8,
    Decoded,
    Undecodable,
    decode,
    detect_bom,
    encoding_label,
    guess_encoding,
)

# What files begin with that are no text, and what to do about each.
_SIGNATURES = {
    b"PK\x03\x04": "a ZIP archive or an office document; unpack it, or save it as text",
    b"\x1f\x8b": "compressed with gzip; unpack it first",
    b"\xd0\xcf\x11\xe0": "an old office document; save it as text",
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "a database",
}
# Bytes in which a file shows what it is.
_HEAD_BYTES = 1024


def binary_reason(head: bytes) -> str:
    """Why a file that begins so is not text, as a sentence, or ""."""
    for signature, kind in _SIGNATURES.items():
        if head.startswith(signature):
            return f"This is not text but {kind}."
    sample = head[:_HEAD_BYTES]
    # A text may be damaged by one; a program, or UTF-16 without its mark, is full of them.
    if not detect_bom(head)[0] and sample.count(0) * 10 > len(sample):
        return "This is not text: it is full of NUL bytes. (UTF-16 needs its byte order mark.)"
    return ""


class TextStream:
    """How the lines of a file are told apart and read.

    `size` is the file's, `mark` the length of its byte order mark, `newline` LF in its encoding,
    `refusal` why it cannot be read at all and `remark` what an editor must know of its encoding,
    or "". `top` is how its text begins, of which only ASCII is sure to be right.
    """

    def __init__(self, file: BinaryIO):
        self.size = file.seek(0, SEEK_END)
        file.seek(0)
        head = file.read(SAMPLE_BYTES)
        self.refusal = binary_reason(head)
        self.encoding, self.mark = detect_bom(head)
        self.newline = "\n".encode(self.encoding or UTF_8)
        self.guess = self.remark = ""
        self.top = head[self.mark : _HEAD_BYTES].decode(self.encoding or "latin-1", "replace")
        if not self.encoding:
            self.guess = guess_encoding(head)
        if self.guess not in ("", UTF_8):
            self.remark = f"The file is not UTF-8; it was read as {encoding_label(self.guess)}."

    @property
    def charset(self):
        """What a media type says of the encoding: nothing of UTF-8."""
        encoding = self.encoding or self.guess
        return f"; charset={encoding_label(encoding)}" if encoding not in ("", UTF_8) else ""

    def decode(self, content: bytes) -> Decoded:
        """The text of some lines. Raises Undecodable."""
        if self.encoding:
            try:
                return Decoded(content.decode(self.encoding), self.encoding)
            except UnicodeDecodeError as error:
                raise Undecodable(
                    f"Byte {error.start + 1:,} of it is damaged: "
                    f"what stands there is not {encoding_label(self.encoding)}."
                ) from None
        result = decode(content, self.guess)
        return Decoded(result.text, result.encoding) if self.remark else result

    def decode_lossy(self, content: bytes) -> str:
        """A text in which at least every character of ASCII is right."""
        return content.decode(self.encoding or self.guess or UTF_8, "replace")

    def strip_newline(self, content: bytes) -> bytes:
        """A line without its line end, CR LF or LF."""
        content = content.removesuffix(self.newline)
        return content.removesuffix("\r".encode(self.encoding or UTF_8))
