"""Writes Markdown as HTML, from which its text is taken as from any page.

Source: https://spec.commonmark.org/0.31.2/, with tables, struck words and notes as GitHub and
Pandoc write them, and the links of Obsidian. What is not known stays as it is written.
"""

import re
from html import escape

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*)|[ \t]*)")
_HEADING_END = re.compile(r"(?:\A|[ \t])#+\Z")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|([0-9]{1,9}[.)]))[ \t]+(.*)")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)")
_DEFINITION = re.compile(r" {0,3}\[([^\]\[]+)\]:[ \t]*\S+.*")
_TABLE_RULE = re.compile(r"[ \t:|-]*")
_CELLS = re.compile(r"(?<!\\)\|")

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.{1,2000}?)(?<!`)\1(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LESS_THAN = re.compile(r"<(?!/?[A-Za-z][^<>]*>|!--)")
# In this order: (pattern, what is written for it).
_INLINE = (
    (re.compile(r"<((?:https?|mailto):[^<>\s]+)>"), r"\1"),
    (re.compile(r"!\[\[[^\[\]]*\]\]|!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])"), ""),
    (re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]"), r"\1"),
    (re.compile(r"\[\^([^\[\]\s]+)\]"), r"[\1]"),
    (re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*+)\]\((?:[^()]|\([^()]*\))*+\)"), r"\1"),
    (re.compile(r"~~(?=\S)([^~]+?)(?<=\S)~~"), r"<del>\1</del>"),
    (re.compile(r"\*\*(?=\S)([^*]+|[^*]*\*[^*]+\*[^*]*)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<!\w)__(?=\S)([^_]+)(?<=\S)__(?!\w)"), r"\1"),
    # Not 2*3*4, though it would be emphasis by the letter.
    (re.compile(r"(?<!\w)\*(?=[^\s*])([^*]+)(?<=\S)\*"), r"\1"),
    (re.compile(r"(?<!\w)_(?=[^\s_])([^_]+)(?<=\S)_(?!\w)"), r"\1"),
)
_REFERENCE = re.compile(r"\[([^\[\]]+)\](?:\[([^\[\]]*)\])?")


def html_of(source: str) -> str:
    """Return the HTML of Markdown with LF as line ends.

    >>> html_of("# A\\n\\nOne *two*.")
    '<h1>A</h1>\\n<p>One two.</p>'
    """
    return "\n".join(_Writer(source).blocks)


class _Writer:
    """Writes the blocks of a source line by line; the paragraph that goes on is in `_lines`."""

    def __init__(self, source: str):
        lines = source.split("\n")
        matches = map(_DEFINITION.fullmatch, lines)
        self._links = {
            match[1].casefold() for match in matches if match and not match[1].startswith("^")
        }
        self.blocks: list[str] = []
        self._lines: list[str] = []
        self._tag = "p"
        self._in_quote = False
        number = 0
        while number < len(lines):
            number = self._read(lines, number)
        self._end()

    def _read(self, lines: list[str], number: int) -> int:
        """Read the block or the line at a number; return the number of the line behind it."""
        line = lines[number]
        if fence := _FENCE.match(line):
            self._end()
            end = number + 1
            while end < len(lines) and not lines[end].lstrip().startswith(fence[1]):
                end += 1
            code = escape("\n".join(lines[number + 1 : end]), quote=False)
            self.blocks.append(f"<pre>{code}</pre>")
            return end + 1
        quoted = _QUOTE.match(line)
        if bool(quoted) != self._in_quote and (quoted or not self._lines):
            self._end()
            self._in_quote = bool(quoted)
        line = line[quoted.end() :] if quoted else line
        follows = lines[number + 1] if number + 1 < len(lines) else ""
        if "|" in line and {*"|-"} <= {*follows} and _TABLE_RULE.fullmatch(follows):
            return self._table(lines, number)
        self._line(line)
        return number + 1

    def _line(self, line: str) -> None:
        if not line.strip():
            self._end()
        elif self._lines and self._tag == "p" and _UNDERLINE.fullmatch(line):
            self._tag = "h1" if "=" in line else "h2"
            self._end()
        elif _RULE.fullmatch(line):
            self._end()
        elif heading := _HEADING.fullmatch(line):
            self._end()
            text = (heading[2] or "").rstrip()
            self._begin(f"h{len(heading[1])}", _HEADING_END.sub("", text))
            self._end()
        elif note := _NOTE.fullmatch(line):
            self._end()
            self._begin("p", f"\\[{note[1]}\\] {note[2]}")
        elif item := _ITEM.fullmatch(line):
            self._end()
            self._begin("li", f"{item[1] or ''} {item[2]}".strip())
        elif not self._lines and _DEFINITION.fullmatch(line):
            return
        else:
            self._lines.append(line.lstrip())

    def _begin(self, tag: str, text: str) -> None:
        self._tag, self._lines = tag, [text]

    def _end(self) -> None:
        """Write the paragraph that goes on."""
        if self._lines:
            *lines, last = self._lines
            text = self._inline("\n".join([*map(_with_break, lines), last]))
            self.blocks.append(f"<{self._tag}>{text}</{self._tag}>")
        self._tag, self._lines = "p", []

    def _table(self, lines: list[str], number: int) -> int:
        self._end()
        rows = []
        end = number
        while end < len(lines) and "|" in lines[end]:
            if end != number + 1:
                cells = _CELLS.split(lines[end].strip().removeprefix("|").removesuffix("|"))
                written = (f"<td>{self._inline(cell.strip())}</td>" for cell in cells)
                rows.append(f"<tr>{''.join(written)}</tr>")
            end += 1
        self.blocks.append(f"<table>{''.join(rows)}</table>")
        return end

    def _inline(self, text: str) -> str:
        text = _CODE.sub(lambda match: _as_numbers(match[2]), text)
        text = _ESCAPED.sub(lambda match: _as_numbers(match[1]), text)
        for pattern, written in _INLINE:
            text = pattern.sub(written, text)
        text = _LESS_THAN.sub("&lt;", text)
        return _REFERENCE.sub(self._reference, text) if self._links else text

    def _reference(self, match: re.Match[str]) -> str:
        """Return the words of a link whose address is elsewhere in the source."""
        name = match[2] or match[1]
        return match[1] if name.casefold() in self._links else match[0]


def _with_break(line: str) -> str:
    """Return a line with the break that two spaces or a backslash at its end stand for."""
    has_break = line.endswith(("  ", "\\"))
    return line.removesuffix("\\").rstrip() + "<br>" if has_break else line


def _as_numbers(text: str) -> str:
    """Return a text whose signs are references, so that none of them is read as markup."""
    return "".join(c if c.isalnum() or c.isspace() else f"&#{ord(c)};" for c in text)
