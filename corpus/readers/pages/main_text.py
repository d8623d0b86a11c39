"""Finds the blocks of a page that are its article, so that no sentence loses a word.

trafilatura decides what belongs to the article. It rebuilds the page on its way and drops elements
with the words in them, so it is given a marked copy: each text node begins with characters that
stand nowhere else, and what comes back tells which nodes it kept. The text is then taken from the
blocks of the page itself, and what was left out between them is looked at again.
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from lxml.html import HtmlElement
from trafilatura import bare_extraction, baseline
from trafilatura.settings import Document

from corpus.readers.extraction import CONTEXT_LENGTH, MAX_LEFT_OUT, LeftOut
from corpus.readers.inline.struck_text import shown_words
from corpus.readers.pages.blocks import (
    Block,
    TextNode,
    blocks_of,
    is_hidden,
)
from corpus.readers.pages.furniture import is_advertisement, is_furniture
from corpus.readers.pages.html_text import PREFORMATTED, text_of
from corpus.readers.pages.linked_data import linked_items, scripts_of, strings
from corpus.readers.pages.sentences import SENTENCE_LETTERS, ends_sentence, letters
from corpus.readers.pages.written_days import MAX_DATE_LINE, written_days
from corpus.text import normalise

# With the names of the elements in the tree that trafilatura returns.
_text_of_body = partial(
    text_of,
    paragraphs=frozenset("ab body code div figure fw head list p quote table".split()),
    lines=frozenset(("item", "row")),
    cells=frozenset(("cell",)),
    unseen=frozenset(),
    br="lb",
)

# Marks are two Braille signs: no letters, so that the words beside them stay words, and printable,
# so that they are not cleaned away. 65,536 marks are more than MAX_TAGS can hold text nodes.
_FIRST_MARK, _MARK_BASE = 0x2800, 256
_MARK = re.compile("[\u2800-\u28ff]{2}")
_MARK_SIGN = re.compile("[\u2800-\u28ff]")
_PARAGRAPH_BREAK = re.compile(r"[^\S\n]*\n\s*\n\s*")
_SPACE, _INLINE_SPACE = re.compile(r"\s+"), re.compile(r"[^\S\n]+")

# A block of which less than this share of letters was kept is left out.
MIN_KEPT_SHARE = 0.3

# A text with less than this share of the page's long paragraphs may be truncated; a more generous
# extraction replaces it if that is longer by this factor. Shares from 0.3 to 0.8 do as well on the
# 181 pages of the article extraction benchmark. Lengths are in letters.
MIN_PARAGRAPH_SHARE = 0.5
MIN_GAIN = 1.5
LONG_PARAGRAPH_LENGTH = 65

# A block with a larger share of letters in links is a list of links.
MAX_LINK_SHARE = 0.5

_ARTICLES = "ancestor-or-self::*[self::article or @role='article' or @itemprop='articleBody']"

# Blocks with sentences that a lead has at most.
MAX_LEAD_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class MainText:
    """The text of a page's article, and the sentences in the article that are not in it.

    `start` is the element of its first sentence below the lead that was found by where it stands,
    `next` that of the second, None where they stand in no element.
    """

    text: str
    start: HtmlElement | None = None
    next: HtmlElement | None = None
    left_out: tuple[LeftOut, ...] = ()


def take_main_text(tree: HtmlElement) -> MainText:
    """Return the article's text; its sentences are then no longer in the tree."""
    blocks = blocks_of(tree)
    kept_nodes, text_elsewhere = _kept_nodes(tree, blocks)
    if text_elsewhere:
        return MainText(_with_paragraphs(tree, text_elsewhere))
    kept_blocks = {index for index, block in enumerate(blocks) if _is_kept(block, kept_nodes)}
    restored, lead = _restored(blocks, kept_blocks)
    kept_blocks |= restored | lead
    first = min((index for index in kept_blocks if blocks[index].is_sentence), default=0)
    # Links before the first sentence lead elsewhere.
    kept_blocks -= {
        index for index in kept_blocks if index < first and blocks[index].link_share > 0.9
    }
    shown = {index: _shown_nodes(blocks[index].nodes, kept_nodes) for index in sorted(kept_blocks)}
    text = _text_of_nodes(tree, blocks, {node for nodes in shown.values() for node in nodes})
    left_out = _left_out(blocks, shown, text)
    sentences = [index for index in sorted(kept_blocks) if blocks[index].is_sentence]
    for index in sentences:
        for node in blocks[index].nodes:
            node.replace("")
    # The line with the day may stand between the lead and the text.
    below_lead = [index for index in sentences if index not in lead]
    starts = [blocks[index].container for index in below_lead[:2]]
    start, following = (*starts, None, None)[:2]
    return MainText(text, start, following, tuple(left_out))


