"""Reads OpenDocument texts: OpenDocument 1.3, part 3, chapters 5 to 9. Own code on lxml."""

import re
from typing import Any

from corpus.readers.foreign.archive import Archive
from corpus.readers.foreign.blocks import Blocks, without_title
from corpus.readers.foreign.docx import author, stated
from corpus.readers.foreign.parts import NotReadable, Part, Parts

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_TEXT, _TABLE, _OFFICE, _DRAW, _META, _MANIFEST = (
    f"{{{_NAMESPACE.format(name)}}}" for name in "text table office drawing meta manifest".split()
)
_DC = "{http://purl.org/dc/elements/1.1/}"
# What is not shown where it stands: deleted text, remarks, the form of a field, readings of signs.
_UNSEEN = frozenset(
    [f"{_TEXT}{name}" for name in "tracked-changes ruby-text sequence-decls note-citation".split()]
    + [f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_TABLE}covered-table-cell"]
)
_BLOCKS = (f"{_TEXT}p", f"{_TEXT}h")
_SPACES = re.compile("[ \t\r\n]+")


def document(archive: Archive) -> Parts:
    """Yield the article of a document. Raises NotReadable."""
    manifest = archive.xml("META-INF/manifest.xml")
    if manifest is not None and manifest.find(f".//{_MANIFEST}encryption-data") is not None:
        raise NotReadable("It is encrypted with a password. Save it without one.")
    tree = archive.xml("content.xml")
    body = None if tree is None else tree.find(f".//{_OFFICE}text")
    if body is None:
        raise NotReadable("It is damaged: it has no text.")
    reader = _Reader()
    reader.add_blocks(body, is_item=False)
    facts = archive.xml("meta.xml")
    title = reader.title or stated(facts, f"{_DC}title")
    yield Part(
        values={
            "text": without_title(reader.blocks.text, title),
            "title": title,
            "byline": author(stated(facts, f"{_META}initial-creator")),
            "language": stated(facts, f"{_DC}language"),
        },
        media_type=MEDIA_TYPE,
    )


class _Reader:
    """Puts the blocks of a document in order; `title` is the paragraph that has its style."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self.title = ""
        self._boxes: list[Any] = []

    def add_blocks(self, parent: Any, is_item: bool) -> None:
        for element in parent:
            tag = element.tag
            if tag in _BLOCKS:
                text = self._text(element)
                if element.get(f"{_TEXT}style-name") == "Title" and not self.title:
                    self.title = " ".join(text.split())
                self.blocks.add(text, is_item)
                self._add_boxes()
            elif tag == f"{_TABLE}table":
                rows = [
                    [self._line(cell) for cell in row if cell.tag not in _UNSEEN]
                    for row in element.iter(f"{_TABLE}table-row")
                    if next(row.iterancestors(f"{_TABLE}table")) is element
                ]
                self.blocks.add_rows(rows)
                self._add_boxes()
            elif tag == f"{_DRAW}text-box":
                self.add_blocks(element, is_item=False)
            elif isinstance(tag, str) and tag not in _UNSEEN:
                # Such as a section, a list, or a frame.
                self.add_blocks(element, is_item or tag == f"{_TEXT}list-item")

    def _add_boxes(self) -> None:
        """Add the text boxes that are anchored in the block before."""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.add_blocks(box, is_item=False)

    def _line(self, parent: Any) -> str:
        """Return the paragraphs of a cell or a note, also of a table in it, on one line."""
        return " ".join(self._text(block) for block in parent.iter(*_BLOCKS))

    def _text(self, element: Any) -> str:
        """Return the text of a paragraph or a part of it; white space in a row is one space."""
        parts = [_SPACES.sub(" ", element.text or "")]
        for child in element:
            tag = child.tag
            if tag == f"{_TEXT}s":
                parts.append(" " * min(int(child.get(f"{_TEXT}c") or 1), 1000))
            elif tag == f"{_TEXT}tab":
                parts.append("\t")
            elif tag == f"{_TEXT}line-break":
                parts.append("\n")
            elif tag == f"{_TEXT}note":
                parts.append(self.blocks.note(self._line(child)))
            elif tag == f"{_DRAW}text-box":
                self._boxes.append(child)
            elif isinstance(tag, str) and tag not in _UNSEEN:
                parts.append(self._text(child))
            parts.append(_SPACES.sub(" ", child.tail or ""))
        return "".join(parts)
