"""Marks of printed pages within a text while it is assembled."""

import re

from corpus.page_numbers import MAX_LABEL_LENGTH, Pages

# Noncharacters, which no text of the desk has.
_BEGIN, _END = "\ufdd0", "\ufdd1"
_MARK = re.compile(rf"(\s*){_BEGIN}([^{_BEGIN}{_END}]*){_END}(\s*)")


def mark_of(label: str) -> str:
    """Return the mark of a page, "" for one without a label."""
    label = " ".join(label.split())[:MAX_LABEL_LENGTH]
    return f"{_BEGIN}{label}{_END}" if label else ""


def without_marks(text: str) -> tuple[str, Pages]:
    """Return (a text without its marks, its pages); each page begins with its first word.

    >>> without_marks("One \ufdd07\ufdd1 two.")
    ('One two.', ((4, '7'),))
    """
    parts: list[str] = []
    pages: dict[int, str] = {}
    length = before = 0
    for match in _MARK.finditer(text):
        # The mark of an element of its own has a break on both sides.
        space = max(match[1], match[3], key=len) if match.start() else ""
        parts += [text[before : match.start()], space]
        length += match.start() - before + len(space)
        pages[length] = match[2]
        before = match.end()
    parts.append(text[before:])
    whole = "".join(parts)
    return whole, tuple((start, label) for start, label in pages.items() if start < len(whole))
