"""Splits a page that archives export with several documents: those of Nexis and of Factiva."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree
from lxml.html import HtmlElement

from corpus.readers import loose_dates
from corpus.readers.pages.blocks import Block, blocks_of

_COUNT = re.compile(r"[0-9,]+ of [0-9,]+ DOCUMENTS?")
_FACTIVA_PATH = (
    "//div[contains(concat(' ', @class, ' '), ' article ')]"
    "[.//p[contains(@class, 'articleParagraph')]]"
)
_LABEL = re.compile(r"([A-Z][A-Z-]{3,30}(?: [A-Z-]{2,30}){0,2}):\s*(.*)")
# Labels before the text; all others follow it.
_HEADER_LABELS = frozenset(
    "BYLINE LENGTH SECTION HEADLINE DATELINE HIGHLIGHT SERIES BODY DISTRIBUTION CORRECTION".split()
)
_HEADLINE = re.compile(r"Headline|\bhd\b")
_COPYRIGHT = re.compile(r"(?:Copyright|\(c\)|©)\s", re.IGNORECASE)
_WEEKDAY = re.compile(r"\s*\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.*", re.IGNORECASE)
_WORDS = re.compile(r"[0-9,.]+ (?:words|Wörter|mots|palabras)")
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(?: [AP]M)?")
_LANGUAGES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr",
    "spanish": "es", "español": "es", "russian": "ru", "arabic": "ar", "portuguese": "pt",
    "italian": "it", "dutch": "nl", "turkish": "tr", "polish": "pl", "ukrainian": "uk",
}  # fmt: skip
# Lines of a document among which its date stands.
MAX_HEADER_LINES = 8


@dataclass(frozen=True, slots=True)
class ArchiveDocument:
    """One document of an export, with its own markup as UTF-8; "" where a value is unknown."""

    content: bytes
    text: str
    title: str
    source: str
    published: str
    byline: str
    language: str

    def values(self) -> dict[str, str]:
        """Return the values keyed by the names of our fields."""
        names = ("text", "title", "source", "published", "byline", "language")
        return {name: getattr(self, name) for name in names}


def archive_documents(tree: HtmlElement) -> list[ArchiveDocument]:
    """Return the documents of an export of Nexis or Factiva; none if a page is something else."""
    factiva = tree.xpath(_FACTIVA_PATH)
    if factiva:
        return [_factiva_document(article) for article in factiva]
    blocks = blocks_of(tree)
    starts = [index for index, block in enumerate(blocks) if _COUNT.fullmatch(block.text)]
    return [
        _nexis_document(blocks[start + 1 : end])
        for start, end in pairwise([*starts, len(blocks)])
        if end > start + 1
    ]


def _nexis_document(blocks: list[Block]) -> ArchiveDocument:
    values: dict[str, str] = {}
    dates = [
        (index, day)
        for index, block in enumerate(blocks[1:MAX_HEADER_LINES], 1)
        if (day := _day(block.text))
    ]
    date_index, published = dates[0] if dates else (0, "")
    paragraphs: list[str] = []
    title = ""
    for block in blocks[date_index + 1 :]:
        label = _LABEL.match(block.text)
        if label and (label[1] in _HEADER_LABELS or not paragraphs or label[1] == "LOAD-DATE"):
            values[label[1]] = label[2]
        if (label and label[1] not in _HEADER_LABELS and paragraphs) or (
            paragraphs and _COPYRIGHT.match(block.text)
        ):
            break
        if label:
            continue
        if not title and not values.get("HEADLINE") and not paragraphs:
            title = block.text
        else:
            paragraphs.append(block.text)
    labels = [match for block in blocks if (match := _LABEL.match(block.text))]
    language = next((label[2] for label in labels if label[1] == "LANGUAGE"), "")
    return ArchiveDocument(
        content=_content(blocks),
        text="\n\n".join(paragraphs),
        title=values.get("HEADLINE") or title,
        source=blocks[0].text if blocks and date_index else "",
        published=published,
        byline=values.get("BYLINE", ""),
        language=_language(language),
    )


def _factiva_document(article: HtmlElement) -> ArchiveDocument:
    blocks = blocks_of(article)
    paragraphs = [block.text for block in blocks if "articleParagraph" in _names_around(block)]
    headline = [block.text for block in blocks if _HEADLINE.search(_names_around(block))]
    header = [
        block.text
        for block in blocks
        if block.text not in headline and "articleParagraph" not in _names_around(block)
    ]
    words = next((index for index, line in enumerate(header) if _WORDS.fullmatch(line)), 0)
    dates = [(index, day) for index, line in enumerate(header) if (day := _day(line))]
    date_index, published = dates[0] if dates else (len(header), "")
    after = [line for line in header[date_index + 1 :] if not _CLOCK.fullmatch(line)]
    text = [line for line in paragraphs if not re.fullmatch(r"Document \S+", line)]
    return ArchiveDocument(
        content=etree.tostring(article, encoding="utf-8", method="html", with_tail=False),
        text="\n\n".join(text),
        title=" ".join(headline),
        source=after[0] if after else "",
        published=published,
        byline=header[words - 1].removeprefix("By ") if words else "",
        language=next(filter(None, map(_language, after)), ""),
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


def _day(line: str) -> str:
    """Return the date that a line is, without its weekday and what follows, or ""."""
    written = _WEEKDAY.sub("", line).strip()
    try:
        loose_dates.parse_published(written)
    except ValueError:
        return ""
    return "" if written.isdecimal() else written


def _language(name: str) -> str:
    return _LANGUAGES.get(name.strip().casefold().partition(";")[0], "")
