"""Splits a page that archives export with several documents: those of Nexis and of Factiva."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree
from lxml.html import HtmlElement

from corpus.readers.extraction import LeftOut
from corpus.readers.languages import language_of
from corpus.readers.pages.archive_texts import CLOCK, COUNT, WORDS, day_of, nexis_text
from corpus.readers.pages.blocks import Block, blocks_of
from corpus.readers.pages.numbered_documents import numbered_ranges, numbered_text

_FACTIVA_PATH = "//div[contains(concat(' ', @class, ' '), ' article ')]"
_FACTIVA_PARAGRAPH = ".//p[contains(@class, 'articleParagraph')]"
_HEADLINE = re.compile(r"Headline|\bhd\b")


@dataclass(frozen=True, slots=True)
class ArchiveDocument:
    """One document of an export, with its own markup as UTF-8; "" where a value is unknown.

    `left_out` are words that are struck through, `remarks` sentences about the text.
    """

    content: bytes
    text: str
    title: str
    source: str
    published: str
    byline: str
    language: str
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()

    def values(self) -> dict[str, str]:
        """Return the values keyed by the names of our fields."""
        names = ("text", "title", "source", "published", "byline", "language")
        return {name: getattr(self, name) for name in names}


def archive_documents(tree: HtmlElement) -> list[ArchiveDocument]:
    """Return the documents of an export of an archive; none if a page is something else."""
    factiva = [article for article in _outermost(tree) if article.xpath(_FACTIVA_PARAGRAPH)]
    if factiva:
        return [_factiva_document(article) for article in factiva]
    blocks = blocks_of(tree)
    numbered = numbered_ranges([block.text for block in blocks])
    if numbered:
        return [_numbered_document(blocks[start + 1 : end]) for start, end in numbered]
    starts = [index for index, block in enumerate(blocks) if COUNT.fullmatch(block.text)]
    return [
        _nexis_document(blocks[start + 1 : end])
        for start, end in pairwise([*starts, len(blocks)])
        if end > start + 1
    ]


def _outermost(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the articles that are in no other: to read those again would take a square of time."""
    articles = tree.xpath(_FACTIVA_PATH)
    marked = set(articles)
    for article in articles:
        if marked.isdisjoint(article.iterancestors("div")):
            yield article


def _nexis_document(blocks: list[Block]) -> ArchiveDocument:
    values = nexis_text([block.text for block in blocks]).values
    return ArchiveDocument(content=_content(blocks), **values, left_out=(), remarks=())


def _numbered_document(blocks: list[Block]) -> ArchiveDocument:
    values = numbered_text([block.text for block in blocks]).values
    return ArchiveDocument(content=_content(blocks), **values, left_out=(), remarks=())


def _factiva_document(article: HtmlElement) -> ArchiveDocument:
    blocks = blocks_of(article)
    paragraphs = [block.text for block in blocks if "articleParagraph" in _names_around(block)]
    headline = [block.text for block in blocks if _HEADLINE.search(_names_around(block))]
    header = [
        block.text
        for block in blocks
        if block.text not in headline and "articleParagraph" not in _names_around(block)
    ]
    words = next((index for index, line in enumerate(header) if WORDS.fullmatch(line)), 0)
    dates = [(index, day) for index, line in enumerate(header) if (day := day_of(line))]
    date_index, published = dates[0] if dates else (len(header), "")
    after = [line for line in header[date_index + 1 :] if not CLOCK.fullmatch(line)]
    text = [line for line in paragraphs if not re.fullmatch(r"Document \S+", line)]
    return ArchiveDocument(
        content=etree.tostring(article, encoding="utf-8", method="html", with_tail=False),
        text="\n\n".join(text),
        title=" ".join(headline),
        source=after[0] if after else "",
        published=published,
        byline=header[words - 1].removeprefix("By ") if words else "",
        language=next(filter(None, map(language_of, after)), ""),
    )


def _names_around(block: Block) -> str:
    elements = [block.container, *(node.parent for node in block.nodes[:1])]
    parent = block.container.getparent()
    elements += [parent] if parent is not None else []
    return " ".join(f"{each.get('class') or ''} {each.get('id') or ''}" for each in elements)


def _content(blocks: list[Block]) -> bytes:
    """Return the markup of the elements that hold some blocks, as UTF-8."""
    return b"\n".join(_markup(blocks))


def _markup(blocks: list[Block]) -> Iterator[bytes]:
    for container in dict.fromkeys(block.container for block in blocks):
        yield etree.tostring(container, encoding="utf-8", method="html", with_tail=False)
