"""Pure: characters that nobody sees, and characters that no name or note may hold."""

import re
import unicodedata

# As ranges of a character class: Default_Ignorable_Code_Point of Unicode 16.0, from
# https://www.unicode.org/Public/16.0.0/ucd/DerivedCoreProperties.txt
DEFAULT_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# An empty braille cell looks like a space and is no white space of Unicode.
EMPTY_CELL = "\u2800"

_IGNORABLE = re.compile(f"[{DEFAULT_IGNORABLE}]+")
_VISIBLE = re.compile(rf"[^\s{EMPTY_CELL}{DEFAULT_IGNORABLE}]")

# Joiners, and the separator of Mongolian vowels, change the letters on both sides of them.
_JOINERS = "\u200c\u200d\u180e"
# These change the character before them: variation selectors, and a joiner of marks.
_SELECTORS = "\u034f\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
# The flags of countries within countries are spelled with invisible letters after a black flag.
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
_LEFT_OUT = re.compile(f"({_FLAG})|(?![{_JOINERS}{_SELECTORS}])[{DEFAULT_IGNORABLE}]")
_MISPLACED = re.compile(
    rf"(?<!\S)[{_JOINERS}{_SELECTORS}]+|[{_JOINERS}][{_JOINERS}{_SELECTORS}]*(?![^\s{_SELECTORS}])"
)

# Controls but TAB and the ends of lines, half a surrogate pair, and the noncharacters.
_UNUSABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)

_ONLY_INVISIBLE = "This has only characters that nobody can see."


class CharacterRefused(ValueError):
    """A name or note holds a character that cannot be kept, or none that can be seen."""


def without_ignorable(text: str) -> str:
    """Return a text without the characters that nobody sees, for comparisons.

    >>> without_ignorable("Tali\\u200bban")
    'Taliban'
    """
    return text if text.isascii() else _IGNORABLE.sub("", text)


def is_blank(text: str) -> bool:
    """Say whether nothing of a text can be seen: white space and ignorable characters alone."""
    return not _VISIBLE.search(text)


def check_characters(text: str) -> None:
    """Raise CharacterRefused for a text that a name or note cannot have.

    It holds a control other than TAB, LF and CR, a noncharacter or half a surrogate pair, which
    the message names with its position (code points from 0); or it is not empty and looks so.
    """
    match = _UNUSABLE.search(text)
    if match:
        raise CharacterRefused(
            f"It contains {_kind(ord(match[0]))} (U+{ord(match[0]):04X}) at position "
            f"{match.start()}. Remove it."
        )
    if is_blank(text) and text.strip():
        raise CharacterRefused(_ONLY_INVISIBLE)


def without_unusable(text: str) -> str:
    """Return a text without the characters that `check_characters` refuses."""
    return _UNUSABLE.sub("", text)


def _kind(code: int) -> str:
    if code == 0:
        return "the character NUL"
    category = unicodedata.category(chr(code))
    return {"Cc": "a control character", "Cs": "half a surrogate pair"}.get(
        category, "a code that is no character"
    )


def one_line(text: str) -> str:
    """Return a name or a sentence as it is stored.

    Each run of white space becomes one space; characters that nobody sees are left out, but for
    joiners between two characters and selectors after one, as Persian, Indic scripts and emoji
    need them.

    >>> one_line("  Zamir\\n Kabulov\\u200e ")
    'Zamir Kabulov'
    """
    if text.isascii():
        return " ".join(text.split())
    line = _LEFT_OUT.sub(r"\1", text).replace(EMPTY_CELL, " ")
    return " ".join(_MISPLACED.sub("", line).split())
