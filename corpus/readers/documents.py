"""Files that are one record: their bytes, at most as many as are read, and their text."""

import codecs
import re
from typing import BinaryIO

from corpus.readers.encodings import UTF_8, Decoded, Undecodable, called, decoded, marked
from corpus.readers.limits import MAX_RECORD
from corpus.readers.text_stream import binary

# As browsers read what pages say of their encoding; other names are not believed.
_READ_AS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "tis-620": "cp874",
}  # fmt: skip
_BELIEVED = frozenset(
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 cp932 cp949 "
    "iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 "
    "iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman gb18030 big5 big5hkscs euc_jp "
    "iso2022_jp".split()
)
# Browsers look no further than this for it.
_PRESCAN = 4096
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.I
)


class NoText(ValueError):
    """A file cannot be read as text; the message is for an editor."""


def content_of(file: BinaryIO) -> bytes:
    """All bytes of a file. Raises NoText where there are none, too many, or no text."""
    file.seek(0)
    content = file.read(MAX_RECORD + 1)
    if len(content) > MAX_RECORD:
        raise NoText(f"The file is larger than {MAX_RECORD / 1e6:g} MB.")
    refusal = binary(content[:_PRESCAN])
    if refusal:
        raise NoText(refusal)
    if not content.strip():
        raise NoText("The file is empty.")
    return content


def text_of(content: bytes) -> Decoded:
    """The text of a document without its byte order mark. Raises Undecodable."""
    encoding, mark = marked(content)
    if encoding in ("", UTF_8):
        return decoded(content[mark:])
    try:
        return Decoded(content[mark:].decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise Undecodable(
            f"Byte {mark + error.start + 1:,} is damaged: "
            f"what stands there is not {called(encoding)}."
        ) from None


def page_text(content: bytes) -> Decoded:
    """The text of an HTML page, in the encoding that it names if it is not UTF-8 anyway.

    Of a page that is damaged the damaged bytes become U+FFFD, and it says so.
    """
    declared = _declared(content[:_PRESCAN])
    if declared and not marked(content)[0]:
        try:
            return Decoded(content.decode(UTF_8), UTF_8)
        except UnicodeDecodeError:
            pass
        try:
            return Decoded(content.decode(declared), declared)
        except UnicodeDecodeError:
            pass
    try:
        return text_of(content)
    except Undecodable:
        encoding = marked(content)[0] or declared or UTF_8
        text = content.decode(encoding, "replace")
        wrong = text.count("\ufffd")
        return Decoded(
            text,
            encoding,
            f"{wrong:,} places of it are damaged, not {called(encoding)}; each became “\ufffd”.",
        )


def _declared(head):
    """The Python codec of the encoding that a page names, or ""."""
    found = _CHARSET.search(head)
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else ""
    except (LookupError, ValueError):
        return ""
    name = _READ_AS.get(name, name)
    return name if name in _BELIEVED else ""
