"""Keeps raised and lowered signs apart from what they stand at, in a text without such letters.

As plain text, 10 with a raised 3 would be another number, and the mark of a note a part of a word.
Readers of documents put marks around such signs while they assemble a text.
"""

import re

# Code points. Longer elements are words in small letters.
MAX_SIGN_LENGTH = 12
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_HAS_RAISED = re.compile(r"[0-9ni+()=−-]+")
_HAS_LOWERED = re.compile(r"[0-9+()=−-]+")
_NOTE_NUMBER = re.compile(r"[0-9]{1,3}(?:[,–-][0-9]{1,3})*")
_POWER = re.compile(r"[0-9a-z.,/+−-]*[0-9+−][0-9a-z.,/+−-]*|[bcfgjkmpqsuvwxyz]", re.IGNORECASE)
_INDEX = re.compile(r"\w+(?:[.,]\w+)*")
# Numbers, brackets, and words as short as units and variables have powers.
_HAS_POWER = re.compile(r"(?:[0-9)\]]|(?<![^\W\d_])[^\W\d_]{1,2})\Z")
# Noncharacters, which no text of the desk has.
RAISED, RAISED_END, LOWERED, LOWERED_END = "\ufdd4\ufdd5\ufdd6\ufdd7"
_MARKS = f"{RAISED}{RAISED_END}{LOWERED}{LOWERED_END}"
_MARK = re.compile(f"[{_MARKS}]")
# A program may write one sign in several parts.
_PARTED = re.compile(f"{RAISED_END}{RAISED}|{LOWERED_END}{LOWERED}")
_SIGN = re.compile(f"([{RAISED}{LOWERED}])([^{_MARKS}]*)[{RAISED_END}{LOWERED_END}]")
# A mark of a note is in brackets already.
_NOTE = re.compile(r"\[[0-9]+\]")
# Code points before a sign that tell what it stands at.
_BEFORE_LENGTH = 8


def raised(text: str) -> str:
    """Return a text marked as raised."""
    return text if _NOTE.fullmatch(text) else f"{RAISED}{text}{RAISED_END}"


def lowered(text: str) -> str:
    """Return a text marked as lowered."""
    return f"{LOWERED}{text}{LOWERED_END}"


def with_signs(text: str) -> str:
    """Return a text in which marked signs are written as `raised_sign` and `lowered_sign` do.

    >>> with_signs(f"10{raised('3')} t of CO{lowered('2')}")
    '10³ t of CO₂'
    """
    if RAISED not in text and LOWERED not in text:
        return text
    return _MARK.sub("", _SIGN.sub(_written, _PARTED.sub("", text)))


def _written(match: re.Match[str]) -> str:
    content = match[2].strip()
    if not content or len(content) > MAX_SIGN_LENGTH:
        return match[2]
    start = match.start()
    before = _MARK.sub("", match.string[max(0, start - _BEFORE_LENGTH) : start])
    line = re.split(r"[\n\t]", before)[-1]
    sign = raised_sign if match[1] == RAISED else lowered_sign
    return match[2].replace(content, sign(content, line))


def raised_sign(content: str, before: str, is_note: bool = False) -> str:
    """Return how a raised sign is written behind what stands `before` it on its line.

    >>> raised_sign("3", "10")
    '³'
    """
    is_free = not before or before[-1].isspace()
    has_power = bool(_HAS_POWER.search(before))
    if _NOTE_NUMBER.fullmatch(content) and not is_free and (is_note or not has_power):
        return f"[{content}]"
    if _HAS_RAISED.fullmatch(content) and (content not in "ni" or has_power):
        return content.translate(_RAISED)
    if not is_free and not is_note and has_power and _POWER.fullmatch(content):
        return _with_sign("^", content)
    return content


def lowered_sign(content: str, before: str, is_note: bool = False) -> str:
    """Return how a lowered sign is written behind what stands `before` it on its line."""
    if _HAS_LOWERED.fullmatch(content):
        return content.translate(_LOWERED)
    if before[-1:].isalnum() and _INDEX.fullmatch(content):
        return _with_sign("_", content)
    return content


def _with_sign(sign: str, content: str) -> str:
    return f"{sign}({content})" if re.search(r"[+−/-]", content[1:]) else f"{sign}{content}"
