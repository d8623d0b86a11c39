"""Reads a page with trafilatura, for `corpus.readers.extraction`; it may raise anything."""

import logging
import re
from dataclasses import replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from trafilatura import load_html
from trafilatura.metadata import extract_metadata

from corpus.readers.extraction import ExtractedArticle, LeftOut, NoArticle
from corpus.readers.inline.struck_text import without_struck
from corpus.readers.pages.archive_documents import ArchiveDocument, archive_documents
from corpus.readers.pages.archived_addresses import kept_page
from corpus.readers.pages.dates import published_day
from corpus.readers.pages.html_text import text_of
from corpus.readers.pages.main_text import take_main_text
from corpus.readers.pages.page_addresses import page_address
from corpus.readers.pages.page_documents import documents_of_page, teasers_of_page
from corpus.readers.pages.raised_signs import mark_raised_signs
from corpus.readers.pages.saved_pages import Saving, saving_of
from corpus.readers.pages.struck_elements import mark_struck_text, with_deletions
from corpus.readers.pages.titles import line_key, page_title

# Unreadable pages are reported to editors as problems, so these logs are not needed.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

# Dates are read elsewhere: the library would look for them in a few tags only.
_NO_DATES = {"original_date": True, "extensive_search": False}

# Code points of text in an element that browsers do not show, from which it is the page's own.
MIN_UNSEEN_TEXT = 600

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def page_article(markup: str, url: str) -> ExtractedArticle | None:
    """Return the article of a whole page, None if it cannot be parsed."""
    tree = _tree(markup)
    return None if tree is None else _article(tree, url, saving_of(markup))


def fragment_article(markup: str) -> ExtractedArticle | None:
    """Return all text of a fragment, None if it cannot be parsed."""
    tree = _tree(f"<html><body><div>{markup}</div></body></html>")
    if tree is None:
        return None
    unstruck = without_struck(text_of(tree))
    return ExtractedArticle(unstruck.text, left_out=unstruck.left_out, remarks=unstruck.remarks)


def export_documents(markup: str) -> list[ArchiveDocument]:
    """Return the documents of an export of Nexis or Factiva; none if a page is something else."""
    tree = _tree(markup)
    return [] if tree is None else _unstruck_documents(archive_documents(tree))


def page_documents(markup: str) -> list[ArchiveDocument]:
    """Return the documents of a page that an archive wrote, or that holds several articles.

    Raises NoArticle for a list of teasers.
    """
    tree = _tree(markup)
    if tree is None:
        return []
    documents = archive_documents(tree)
    if documents:
        return _unstruck_documents(documents)
    teasers = teasers_of_page(tree)
    if teasers:
        raise NoArticle(
            f"The page is a list of {teasers} teasers or search results. Import the pages that it "
            "links to."
        )
    stated_urls = tree.xpath("//link[@rel='canonical']/@href|//meta[@property='og:url']/@content")
    saved_url = saving_of(markup).url
    host = _host(kept_page(next(iter(stated_urls), "") or saved_url).url)
    source = page_address(tree, "", saved_url).source or host
    return _unstruck_documents(documents_of_page(tree, source, _language(tree)))


def _unstruck_documents(documents: list[ArchiveDocument]) -> list[ArchiveDocument]:
    return [_unstruck(document) for document in documents]


def _unstruck(document: ArchiveDocument) -> ArchiveDocument:
    text, title = without_struck(document.text), without_struck(document.title)
    return replace(
        document,
        text=text.text,
        title=title.text,
        left_out=title.left_out + text.left_out,
        remarks=text.remarks,
    )


def _tree(markup: str) -> HtmlElement | None:
    tree: HtmlElement | None = load_html(with_deletions(markup))
    if tree is not None:
        mark_struck_text(tree)
        mark_raised_signs(tree)
    return tree


def _article(tree: HtmlElement, url: str, saving: Saving) -> ExtractedArticle:
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
    saved = saving.retrieved or address.retrieved
    stated_day = published_day(tree, address.url or stated_url, main, saved[:10])
    unstruck, headline = without_struck(_untitled(main.text, headlines)), without_struck(title)
    return ExtractedArticle(
        unstruck.text,
        title=headline.text,
        byline=(metadata.author or "").replace("; ", ", "),
        published=stated_day.day,
        date_note=stated_day.note,
        url=address.url,
        # The domain is more reliable than the name on the page, which may be "U.S." or "News".
        source=address.source or metadata.sitename or "",
        via=address.via,
        language=_language(tree, main.start),
        retrieved=saved,
        left_out=(
            *headline.left_out,
            *unstruck.left_out,
            *_without_headlines(main.left_out, headlines),
        ),
        remarks=unstruck.remarks,
    )


def _untitled(text: str, headlines: set[str]) -> str:
    """Return the text without the headline as its first paragraph."""
    first, _, rest = text.partition("\n\n")
    return rest if rest and line_key(first) in headlines else text


def _without_headlines(blocks: tuple[LeftOut, ...], headlines: set[str]) -> tuple[LeftOut, ...]:
    """Return the blocks that are no headline, and where they stand beside one, without it."""
    return tuple(
        replace(
            block,
            before="" if line_key(block.before) in headlines else block.before,
            after="" if line_key(block.after) in headlines else block.after,
        )
        for block in blocks
        if line_key(block.text) not in headlines
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _language(tree: HtmlElement, text_start: HtmlElement | None = None) -> str:
    """Return the language tag that a page declares, or "".

    That of an element around its text, which begins in `text_start`, counts more than that of the
    page, whose menus may be in another language; that of a quotation does not.
    """
    kinds = ("article", "main", "section", "div")
    around = [] if text_start is None else list(text_start.iterancestors(*kinds))
    tags: tuple[str | None, ...] = (
        *(element.get("lang") for element in around),
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang"),
        *tree.xpath("//meta[@http-equiv='content-language' or @name='language']/@content"),
        *tree.xpath("//meta[@property='og:locale']/@content"),
    )
    for tag in tags:
        if tag and _LANGUAGE.fullmatch(tag.strip()):
            return tag.strip()
    return ""