def _with_paragraphs(tree: HtmlElement, text: str) -> str:
    """Return a text that stands in the page's JSON-LD as it stands there, with its line ends."""
    line = " ".join(text.split())
    for script in scripts_of(tree):
        try:
            bodies = [
                body for item in linked_items(script) for body in strings(item.get("articleBody"))
            ]
        except ValueError:
            continue
        for body in bodies:
            if " ".join(body.split()) == line:
                return body.strip()
    return text


def _kept_nodes(tree: HtmlElement, blocks: list[Block]) -> tuple[set[TextNode], str]:
    """Return the text nodes that trafilatura takes for the article, or the text if it stands
    in no node of the page but in its metadata."""
    nodes = [node for block in blocks for node in block.nodes]
    originals = [node.text for node in nodes]
    paragraph_length = sum(
        length
        for block in blocks
        if block.container.tag == "p" and (length := block.letters) >= LONG_PARAGRAPH_LENGTH
    )
    for number, (node, original) in enumerate(zip(nodes, originals, strict=True)):
        node.replace(f"{_mark(number)} {_MARK_SIGN.sub('', original)}")
    try:
        kept: set[int] = set()
        length = 0
        for extract in (_strict, _generous, _baseline):
            if length and length >= MIN_PARAGRAPH_SHARE * paragraph_length:
                break
            text = extract(tree)
            numbers = {_number(mark) for mark in _MARK.findall(text)}
            longer = sum(letters(originals[number]) for number in numbers)
            plain_length = letters(_MARK_SIGN.sub("", text))
            if longer < plain_length / 2 and plain_length > MIN_GAIN * length:
                return set(), _MARK_SIGN.sub("", text)
            if longer > MIN_GAIN * length:
                kept, length = numbers, longer
    finally:
        for node, original in zip(nodes, originals, strict=True):
            node.replace(original)
    return {nodes[number] for number in kept}, ""


def _mark(number: int) -> str:
    high, low = divmod(number, _MARK_BASE)
    return chr(_FIRST_MARK + high) + chr(_FIRST_MARK + low)


def _number(mark: str) -> int:
    return (ord(mark[0]) - _FIRST_MARK) * _MARK_BASE + ord(mark[1]) - _FIRST_MARK


def _strict(tree: HtmlElement) -> str:
    return _body_text(bare_extraction(tree, include_comments=False, favor_precision=True))


def _generous(tree: HtmlElement) -> str:
    return _body_text(bare_extraction(tree, include_comments=False))


def _body_text(extraction: object) -> str:
    return _text_of_body(extraction.body) if isinstance(extraction, Document) else ""


def _baseline(tree: HtmlElement) -> str:
    """Return the article's text in the page's metadata, or else all of its paragraphs."""
    body, _, _ = baseline(tree)
    return _text_of_body(body)


def _is_kept(block: Block, kept_nodes: set[TextNode]) -> bool:
    kept_letters = sum(letters(node.text) for node in block.nodes if node in kept_nodes)
    return kept_letters > 0 and kept_letters >= MIN_KEPT_SHARE * block.letters


def _restored(blocks: list[Block], kept: set[int]) -> tuple[set[int], set[int]]:
    """Return the blocks that were left out and belong to the article by where they stand, and of
    these the lead apart.

    These are sentences between those kept, or after and before them in elements of the same kind;
    what stands beside them, however short; the lead between them and the headline above; and the
    headings of all these.
    """
    if not kept:
        return set(), set()
    first, last = min(kept), max(kept)
    paths = {blocks[index].path for index in kept if blocks[index].is_sentence}
    siblings = {blocks[index].container for index in kept}
    siblings |= {container.getparent() for container in siblings}
    furniture = _FurnitureAround(blocks[index].container for index in kept)
    restored: set[int] = set()
    # Backwards, since a heading belongs to the text that follows it.
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if index in kept or block.link_share >= MAX_LINK_SHARE or block.is_hidden:
            continue
        is_inside = first < index < last
        if block.is_heading:
            is_text = index + 1 in restored or (is_inside and index + 1 in kept)
            is_text = is_text and block.container.tag != "h1"
        elif is_inside and not {block.container, block.container.getparent()}.isdisjoint(siblings):
            is_text = True
        else:
            is_text = block.is_sentence and (is_inside or block.path in paths)
        if is_text and not furniture.holds(block):
            restored.add(index)
    return restored, _lead(blocks, first, furniture) - restored


def _lead(blocks: list[Block], first: int, furniture: "_FurnitureAround") -> set[int]:
    """Return the sentences between the page's headline and the first kept block, each once.

    Many of them are no lead but a list of other stories.
    """
    above = range(first - 1, -1, -1)
    headline = next((index for index in above if blocks[index].container.tag == "h1"), first)
    sentences = {
        block.text: index
        for index, block in enumerate(blocks[headline + 1 : first], headline + 1)
        if block.is_sentence and not block.is_hidden and block.link_share < MAX_LINK_SHARE
        if not furniture.holds(block) and not _is_date(block.text)
    }
    return set(sentences.values()) if len(sentences) <= MAX_LEAD_SENTENCES else set()


