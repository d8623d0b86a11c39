"""Extracts the article of a web page: its text without boilerplate, and its metadata.

Nothing is fetched, so linked content is not read.
"""

import logging
import re
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from trafilatura import load_html
from trafilatura.metadata import extract_metadata

from corpus.readers.c1_markup import read_c1_markup
from corpus.readers.html_limits import excess
from corpus.readers.html_text import text_of
from corpus.readers.page_addresses import page_address
from corpus.readers.pages.archive_documents import ArchiveDocument, archive_documents
from corpus.readers.pages.dates import published_day
from corpus.readers.pages.main_text import take_main_text
from corpus.readers.pages.saved_pages import Saving, saving_of
from corpus.readers.pages.titles import line_key, page_title

# Unreadable pages are reported to editors as problems, so these logs are not needed.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

# Dates are read elsewhere: the library would look for them in a few tags only.
_NO_DATES = {"original_date": True, "extensive_search": False}

# Code points of text in an element that browsers do not show, from which it is the page's own.
MIN_UNSEEN_TEXT = 600

# What pages of Nexis and Factiva hold, before they are looked at closely.
_ARCHIVE = re.compile(r"[0-9] of [0-9,]+ DOCUMENT|articleParagraph")

_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


class NoArticle(ValueError):
    """A page has no article that can be read; the message is for an editor."""


@dataclass(frozen=True, slots=True)
class ExtractedArticle:
    """The text and metadata of a page's article; "" where the page has none. Dates are ISO.

    `via` is the host of the publisher whose text the page carries. `left_out` are blocks with
    sentences that stand in the article and were not taken for a part of it.
    """

    text: str
    title: str = ""
    byline: str = ""
    published: str = ""
    url: str = ""
    source: str = ""
    via: str = ""
    language: str = ""
    retrieved: str = ""
    left_out: tuple[str, ...] = ()

    def values(self) -> dict[str, str]:
        """Return the values keyed by the names of our fields."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name != "left_out"
        }


def extract_article(markup: str, url: str = "") -> ExtractedArticle:
    """Return the article of a page, or all text of an HTML fragment. Raises NoArticle.

    `url` is the address of the page if it is known from elsewhere.
    """
    limit_problem = excess(markup)
    if limit_problem:
        raise NoArticle(limit_problem)
    markup = read_c1_markup(markup)
    is_page = bool(_DOCUMENT.search(markup))
    # A malicious page may make the parser or its heuristics raise anything; only this page is
    # affected.
    try:
        tree = load_html(markup if is_page else f"<html><body><div>{markup}</div></body></html>")
        page = None
        if tree is not None:
            page = (
                _page(tree, url, saving_of(markup)) if is_page else ExtractedArticle(text_of(tree))
            )
    except Exception as error:
        raise NoArticle(f"The page cannot be read ({type(error).__name__}).") from error
    if page is None or not page.text.strip():
        raise NoArticle("No article was found in the page.")
    return page


def extract_documents(markup: str) -> list[ArchiveDocument]:
    """Return the documents of a page that an archive exported; none if it is something else.

    Raises NoArticle.
    """
    if not _ARCHIVE.search(markup) or excess(markup):
        return []
    try:
        tree = load_html(markup)
        return archive_documents(tree) if tree is not None else []
    except Exception as error:
        raise NoArticle(f"The page cannot be read ({type(error).__name__}).") from error


def _page(tree: HtmlElement, url: str, saving: Saving) -> ExtractedArticle:
    for element in tree.iter("noscript", "template"):
        # Some sites deliver the text in these; saved pages keep the shadow DOM in templates.
        if len(element.text_content()) > MIN_UNSEEN_TEXT:
            element.tag = "div"
    metadata = extract_metadata(tree, url or None, _NO_DATES, extensive=False)
    stated_url = metadata.url or ""
    if not stated_url.startswith(("https://", "http://")):
        stated_url = ""
    address = page_address(tree, stated_url, url or saving.url)
    host = _host(address.url or stated_url)
    main = take_main_text(tree)
    title = page_title(tree, metadata.title or "", host, main.start)
    headlines = {line_key(title), *(line_key(each.text_content()) for each in tree.iter("h1"))}
    return ExtractedArticle(
        _untitled(main.text, headlines),
        title=title,
        byline=(metadata.author or "").replace("; ", ", "),
        published=published_day(tree, address.url or stated_url, main.start),
        url=address.url,
        # The domain is more reliable than the name on the page, which may be "U.S." or "News".
        source=host or metadata.sitename or "",
        via=address.via.removeprefix("www."),
        language=_language(tree),
        retrieved=saving.retrieved,
        left_out=main.left_out,
    )


def _untitled(text: str, headlines: set[str]) -> str:
    """Return the text without the headline as its first paragraph."""
    first, _, rest = text.partition("\n\n")
    return rest if rest and line_key(first) in headlines else text


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _language(tree: HtmlElement) -> str:
    """Return the language tag that a page declares, or ""."""
    tags: tuple[str | None, ...] = (
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang"),
        *tree.xpath("//meta[@http-equiv='content-language' or @name='language']/@content"),
        *tree.xpath("//meta[@property='og:locale']/@content"),
    )
    for tag in tags:
        if tag and _LANGUAGE.fullmatch(tag.strip()):
            return tag.strip()
    return ""
