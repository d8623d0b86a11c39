"""Divides a web page into blocks: the paragraphs, lines and cells that a browser would show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree
from lxml.html import HtmlElement

from corpus.readers.pages.html_text import LINES, PARAGRAPHS, UNSEEN, is_own_block
from corpus.readers.pages.sentences import SENTENCE_LETTERS, ends_sentence, letters

_SPACE = re.compile(r"\s+")
_IS_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Elements that begin a new line.
_BREAKING = PARAGRAPHS | LINES | {"br"}


@dataclass(frozen=True, slots=True)
class TextNode:
    """A stretch of text in the tree: the text of an element, or its tail.

    A browser does not show what is hidden.
    """

    element: HtmlElement
    is_tail: bool
    in_link: bool
    is_hidden: bool

    @property
    def text(self) -> str:
        return (self.element.tail if self.is_tail else self.element.text) or ""

    @property
    def parent(self) -> HtmlElement:
        """Return the element that the text stands in."""
        return self.element.getparent() if self.is_tail else self.element

    def replace(self, text: str) -> None:
        if self.is_tail:
            self.element.tail = text
        else:
            self.element.text = text


@dataclass
class Block:
    """The text nodes that stand on one line of a page, and the element that holds the line.

    Blocks have the same `path` if the elements around theirs have the same tags and classes.
    """

    container: HtmlElement
    path: int
    nodes: list[TextNode] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        return _SPACE.sub(" ", "".join(node.text for node in self.nodes)).strip()

    @cached_property
    def letters(self) -> int:
        return letters(self.text)

    @cached_property
    def link_share(self) -> float:
        linked = sum(letters(node.text) for node in self.nodes if node.in_link)
        return linked / max(self.letters, 1)

    @property
    def is_hidden(self) -> bool:
        return all(node.is_hidden for node in self.nodes)

    @property
    def is_heading(self) -> bool:
        return self.container.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "legend")

    @property
    def is_sentence(self) -> bool:
        return self.letters >= SENTENCE_LETTERS and ends_sentence(self.text)


def is_hidden(element: HtmlElement) -> bool:
    """Return whether a browser does not show an element, by its own attributes."""
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _IS_INVISIBLE.search(style))


def blocks_of(tree: HtmlElement) -> list[Block]:
    """Return the blocks of a page that hold more than white space, in their order."""
    return [block for block in _blocks(tree) if block.nodes]


def _blocks(tree: HtmlElement) -> Iterator[Block]:
    numbers: dict[tuple[int, str, str], int] = {}
    paths = [0]
    containers = [(tree, 0)]
    block = Block(*containers[-1])
    own_blocks: set[HtmlElement] = set()
    unseen = hidden = links = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        starts = event == "start"
        step = 1 if starts else -1
        unseen += step * (tag in UNSEEN)
        hidden += step * is_hidden(element)
        links += step * (tag == "a")
        if starts and tag not in _BREAKING and is_own_block(element):
            own_blocks.add(element)
        is_breaking = tag in _BREAKING or element in own_blocks
        if unseen == 0 and is_breaking and (starts or tag != "br"):
            yield block
            if starts and tag != "br":
                containers.append((element, paths[-1]))
            elif tag != "br":
                containers.pop()
            block = Block(*containers[-1])
        if starts:
            shape = (paths[-1], tag, element.get("class") or "")
            paths.append(numbers.setdefault(shape, len(numbers) + 1))
        else:
            paths.pop()
        if unseen:
            continue
        text = element.text if starts else element.tail
        if text and not text.isspace() and (starts or element is not tree):
            block.nodes.append(TextNode(element, not starts, links > 0, hidden > 0))
    yield block
