"""Marks in Rich Text what is struck through, deleted, raised or lowered, before it becomes text.

Source: Rich Text Format Specification 1.9.1, “Font (Character) Formatting Properties”.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from corpus.readers.inline.raised_text import LOWERED, LOWERED_END, RAISED, RAISED_END
from corpus.readers.inline.struck_text import DELETED, END, STRUCK

_HAS_FORMATS = re.compile(r"\\(?:strike|deleted|super|sub(?![a-z]))")
# Words that change how letters look, those that end a line, braces, and what only looks like one.
_WORD = re.compile(
    r"\\(?:(?P<name>strike|striked|deleted|super|sub|nosupersub|plain)(?P<number>-?[0-9]*)"
    r"|(?P<break>par|pard|line|cell|nestcell|row|sect|page))(?![a-z]) ?"
    r"|(?P<brace>[{}])|\\[\\{}]"
)


@dataclass(frozen=True, slots=True)
class _Look:
    """How letters look: the marks that begin it, "" for none."""

    line: str = ""
    height: str = ""

    @property
    def begin(self) -> str:
        return self.line + self.height

    @property
    def end(self) -> str:
        height = {RAISED: RAISED_END, LOWERED: LOWERED_END}.get(self.height, "")
        return height + (END if self.line else "")


def with_marks(source: str, mark: Callable[[str], str]) -> str:
    """Return a source in Rich Text with marks; `mark` writes a character in it.

    Formats are those of their group, and end with it. Marks end before the end of a line, and
    begin again behind it.
    """
    if not _HAS_FORMATS.search(source):
        return source
    parts: list[str] = []
    stack: list[_Look] = []
    look = _Look()
    start = 0
    for match in _WORD.finditer(source):
        following = look
        if match["brace"] == "{":
            stack.append(look)
        elif match["brace"]:
            following = stack.pop() if stack else look
        elif match["name"]:
            following = _changed(look, match["name"], match["number"] != "0")
        if following == look and not (match["break"] and look.begin):
            continue
        word = match[0] if match["break"] or match["brace"] else ""
        parts += [source[start : match.start()], *map(mark, look.end), word]
        parts += map(mark, following.begin)
        start, look = match.end(), following
    return "".join([*parts, source[start:]])


def _changed(look: _Look, name: str, is_on: bool) -> _Look:
    if name == "plain":
        # What was deleted is so by the revision, not by its look.
        return _Look(line=look.line if look.line == DELETED else "")
    if name == "deleted":
        return replace(look, line=DELETED if is_on else "")
    if name in ("strike", "striked"):
        return look if look.line == DELETED else replace(look, line=STRUCK if is_on else "")
    height = {"super": RAISED, "sub": LOWERED}.get(name, "")
    return replace(look, height=height if is_on else "")
