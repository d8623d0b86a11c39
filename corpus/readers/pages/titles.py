"""Picks the title of a page's article: what it states, not a heading of its furniture."""

import re

from lxml.html import HtmlElement

from corpus.readers.inline.struck_text import shown_words
from corpus.readers.pages.furniture import is_furniture

_STATED_PATHS = (
    ".//meta[@property='og:title']/@content",
    ".//meta[@name='twitter:title' or @property='twitter:title']/@content",
)
_SITE_PATH = ".//meta[@property='og:site_name']/@content"
SEPARATOR = re.compile(r"\s+[-–—:·•|»«]+\s+|\s*[|»]\s*")
# Words of a last part that names the site and is no part of the title.
MAX_SITE_WORDS = 4
MIN_HEADLINE_WORDS = 2


def page_title(tree: HtmlElement, extracted: str, host: str, text_start: HtmlElement | None) -> str:
    """Return `extracted`, unless it is a heading of the page's furniture or of what follows.

    `host` is that of the page; the text begins in `text_start`.
    """
    headings = [
        heading
        for heading in tree.iter("h1", "h2", "h3", "h4")
        if line_key(heading.text_content()) == line_key(extracted)
    ]
    if extracted and not headings:
        title = _title(tree)
        is_of_title = line_key(extracted) in map(line_key, (title, *SEPARATOR.split(title)))
        return (is_of_title and _heading_in(tree, title, text_start)) or extracted
    stated = [" ".join(each.split()) for path in _STATED_PATHS for each in tree.xpath(path)]
    if extracted and line_key(extracted) in map(line_key, stated):
        return extracted
    if any(
        not _in_furniture(heading, text_start) for heading in _before(tree, headings, text_start)
    ):
        return extracted
    title = _title(tree)
    part = _heading_in(tree, title, text_start) or _without_site(tree, title, host)
    return next(filter(None, stated), "") or part or extracted


def _heading_in(tree: HtmlElement, title: str, text_start: HtmlElement | None) -> str:
    """Return the heading above the text that is a part of the page's title, "" if there is none.

    The other part is the name of the site, whichever comes first.
    """
    parts = {line_key(part) for part in SEPARATOR.split(title)}
    headings = [
        heading
        for heading in tree.iter("h1", "h2")
        if line_key(heading.text_content()) in parts
        and len(heading.text_content().split()) >= MIN_HEADLINE_WORDS
    ]
    lines = (
        " ".join(heading.text_content().split())
        for heading in _before(tree, headings, text_start)
        if len(parts) > 1 and not _in_furniture(heading, text_start)
    )
    return next(lines, "")


def _before(
    tree: HtmlElement, headings: list[HtmlElement], text_start: HtmlElement | None
) -> list[HtmlElement]:
    """Return the headings that are no part of the text and do not follow it."""
    before: list[HtmlElement] = []
    wanted = set(headings)
    for element in tree.iter():
        if element is text_start:
            return before
        if element in wanted:
            before.append(element)
    return before


def line_key(text: str) -> str:
    """Return a text as it is compared with others: one line, in lower case, nothing struck."""
    return " ".join(shown_words(text).split()).casefold()


def _in_furniture(heading: HtmlElement, text_start: HtmlElement | None) -> bool:
    around_text = set(text_start.iterancestors()) if text_start is not None else set()
    around = [heading, *heading.iterancestors()]
    return any(is_furniture(element) for element in around if element not in around_text)


def _title(tree: HtmlElement) -> str:
    return " ".join("".join(tree.xpath("string(.//title)")).split())


def _without_site(tree: HtmlElement, title: str, host: str) -> str:
    """Return the title of the page without the name of its site."""
    parts = SEPARATOR.split(title)
    site = line_key("".join(tree.xpath(_SITE_PATH)[:1]))
    names = {site, host, host.partition(".")[0]}
    title_parts = [part for part in parts if line_key(part) not in names]
    if len(title_parts) == len(parts) > 1 and len(parts[-1].split()) <= MAX_SITE_WORDS:
        title_parts = parts[:-1]
    if not title_parts:
        return title
    end = title.find(title_parts[-1], title.find(title_parts[0])) + len(title_parts[-1])
    return title[title.find(title_parts[0]) : end]
