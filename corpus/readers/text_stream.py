"""The encoding of a file of lines, detected from its beginning."""

from io import SEEK_END
from typing import BinaryIO

from corpus.readers.encoding_guess import (
    SAMPLE_BYTES,
    UTF_8,
    guess_encoding,
    with_whole_characters,
)
from corpus.readers.encodings import (
    CESU_8,
    Decoded,
    Undecodable,
    decode,
    detect_bom,
    encoding_label,
)
from corpus.readers.file_types import binary_type

# Bytes inspected to tell text from binary files.
_HEAD_BYTES = 1024


def binary_reason(head: bytes) -> str:
    """Return why a file with these first bytes is not text, as a sentence, or ""."""
    kind = binary_type(head)
    if kind:
        return f"This is not text. It is {kind}."
    sample = head[:_HEAD_BYTES]
    # Damaged text may contain a NUL; binaries, and UTF-16 without a byte order mark, contain many.
    if not detect_bom(head)[0] and sample.count(0) * 10 > len(sample):
        return "This is not text: it contains NUL bytes. (UTF-16 needs a byte order mark.)"
    return ""


class TextStream:
    """How to split a file into lines and decode them.

    `size` is that of the file and `mark` the length of its byte order mark, both in bytes;
    `newline` is LF in its encoding. `refusal` says why it cannot be read, `remark` what an
    editor must know about its encoding; both may be "". `top` is the beginning of its text,
    of which only ASCII is reliable.
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
        elif not self.encoding and with_whole_characters(head) != head:
            # Once, not for each line with such a character.
            self.remark = CESU_8.replace("It", "The file", 1)

    @property
    def charset(self) -> str:
        """The parameter of the media type, "" for UTF-8."""
        encoding = self.encoding or self.guess
        return f"; charset={encoding_label(encoding)}" if encoding not in ("", UTF_8) else ""

    def decode(self, content: bytes) -> Decoded:
        """Return the text of lines. Raises Undecodable."""
        if self.encoding:
            try:
                return Decoded(content.decode(self.encoding), self.encoding)
            except UnicodeDecodeError as error:
                raise Undecodable(
                    f"Byte {error.start + 1:,} is damaged: "
                    f"it is not {encoding_label(self.encoding)}."
                ) from None
        result = decode(content, self.guess)
        return Decoded(result.text, result.encoding) if self.remark else result

    def decode_lossy(self, content: bytes) -> str:
        """Decode leniently: at least all ASCII characters are correct."""
        return content.decode(self.encoding or self.guess or UTF_8, "replace")

    def strip_newline(self, content: bytes) -> bytes:
        """Return a line without its line end, CR LF or LF."""
        content = content.removesuffix(self.newline)
        return content.removesuffix("\r".encode(self.encoding or UTF_8))
