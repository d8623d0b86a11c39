"""Reads Word documents: ECMA-376 (Office Open XML), part 1, chapter 17.

Own code on lxml, for what libraries of this format leave out: text boxes, footnotes in their
place, what is struck through, raised, or deleted while changes were tracked. Macros are a file of
the package that nothing here opens.
"""

from typing import Any

from corpus.readers.foreign.archive import Archive
from corpus.readers.foreign.blocks import Blocks, article_part, headline
from corpus.readers.foreign.parts import NotReadable, Parts
from corpus.readers.inline.raised_text import lowered, raised
from corpus.readers.inline.struck_text import DELETED, struck

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Of “strict” documents, which Word writes if it is told to.
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_MAIN, _STYLES = "word/document.xml", "word/styles.xml"
# Styles that are based on each other.
_MAX_STYLES = 20
# What is not shown: text that was moved from here, codes of fields, a second form of what stands
# before.
_UNSEEN = frozenset(
    [f"{_W}{name}" for name in "moveFrom instrText delInstrText rPr pPr rt".split()]
    + [f"{_MC}Fallback"]
)
_WORDS = (f"{_W}t", f"{_W}delText")
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
    yield article_part(
        reader.blocks,
        title,
        MEDIA_TYPE,
        byline=author(stated(facts, f"{_DC}creator")),
        language=stated(facts, f"{_DC}language"),
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
        self._styles = _Styles(_tree(archive, _STYLES))

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
            elif element.tag == f"{_W}del":
                self.blocks.add(struck(self._text(element), DELETED))
            elif isinstance(element.tag, str) and element.tag not in _UNSEEN:
                # Such as the content of a control, or what was inserted.
                self.add_blocks(element)

    def _add_paragraph(self, paragraph: Any) -> None:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        is_item = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
        text = self._text(paragraph)
        if self._styles.is_struck(style):
            text = struck(text)
        if style is not None and style.get(f"{_W}val") == "Title" and not self.title:
            self.title = headline(text)
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
            if tag in _WORDS:
                parts.append(child.text or "")
            elif tag == f"{_W}r":
                parts.append(self._styles.marked(child, self._text(child)))
            elif tag == f"{_W}del":
                parts.append(struck(self._text(child), DELETED))
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
    return bool(_switch(run.find(f"{_W}rPr"), "vanish"))


def _switch(properties: Any, name: str) -> bool | None:
    """Return whether properties switch something on or off, None if they do not say."""
    element = None if properties is None else properties.find(f"{_W}{name}")
    return None if element is None else element.get(f"{_W}val") not in ("0", "false", "off")


class _Styles:
    """Tells what is struck through, raised or lowered, by its own properties or by its style."""

    def __init__(self, tree: Any):
        styles = () if tree is None else tree.iter(f"{_W}style")
        self._by_id = {style.get(f"{_W}styleId"): style for style in styles}

    def marked(self, run: Any, text: str) -> str:
        """Return the text of a run with the marks of what it is."""
        properties = run.find(f"{_W}rPr")
        if properties is None or not text:
            return text
        style = properties.find(f"{_W}rStyle")
        chain = [properties, *self._properties(style)]
        alignments = (each.find(f"{_W}vertAlign") for each in chain)
        aligned = next((each.get(f"{_W}val") for each in alignments if each is not None), "")
        if aligned == "superscript":
            text = raised(text)
        elif aligned == "subscript":
            text = lowered(text)
        return struck(text) if _are_struck(chain) else text

    def is_struck(self, style: Any) -> bool:
        """Return whether a style, as a paragraph names it, strikes through."""
        return _are_struck(self._properties(style))

    def _properties(self, named: Any) -> list[Any]:
        """Return the properties of runs of a style and of those that it is based on."""
        chain: list[Any] = []
        for _ in range(_MAX_STYLES):
            style = None if named is None else self._by_id.get(named.get(f"{_W}val"))
            if style is None:
                break
            chain += style.findall(f"{_W}rPr")
            named = style.find(f"{_W}basedOn")
        return chain


def _are_struck(chain: list[Any]) -> bool:
    """Return whether the first properties that say so strike through, once or twice."""
    for name in ("strike", "dstrike"):
        switches = (_switch(properties, name) for properties in chain)
        if next((each for each in switches if each is not None), False):
            return True
    return False
