"""Reads OpenDocument texts: OpenDocument 1.3, part 3, chapters 5 to 9. Own code on lxml."""

import re
from typing import Any

from corpus.readers.foreign.archive import Archive
from corpus.readers.foreign.blocks import Blocks, article_part, headline
from corpus.readers.foreign.docx import author, stated
from corpus.readers.foreign.parts import NotReadable, Parts
from corpus.readers.inline.raised_text import lowered, raised
from corpus.readers.inline.struck_text import DELETED, struck

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_TEXT, _TABLE, _OFFICE, _DRAW, _META, _MANIFEST, _STYLE = (
    f"{{{_NAMESPACE.format(name)}}}"
    for name in "text table office drawing meta manifest style".split()
)
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# Styles that are made from each other.
_MAX_STYLES = 20
_DC = "{http://purl.org/dc/elements/1.1/}"
# What is not shown where it stands: lists of changes, remarks, forms of fields, readings of signs.
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
    reader = _Reader(_Styles(tree, archive.xml("styles.xml")), _deletions(body))
    reader.add_blocks(body, is_item=False)
    facts = archive.xml("meta.xml")
    title = reader.title or stated(facts, f"{_DC}title")
    yield article_part(
        reader.blocks,
        title,
        MEDIA_TYPE,
        byline=author(stated(facts, f"{_META}initial-creator")),
        language=stated(facts, f"{_DC}language"),
    )


class _Reader:
    """Puts the blocks of a document in order; `title` is the paragraph that has its style."""

    def __init__(self, styles: "_Styles", deletions: dict[str, str]) -> None:
        self._styles = styles
        self._deletions = deletions
        self.blocks = Blocks()
        self.title = ""
        self._boxes: list[Any] = []

    def add_blocks(self, parent: Any, is_item: bool) -> None:
        for element in parent:
            tag = element.tag
            if tag in _BLOCKS:
                text = self._styles.marked(element, self._text(element))
                if element.get(f"{_TEXT}style-name") == "Title" and not self.title:
                    self.title = headline(text)
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
            elif tag == f"{_TEXT}change":
                self.blocks.add(self._deleted(element))
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
        return " ".join(
            self._styles.marked(block, self._text(block)) for block in parent.iter(*_BLOCKS)
        )

    def _deleted(self, place: Any) -> str:
        """Return what was deleted at a place while changes were tracked, marked as such."""
        return struck(self._deletions.get(place.get(f"{_TEXT}change-id"), ""), DELETED)

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
            elif tag == f"{_TEXT}change":
                parts.append(self._deleted(child))
            elif tag == f"{_DRAW}text-box":
                self._boxes.append(child)
            elif isinstance(tag, str) and tag not in _UNSEEN:
                parts.append(self._styles.marked(child, self._text(child)))
            parts.append(_SPACES.sub(" ", child.tail or ""))
        return "".join(parts)


def _deletions(body: Any) -> dict[str, str]:
    """Return the words that were deleted while changes were tracked by the ids of the changes."""
    return {
        region.get(f"{_TEXT}id") or region.get(_XML_ID): " ".join(
            _SPACES.sub(" ", "".join(block.itertext())) for block in deletion.iter(*_BLOCKS)
        )
        for region in body.iter(f"{_TEXT}changed-region")
        for deletion in region.iter(f"{_TEXT}deletion")
    }


class _Styles:
    """Tells what is struck through, raised or lowered by the names of styles."""

    def __init__(self, *trees: Any) -> None:
        self._by_name = {
            style.get(f"{_STYLE}name"): style
            for tree in reversed(trees)
            if tree is not None
            for style in tree.iter(f"{_STYLE}style")
        }

    def marked(self, element: Any, text: str) -> str:
        """Return the text of an element with the marks of what its style says."""
        name = element.get(f"{_TEXT}style-name")
        position, line = self._stated(name, "text-position"), self._line_through(name)
        if position.startswith("super") or re.match(r"[1-9]", position):
            text = raised(text)
        elif position.startswith(("sub", "-")):
            text = lowered(text)
        return struck(text) if line else text

    def _line_through(self, name: str | None) -> bool:
        lines = (self._stated(name, f"text-line-through-{kind}") for kind in ("style", "type"))
        return any(line not in ("", "none") for line in lines)

    def _stated(self, name: str | None, property: str) -> str:
        """Return a property of letters that a style states, or one that it is made from."""
        for _ in range(_MAX_STYLES):
            style = self._by_name.get(name)
            if style is None:
                break
            for properties in style.iterchildren(f"{_STYLE}text-properties"):
                if value := properties.get(f"{_STYLE}{property}"):
                    return str(value)
            name = style.get(f"{_STYLE}parent-style-name")
        return ""
