"""Reads texts whose UTF-8 a program took for windows-1252: “Itâ€™s over” for “It’s over”."""

import re
from collections.abc import Mapping

# Accented letters, signs and quotation marks in UTF-8, as windows-1252 reads their first bytes. No
# language has two of them in a text.
_PAIR = re.compile("Ã[\xa0-\xbf]|Â[\xa0-\xbf]|â€[^ A-Za-z]?")
_MIN_PAIRS = 2
# Of other letters. One alone may be meant: the last of « fermé » and what follows it, a fixed space
# and a mark, are a Chinese character.
_MIN_OTHERS = 4
# Bytes that are no characters of windows-1252; browsers read them as C1 controls.
_WITHOUT_CHARACTER = "\x81\x8d\x8f\x90\x9d"
_BYTES = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if chr(byte) not in _WITHOUT_CHARACTER
}
# The first bytes of characters in UTF-8, as windows-1252 reads them.
_FIRST_BYTES = bytes(range(0xC2, 0xF5)).decode("cp1252")
_FIELDS = ("title", "byline", "source", "text")
_READ_ONCE = "It had been decoded twice, as windows-1252 instead of UTF-8, and was read once."


def read_once(values: Mapping[str, str], *, may_change: bool) -> tuple[Mapping[str, str], str]:
    """Return the values of a record, read again if they were read twice, and a remark or "".

    They are read again if the whole text is windows-1252, and what it then was is UTF-8: a letter
    that was read rightly would contradict that. Other texts in which such letters stand, and all
    with `may_change` False, are kept, and the remark shows an example.

    >>> read_once({"text": "It isnâ€™t over, he saidâ€¦"}, may_change=True)[0]
    {'text': 'It isn’t over, he said…'}
    """
    text = values.get("text", "")
    if text.isascii():
        return values, ""
    pairs = [] if "Ã" not in text and "Â" not in text and "â€" not in text else _PAIR.findall(text)
    again = _read_again(text)
    others = 0 if again == text else sum(not each.isascii() for each in again)
    if len(pairs) < _MIN_PAIRS and others < _MIN_OTHERS:
        return values, ""
    if again == text or not may_change:
        example = pairs[0] if pairs else next(each for each in text if not each.isascii())
        return values, f"It has “{example}”, as text that was decoded twice; it is kept as it is."
    of_record = {field: _read_again(values[field]) for field in _FIELDS if field in values}
    return {**values, **of_record}, _READ_ONCE


def markup_read_once(markup: str) -> tuple[str, str]:
    """Return the markup of a page, read again if it was read twice, and a remark or "".

    Of its text that would be too late: spaces that were halves of letters are not kept.
    """
    values, remark = read_once({"text": markup}, may_change=True)
    return values["text"], remark if remark == _READ_ONCE else ""


def _read_again(text: str) -> str:
    if not _may_be_read_again(text):
        return text
    try:
        return _in_windows_1252(text).decode()
    except UnicodeError:
        return text


def _may_be_read_again(text: str) -> bool:
    """Return whether a text has other characters than ASCII, and begins them as UTF-8 does.

    It takes a tenth of the time of reading a text again.
    """
    try:
        text.encode("ascii")
    except UnicodeEncodeError as error:
        return text[error.start] in _FIRST_BYTES
    return False


def _in_windows_1252(text: str) -> bytes:
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError as error:
        # Most texts that are no windows-1252 are not by another character, and seen early.
        if text[error.start] not in _WITHOUT_CHARACTER:
            raise
        return text.translate(_BYTES).encode("latin-1")
