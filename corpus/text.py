"""Pure: the normalised text of an article, in which all offsets count.

Offsets are half-open and count code points.
"""

import re
from dataclasses import dataclass

# A lone surrogate is half a character: no database and no UTF-8 file can hold it.
# PostgreSQL cannot store NUL. Either means that the record was already damaged.
_REFUSED = re.compile("[\x00\ud800-\udfff]")

# What windows-1252 has at the places of the C1 controls. Texts hold these controls where a
# program took windows-1252 for ISO 8859-1; browsers read them alike.
# Source: https://encoding.spec.whatwg.org/#windows-1252, without the five unassigned bytes.
_WINDOWS_1252 = {
    byte: character
    for byte in range(0x80, 0xA0)
    if (character := bytes([byte]).decode("cp1252", "ignore"))
}
_C1_PUNCTUATION = re.compile(f"[{''.join(map(chr, _WINDOWS_1252.keys() - {0x85}))}]")
_WINDOWS_1252_OWN = re.compile(f"[{''.join(_WINDOWS_1252.values())}]")

# VT, FF and NEL end a line, as CR does.
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85]")

# Every other control character (general category Cc) but TAB and LF, then the private U+E000
# and U+E001, between which search hits come back, and the noncharacters, which HTML
# forbids.
_DROPPED = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x9f\ue000\ue001\ufdd0-\ufdef"
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
    """Normalise a text: one kind of line end, no unusable characters.

    `normalise("a\\r\\nb\\x07")` gives `NormalisedText(text="a\\nb", dropped=1)`.

    CRLF, CR, VT and FF become LF. C1 controls are read as windows-1252; U+0085, which is a line
    end elsewhere, only if another of them shows that the text was windows-1252. Other control
    characters except TAB and LF, noncharacters, U+E000 and U+E001 are dropped and counted; a
    changed character is not counted. Nothing else is changed. A lone surrogate or NUL raises
    TextRefused with its position in `raw`, in code points from 0.
    """
    # Most texts: what is refused, dropped or changed is not printable. A tenth of the time.
    if raw.replace("\n", "").isprintable():
        return NormalisedText(raw, 0)
    refused = _REFUSED.search(raw)
    if refused:
        raise TextRefused(ord(refused.group()), refused.start())
    if has_c1_punctuation(raw):
        raw = as_windows_1252(raw)
    text, dropped = _DROPPED.subn("", _BREAK.sub("\n", raw))
    return NormalisedText(text, dropped)


def dropped_characters(text: str) -> list[str]:
    """Return the different characters that `normalise` drops of a text, as U+0001, sorted."""
    dropped = set() if text.isprintable() else set(_DROPPED.findall(_BREAK.sub("\n", text)))
    return [f"U+{ord(character):04X}" for character in sorted(dropped)]


def as_windows_1252(text: str) -> str:
    """Return a text with its C1 controls read as windows-1252: U+0093 is a quotation mark."""
    return text.translate(_WINDOWS_1252)


def has_c1_punctuation(text: str) -> bool:
    """Return whether a text holds a character of windows-1252 as a C1 control, except U+0085."""
    return not text.isascii() and bool(_C1_PUNCTUATION.search(text))


def is_cleaned_otherwise(former: str, text: str) -> bool:
    """Return whether a former release made `former` of what is now read as `text`.

    Until 0.1, C1 controls, VT and FF were dropped.

    >>> is_cleaned_otherwise("It isnt over", "It isn’t over")
    True
    """
    former, text = "".join(former.split()), "".join(text.split())
    if _WINDOWS_1252_OWN.sub("", former) != _WINDOWS_1252_OWN.sub("", text):
        return False
    rest = iter(text)
    return all(character in rest for character in former)


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

    A space that does not break keeps it on the line of the word beside it.

    `length` is the code points that were asked for on each side. A shorter context reaches the
    start or end of its text, so no word is cut off there.
    """
    if len(before) >= length:
        before = f"…\N{NO-BREAK SPACE}{before.partition(' ')[2] or before}"
    if len(after) >= length:
        after = f"{after.rpartition(' ')[0] or after}\N{NO-BREAK SPACE}…"
    return before, after
