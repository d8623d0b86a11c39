"""Reads Rich Text by striprtf (BSD licence, no dependencies), which knows its encodings.

It leaves out notes, puts a stroke between cells and the addresses of links into the text: these
are taken out or marked before it reads. Source: Rich Text Format Specification 1.9.1.
"""

import re
from typing import BinaryIO

from striprtf.striprtf import rtf_to_text

from corpus.readers.foreign.blocks import Blocks, article_part, headline
from corpus.readers.foreign.docx import author
from corpus.readers.foreign.parts import Parts
from corpus.readers.foreign.rtf_marks import with_marks

MEDIA_TYPE = "application/rtf"
_BINARY = re.compile(rb"\\bin(\d+) ?")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_BRACE = re.compile(r"\\[\\{}]|[{}]")
_GROUP = r"\{{\s*(?:\\\*\s*)?\\(?:{})(?![a-z])"
# Codes of fields, pictures and hidden text are not shown.
_UNSEEN = re.compile(_GROUP.format("fldinst|pict|objdata|v(?!0)"))
_FONTS = re.compile(_GROUP.format("fonttbl"))
_NOTE = re.compile(_GROUP.format("footnote"))
_BULLET = re.compile(_GROUP.format("listtext|pntext"))
_CODE_PAGE = re.compile(r"\\ansicpg\d+")
# What nothing else in a text is: a cell, a line that ends, a note, an item of a list.
_CELL, _LINE, _NOTE_MARK, _ITEM = "\ue010\ue011\ue012\ue013"
_WORDS = ((_CELL, re.compile(r"\\(?:nest)?cell(?![a-z]) ?")), (_LINE, re.compile(r"\\line\b ?")))
_ENDED_CELL, _ITEM_START = re.compile(f"\n+{_CELL}"), re.compile(f"(?:{_ITEM}|[•‣▪◦·]\t)+")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def read(file: BinaryIO, start: int) -> Parts:
    """Yield the article of a document."""
    content = _NOT_ASCII.sub(_escape, _without_binary(file.read()))
    source, _ = _take_groups(content.decode("ascii"), _UNSEEN)
    source, notes = _take_groups(source, _NOTE, _mark(_NOTE_MARK))
    source, _ = _take_groups(source, _BULLET, _mark(_ITEM))
    for mark, word in _WORDS:
        # The backslashes are meant as such.
        source = word.sub(_mark(mark).replace("\\", r"\\"), source)
    fonts = "".join(_take_groups(source, _FONTS)[1])
    code_page = _CODE_PAGE.search(source)
    header = f"{{\\rtf1{code_page[0] if code_page else ''}{{\\fonttbl{fonts}}}"
    text = _text(source)
    blocks = _blocks(text, [_text(f"{header}{note}}}") for note in notes])
    facts = {
        name: headline(_text(f"{header}{group}}}"))
        for name in ("title", "author")
        for group in _take_groups(source, re.compile(_GROUP.format(name)))[1][:1]
    }
    damaged = text.count("\ufffd")
    yield article_part(
        blocks,
        facts.get("title", ""),
        MEDIA_TYPE,
        byline=author(facts.get("author", "")),
        remarks=(f"{damaged:,} bytes are damaged; each became “\ufffd”.",) if damaged else (),
    )


def _blocks(text: str, notes: list[str]) -> Blocks:
    blocks = Blocks()
    rows: list[list[str]] = []
    remaining = iter(notes)
    # Some programs end the paragraph of a cell before the cell.
    for line in [*_ENDED_CELL.sub(_CELL, text).split("\n"), ""]:
        if _CELL in line:
            rows.append(line.split(_CELL))
            continue
        blocks.add_rows(rows)
        rows = []
        shown = re.sub(_NOTE_MARK, lambda _: blocks.note(next(remaining, "")), line)
        is_item = bool(_ITEM_START.match(shown))
        blocks.add(_ITEM_START.sub("", shown).replace(_LINE, "\n"), is_item)
    return blocks


def _text(source: str) -> str:
    """Return the text of a document in RTF; half a character and another are one."""
    text = rtf_to_text(with_marks(source, _mark), errors="replace")
    return _SURROGATES.sub(_joined, text)


def _joined(match: re.Match[str]) -> str:
    return match[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _mark(mark: str) -> str:
    """Return a character in RTF, without one for programs that do not know it."""
    return f"{{\\uc0\\u{ord(mark)} }}"


def _escape(match: re.Match[bytes]) -> bytes:
    return b"\\'%02x" % match[0][0]


def _without_binary(content: bytes) -> bytes:
    """Return a document without the bytes of its pictures, among which may be braces."""
    parts, end = [], 0
    for match in _BINARY.finditer(content):
        if match.start() >= end:
            parts.append(content[end : match.start()])
            end = match.end() + int(match[1])
    return b"".join([*parts, content[end:]])


def _take_groups(source: str, pattern: re.Pattern[str], put: str = "{}") -> tuple[str, list[str]]:
    """Return (a source with `put` in place of the groups that begin so, what is in these)."""
    parts, groups, end = [], [], 0
    for match in pattern.finditer(source):
        if match.start() < end:
            continue
        parts += [source[end : match.start()], put]
        depth, inner_end = 1, len(source)
        for brace in _BRACE.finditer(source, match.end()):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if not depth:
                inner_end = brace.start()
                break
        groups.append(source[match.end() : inner_end])
        end = inner_end + 1
    return "".join([*parts, source[end:]]), groups
