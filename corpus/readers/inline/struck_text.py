"""Takes out of a text what is struck through or deleted in its original, and lists it.

Readers put marks around it while they assemble a text. In plain words “12 20 dead” would be read
where the original corrects 12 to 20.
"""

import re
from dataclasses import dataclass

from corpus.readers.extraction import CONTEXT_LENGTH, MAX_LEFT_OUT, LeftOut

# Noncharacters, which no text of the desk has: struck through, deleted while changes were tracked.
STRUCK, DELETED, END = "\ufdd2", "\ufdd8", "\ufdd3"
_ANY = f"{STRUCK}{DELETED}{END}"
_MARK = re.compile(f"[{_ANY}]")
_EMPTY = re.compile(rf"[{STRUCK}{DELETED}](\s*){END}")
_STRUCK = re.compile(f"{STRUCK}([^{_ANY}]*){END}")
_DELETED = re.compile(f"{DELETED}[^{_ANY}]*{END}")
_PIECE = f"[{STRUCK}{DELETED}][^{_ANY}]*{END}"
# Pieces with nothing but white space between them are one.
_PIECES = re.compile(rf"{_PIECE}(?:\s*{_PIECE})*")
_WHITE = re.compile(r"\s*")
_STANDS_CLOSE = ",.;:!?%)]}”’»…、。，"
_OPENS = "([{“„«"

MOSTLY_STRUCK = (
    "More than half of the text is struck through in its original. It was kept as it is: check "
    "whether it still holds."
)


@dataclass(frozen=True, slots=True)
class Unstruck:
    """A text without its struck words, these, and sentences about it for an editor."""

    text: str
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()


def struck(text: str, mark: str = STRUCK) -> str:
    """Return a text with marks that say that it is struck through; white space gets none.

    With the mark DELETED it is never kept.
    """
    bare = _MARK.sub("", text)
    words = bare.strip()
    start = bare.find(words)
    return f"{bare[:start]}{mark}{words}{END}{bare[start + len(words) :]}" if words else bare


def shown_words(text: str) -> str:
    """Return a short text, such as a headline, without its struck words; all of them if no other
    words are there."""
    return without_struck(text).text


def without_struck(text: str) -> Unstruck:
    """Return a text without what is marked as struck through.

    If that is more than half of its letters, all of it is kept: perhaps it was withdrawn as a
    whole, or the element was never closed.

    >>> without_struck(f"A toll of {struck('12')} 20 dead.").text
    'A toll of 20 dead.'
    """
    if END not in text:
        return Unstruck(text)
    text = _EMPTY.sub(r"\1", text)
    remarks: tuple[str, ...] = ()
    struck_letters = sum(_letters(words) for words in _STRUCK.findall(text))
    if 2 * struck_letters > _letters(_DELETED.sub("", text)):
        text, remarks = _STRUCK.sub(r"\1", text), (MOSTLY_STRUCK,)
    parts: list[str] = []
    places: list[_Place] = []
    length = start = 0
    for match in _PIECES.finditer(text):
        before = text[start : match.start()]
        unstruck = before.rstrip()
        start = _behind_white(text, match.end())
        white = before[len(unstruck) :], text[match.end() : start]
        # Between two pieces stands more than white space, so this is the word before.
        gap = _gap(*white, unstruck[-1:], text[start : start + 1])
        begins_line = not unstruck or "\n" in white[0]
        ends_line = start == len(text) or "\n" in white[1]
        parts += [unstruck, gap]
        length += len(unstruck)
        words = " ".join(_MARK.sub("", match[0]).split())
        if begins_line and ends_line:
            places.append(_Place(words, length, True))
        else:
            places.append(_Place(words, length + (len(gap) if begins_line else 0), False))
        length += len(gap)
    text = _MARK.sub("", "".join([*parts, text[start:]]))
    left_out: dict[str, LeftOut] = {}
    for place in places:
        if place.words not in left_out and len(left_out) < MAX_LEFT_OUT:
            left_out[place.words] = place.left_out(text)
    return Unstruck(text, tuple(left_out.values()), remarks)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where words were taken out of a text; they were a line of their own, or stood in one."""

    words: str
    position: int
    is_line: bool

    def left_out(self, text: str) -> LeftOut:
        """Return the words between the lines around them; first comes the one they stood in."""
        end = self.position if self.is_line else text.find("\n", self.position)
        end = len(text) if end < 0 else end
        before = text[:end].rstrip()
        start = before.rfind("\n") + 1
        following = _behind_white(text, end)
        after = text[following:].partition("\n")[0]
        lines = " ".join(before[start:].split()), " ".join(after.split())
        return LeftOut(lines[0][-CONTEXT_LENGTH:], self.words, lines[1][:CONTEXT_LENGTH], True)


def _gap(before: str, after: str, last: str, following: str) -> str:
    """Return the white space in place of words that stood between these white spaces.

    `last` is the sign before, `following` the one behind, "" at the beginning and the end.
    """
    if not last or not following:
        return ""
    if "\t" in before + after:
        # A cell of a table is empty now.
        return before + after
    if "\n" in before + after:
        return max(before, after, key=lambda white: white.count("\n"))
    if (not after and following in _STANDS_CLOSE) or (not before and last in _OPENS):
        return ""
    return before or after


def _behind_white(text: str, position: int) -> int:
    match = _WHITE.match(text, position)
    return match.end() if match else position


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