def _is_date(line: str) -> bool:
    return len(line) <= MAX_DATE_LINE and bool(written_days(line))


class _FurnitureAround:
    """Tells whether furniture that holds no kept block stands around a block."""

    def __init__(self, kept_containers: Iterable[HtmlElement]) -> None:
        # Each element is looked at once.
        self._answers: dict[HtmlElement, bool] = {}
        for element in kept_containers:
            while element is not None and element not in self._answers:
                self._answers[element] = False
                element = element.getparent()

    def holds(self, block: Block) -> bool:
        elements = []
        element = block.container
        while element is not None and element not in self._answers:
            elements.append(element)
            element = element.getparent()
        answer = self._answers.get(element, False)
        for element in reversed(elements):
            answer = self._answers[element] = answer or is_furniture(element)
        return answer


def _shown_nodes(nodes: list[TextNode], kept_nodes: set[TextNode]) -> list[TextNode]:
    """Return the nodes of a block without advertisements in it and buttons beside its sentences."""
    shown = [
        node
        for node in nodes
        if not (is_advertisement(node.parent) and letters(node.text) < SENTENCE_LETTERS)
        and (node in kept_nodes or not node.is_hidden)
    ]
    # A button in the middle of a sentence is a word of it.
    while len(shown) > 1 and _in_button(shown[-1]) and ends_sentence(shown[-2].text):
        shown.pop()
    while len(shown) > 1 and _in_button(shown[0]) and not shown[1].text.lstrip()[:1].islower():
        shown.pop(0)
    return shown


def _left_out(blocks: list[Block], shown: dict[int, list[TextNode]], text: str) -> list[LeftOut]:
    """Return the sentences between the blocks of the text that do not stand in it.

    Where the text stands in an `article` element, also those in it before and after the text.
    `shown` are the nodes of each block of the text.
    """
    lines = {index: _line(node.text for node in nodes) for index, nodes in shown.items()}
    indexes = [index for index, line in lines.items() if line]
    if not indexes:
        return []
    articles = {_article_around(blocks[index]) for index in (indexes[0], indexes[-1])} - {None}
    # What a click shows, such as the rest of an article, is hidden too; it has several sentences.
    hidden = Counter(
        _hidden_part(block) for block in blocks if block.is_hidden and block.is_sentence
    )
    furniture = _FurnitureAround(blocks[index].container for index in indexes)
    # A sentence that is quoted in large letters is in the text already.
    words = _line(text)
    left_out: dict[str, LeftOut] = {}
    for index, block in enumerate(blocks):
        if index in shown or not block.is_sentence:
            continue
        if block.is_hidden and (hidden[_hidden_part(block)] < 2 or furniture.holds(block)):
            continue
        line = _line(block.text)
        if block.link_share >= MAX_LINK_SHARE or line in words:
            continue
        if indexes[0] < index < indexes[-1] or not articles.isdisjoint(
            block.container.iterancestors()
        ):
            following = bisect(indexes, index)
            before = lines[indexes[following - 1]] if following else ""
            after = lines[indexes[following]] if following < len(indexes) else ""
            context = before[-CONTEXT_LENGTH:], after[:CONTEXT_LENGTH]
            left_out.setdefault(line, LeftOut(context[0], line, context[1]))
    return list(left_out.values())[:MAX_LEFT_OUT]


def _hidden_part(block: Block) -> HtmlElement | None:
    """Return the outermost element around a block that a browser does not show."""
    around = (block.container, *block.container.iterancestors())
    return next((element for element in reversed(around) if is_hidden(element)), None)


def _article_around(block: Block) -> HtmlElement | None:
    """Return the nearest element around a block that is an article by its tag or its role."""
    around = block.container.xpath(_ARTICLES)
    return around[-1] if around else None


def _line(texts: Iterable[str]) -> str:
    """Return texts as one normalised line, without struck words."""
    return " ".join(normalise(shown_words("".join(texts))).text.split())


def _in_button(node: TextNode) -> bool:
    return any(each.tag == "button" for each in (node.parent, *node.parent.iterancestors()))


def _text_of_nodes(tree: HtmlElement, blocks: list[Block], chosen: set[TextNode]) -> str:
    """Return the text of some nodes of a tree, which is as before afterwards."""
    originals = [(node, node.text) for block in blocks for node in block.nodes]
    preformatted = {each for pre in tree.iter(*PREFORMATTED) for each in pre.iter()}
    for node, original in originals:
        spaces = _INLINE_SPACE if node.parent in preformatted else _SPACE
        node.replace(spaces.sub(" ", original) if node in chosen else "")
    text = _PARAGRAPH_BREAK.sub("\n\n", text_of(tree)).strip()
    for node, original in originals:
        node.replace(original)
    return text
