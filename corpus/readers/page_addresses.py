"""The address of a page, of those that it states."""

from lxml.html import HtmlElement

from corpus.canonical_urls import address_key, is_web

# Where pages state their own address, in the order of how often that is the article's.
_STATED = (
    ".//link[@rel='canonical']/@href",
    ".//meta[@property='og:url']/@content",
    ".//meta[@name='twitter:url' or @property='twitter:url']/@content",
    ".//meta[@itemprop='mainEntityOfPage']/@content",
    ".//link[@itemprop='mainEntityOfPage']/@href",
    ".//link[@rel='shortlink']/@href",
)
_BASE = ".//base/@href"


def page_address(tree: HtmlElement, read: str) -> str:
    """The address that identifies a page, or else the one that was `read` off it, "" for none.

    Many sites give each page the address of their front as canonical, and the article's own
    elsewhere. A base, from which a page's links are counted, is no address of the page.
    """
    stated = [url.strip() for path in _STATED for url in tree.xpath(path) if is_web(url)]
    for url in (read, *stated):
        if address_key(url) and (stated or url not in tree.xpath(_BASE)):
            return url
    return "" if read in tree.xpath(_BASE) and not stated else read
