"""Reads Word documents: ECMA-376 (Office Open XML), part 1, chapter 17.

Own code on lxml, for what libraries of this format leave out: text boxes, footnotes in their
place, what was inserted or deleted while changes were tracked. Macros are a file of the package
that nothing here opens.
"""

from typing import Any

from corpus.readers.foreign.archive import Archive
from corpus.readers.foreign.blocks import Blocks, without_title
from corpus.readers.foreign.parts import NotReadable, Part, Parts

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Of “strict” documents, which Word writes if it is told to.
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_MAIN = "word/document.xml"
# What is not shown: deleted and moved text, codes of fields, a second form of what stands before.
_UNSEEN = frozenset(
    [f"{_W}{name}" for name in "del moveFrom instrText delText delInstrText rPr pPr rt".split()]
    + [f"{_MC}Fallback"]
)
_WHITE = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_NOTES = {f"{_W}footnoteReference": "footnotes", f"{_W}endnoteReference": "endnotes"}
# Names of people that programs state where nobody did.
NO_AUTHORS = frozenset(
    "admin administrator author default owner pc unknown user windows python-docx".split()
)


def is_document(archive: Archive) -> bool:
    return _MAIN in archive.names


def document(archive: Archive) -> Parts:
    """Yield the article of a document. Raises NotReadable."""
    body = _tree(archive, _MAIN)
    if body is None:
        raise NotReadable("It is damaged: it has no text.")
    reader = _Reader(archive)
    reader.add_blocks(body)
    facts = archive.xml("docProps/core.xml")
    title = reader.title or stated(facts, f"{_DC}title")
    yield Part(
        values={
            "text": without_title(reader.blocks.text, title),
            "title": title,
            "byline": author(stated(facts, f"{_DC}creator")),
            "language": stated(facts, f"{_DC}language"),
        },
        media_type=MEDIA_TYPE,
    )


def stated(facts: Any, tag: str) -> str:
    """Return what an element of a tree of facts says on one line, "" if nothing."""
    element = None if facts is None else facts.find(f".//{tag}")
    return "" if element is None else " ".join("".join(element.itertext()).split())


def author(name: str) -> str:
    """Return the name of an author as a file states it, "" for what programs put there."""
    return "" if name.casefold() in NO_AUTHORS else name


def _tree(archive: Archive, name: str) -> Any:
    """Return the tree of a file with the names of elements that most documents have."""
    tree = archive.xml(name)
    if tree is not None and tree.tag.startswith(_STRICT):
        for element in tree.iter(f"{_STRICT}*"):
            element.tag = _W + element.tag.removeprefix(_STRICT)
            for key in [key for key in element.attrib if key.startswith(_STRICT)]:
                element.set(_W + key.removeprefix(_STRICT), element.attrib.pop(key))
    return tree


class _Reader:
    """Puts the blocks of a document in order; `title` is the paragraph that has its style."""

    def __init__(self, archive: Archive):
        self.blocks = Blocks()
        self.title = ""
        self._notes = {kind: self._notes_by_id(archive, kind) for kind in ("footnotes", "endnotes")}
        self._boxes: list[Any] = []

    @staticmethod
    def _notes_by_id(archive: Archive, kind: str) -> dict[str, Any]:
        tree = _tree(archive, f"word/{kind}.xml")
        return {} if tree is None else {note.get(f"{_W}id"): note for note in tree}

    def add_blocks(self, parent: Any) -> None:
        for element in parent:
            if element.tag == f"{_W}p":
                self._add_paragraph(element)
            elif element.tag == f"{_W}tbl":
                rows = [
                    [self._line(cell) for cell in row.iterchildren(f"{_W}tc", f"{_W}sdt")]
                    for row in element.iter(f"{_W}tr")
                    if next(row.iterancestors(f"{_W}tbl")) is element
                ]
                self.blocks.add_rows(rows)
                self._add_boxes()
            elif isinstance(element.tag, str) and element.tag not in _UNSEEN:
                # Such as the content of a control, or what was inserted.
                self.add_blocks(element)

    def _add_paragraph(self, paragraph: Any) -> None:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        is_item = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
        text = self._text(paragraph)
        if style is not None and style.get(f"{_W}val") == "Title" and not self.title:
            self.title = " ".join(text.split())
        self.blocks.add(text, is_item)
        self._add_boxes()

    def _add_boxes(self) -> None:
        """Add the text boxes that are anchored in the block before."""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.add_blocks(box)

    def _line(self, parent: Any) -> str:
        """Return the paragraphs of a cell or a note, also of a table in it, on one line."""
        return " ".join(self._text(paragraph) for paragraph in parent.iter(f"{_W}p"))

    def _text(self, element: Any) -> str:
        """Return the text of a paragraph or a part of it."""
        parts = []
        for child in element:
            tag = child.tag
            if tag in _UNSEEN or (tag == f"{_W}r" and _is_hidden(child)):
                continue
            if tag == f"{_W}t":
                parts.append(child.text or "")
            elif tag in _WHITE:
                parts.append(_WHITE[tag])
            elif tag == f"{_W}txbxContent":
                self._boxes.append(child)
            elif tag in _NOTES:
                note = self._notes[_NOTES[tag]].get(child.get(f"{_W}id"))
                if note is not None:
                    parts.append(self.blocks.note(self._line(note)))
            elif tag != f"{_W}p":
                parts.append(self._text(child))
        return "".join(parts)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in ("0", "false", "off")
