"""Reads and decodes files that are one record: web pages and plain text."""

import codecs
import re
from typing import BinaryIO

from corpus.readers.encoding_guess import ISO_2022_JP, UTF_8, guess_encoding
from corpus.readers.encodings import Decoded, Undecodable, decode, detect_bom, encoding_label
from corpus.readers.limits import MAX_RECORD
from corpus.readers.remarks.double_decoding import markup_read_once
from corpus.readers.text_stream import binary_reason

# The encodings that browsers use for declared names; other names are ignored.
_BROWSER_ENCODINGS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "tis-620": "cp874",
}  # fmt: skip
_ACCEPTED_ENCODINGS = frozenset(
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 cp932 cp949 "
    "iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 "
    "iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman gb18030 big5 big5hkscs euc_jp "
    "iso2022_jp".split()
)
# Browsers look for a declared encoding in this many bytes.
_PRESCAN_BYTES = 4096
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.I
)


class NoText(ValueError):
    """A file cannot be read as text; the message is for an editor."""


def read_document(file: BinaryIO, limit: int = 0) -> bytes:
    """Return all bytes of a file. Raises NoText if it is empty, too large or not text.

    Without a `limit` of bytes it is MAX_RECORD.
    """
    limit = limit or MAX_RECORD
    file.seek(0)
    content = file.read(limit + 1)
    if len(content) > limit:
        raise NoText(f"The file is larger than {limit / 1e6:g} MB.")
    refusal = binary_reason(content[:_PRESCAN_BYTES])
    if refusal:
        raise NoText(refusal)
    if not content.strip():
        raise NoText("The file is empty.")
    return content


def decode_document(content: bytes) -> Decoded:
    """Return the text of a document without its byte order mark. Raises Undecodable."""
    encoding, mark = detect_bom(content)
    if encoding in ("", UTF_8):
        return decode(content[mark:])
    try:
        return Decoded(content[mark:].decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise Undecodable(
            f"Byte {mark + error.start + 1:,} is damaged: it is not {encoding_label(encoding)}."
        ) from None


def decode_page(content: bytes) -> Decoded:
    """Return the text of a page or a feed: decoded as UTF-8 if valid, else as it declares.

    If it declares none, its encoding is guessed. Damaged bytes become U+FFFD, and the remark
    counts them; or it says that the text had been decoded twice (see `markup_read_once`). Raises
    Undecodable if no encoding is declared and none is likely.
    """
    decoded = _decoded_page(content)
    text, remark = markup_read_once(decoded.text)
    return Decoded(text, decoded.encoding, remark) if remark else decoded


def _decoded_page(content: bytes) -> Decoded:
    declared = _declared_encoding(content[:_PRESCAN_BYTES])
    if declared and not detect_bom(content)[0]:
        # ISO-2022-JP is valid UTF-8, since it has seven bits.
        for encoding in (declared,) if declared == ISO_2022_JP else (UTF_8, declared):
            try:
                return Decoded(content.decode(encoding), encoding)
            except UnicodeDecodeError:
                continue
    try:
        return decode_document(content)
    except Undecodable:
        encoding = detect_bom(content)[0] or declared or guess_encoding(content)
        if not encoding:
            raise
        text = content.decode(encoding, "replace")
        damaged = text.count("\ufffd")
        return Decoded(
            text,
            encoding,
            f"{damaged:,} bytes are damaged, not {encoding_label(encoding)}; each became “\ufffd”.",
        )


def _declared_encoding(head: bytes) -> str:
    """Return the Python codec of the encoding that a page declares, or ""."""
    match = _CHARSET.search(head)
    return codec_named(match[1].decode("ascii", "replace")) if match else ""


def codec_named(label: str) -> str:
    """Return the Python codec that browsers use for the name of an encoding, "" if for none."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    name = _BROWSER_ENCODINGS.get(name, name)
    return name if name in _ACCEPTED_ENCODINGS else ""
