"""Pure: the normalised text of an article, in which all offsets count.

Offsets are half-open and count code points.
"""

import re
from dataclasses import dataclass

# A lone surrogate is half a character: no database and no UTF-8 file can hold it.
# PostgreSQL cannot store NUL. Either means that the record was already damaged.
_REFUSED = re.compile("[\x00\ud800-\udfff]")

# Every control character (general category Cc) but TAB and LF, then the private U+E000
# and U+E001, between which search hits come back, and the noncharacters, which HTML
# forbids.
_DROPPED = re.compile(
    "[\x01-\x08\x0b-\x1f\x7f-\x9f\ue000\ue001\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)

# Latin, Arabic, Urdu, Devanagari and CJK; no space follows the wide ones.
WIDE_SENTENCE_MARKS = "。！？"
SENTENCE_MARKS = f".!?…؟۔।{WIDE_SENTENCE_MARKS}"

_PARAGRAPH_BREAK = re.compile("\n{2,}")


class TextRefused(ValueError):
    """A text holds a code point that cannot be stored, at `position` (code points from 0)."""

    def __init__(self, code_point: int, position: int):
        self.code_point = code_point
        self.position = position
        kind = "the character NUL" if code_point == 0 else "half a surrogate pair"
        super().__init__(
            f"The text contains {kind} (U+{code_point:04X}) at position {position} "
            "and was probably damaged before the import."
        )


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """A normalised text, and how many code points were dropped from the raw one."""

    text: str
    dropped: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: `text` equals the article's text from `start` to `end`."""

    start: int
    end: int
    text: str


def normalise(raw: str) -> NormalisedText:
    """Normalise a text: CRLF and lone CR become LF, unusable characters are dropped.

    `normalise("a\\r\\nb\\x07")` gives `NormalisedText(text="a\\nb", dropped=1)`.

    Control characters except TAB and LF, noncharacters, U+E000 and U+E001 are dropped
    and counted; a changed line end is not counted. Nothing else is changed. A lone
    surrogate or NUL raises TextRefused with its position in `raw`, in code points
    from 0.
    """
    # Most texts: what is refused, dropped or changed is not printable. A tenth of the time.
    if raw.replace("\n", "").isprintable():
        return NormalisedText(raw, 0)
    refused = _REFUSED.search(raw)
    if refused:
        raise TextRefused(ord(refused.group()), refused.start())
    text, dropped = _DROPPED.subn("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    return NormalisedText(text, dropped)


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a text; they are separated by runs of two or more LF.

    A single LF is a line break inside its paragraph, also at the very start or end of
    the text. So every code point lies in one paragraph or in one break, no paragraph is
    empty, and a text of breaks alone has none.
    """
    parts = []
    start = 0
    for paragraph_break in _PARAGRAPH_BREAK.finditer(text):
        if start < paragraph_break.start():
            parts.append(
                Paragraph(start, paragraph_break.start(), text[start : paragraph_break.start()])
            )
        start = paragraph_break.end()
    if start < len(text):
        parts.append(Paragraph(start, len(text), text[start:]))
    return parts


def around(text: str, start: int, end: int, length: int) -> tuple[str, str]:
    """Return up to `length` code points before and after text[start:end]."""
    return text[max(0, start - length) : start], text[end : end + length]


def shown_context(before: str, after: str, length: int) -> tuple[str, str]:
    """Return the context of a span as pages show it: "…" replaces a word that was cut off.

    `length` is the code points that were asked for on each side. A shorter context reaches the
    start or end of its text, so no word is cut off there.
    """
    if len(before) >= length:
        before = f"… {before.partition(' ')[2] or before}"
    if len(after) >= length:
        after = f"{after.rpartition(' ')[0] or after} …"
    return before, after
