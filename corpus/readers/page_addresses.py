"""The address of a page, of those that it states."""

from lxml.html import HtmlElement

from corpus.canonical_urls import address_key, is_web

# Where pages state their own address, in the order of how often that is the article's.
_ADDRESS_PATHS = (
    ".//link[@rel='canonical']/@href",
    ".//meta[@property='og:url']/@content",
    ".//meta[@name='twitter:url' or @property='twitter:url']/@content",
    ".//meta[@itemprop='mainEntityOfPage']/@content",
    ".//link[@itemprop='mainEntityOfPage']/@href",
    ".//link[@rel='shortlink']/@href",
)
_BASE_PATH = ".//base/@href"


def page_address(tree: HtmlElement, extracted_url: str) -> str:
    """The address that identifies a page, or else the one that was `read` off it, "" for none.

    Many sites give each page the address of their front as canonical, and the article's own
    elsewhere. A base, from which a page's links are counted, is no address of the page.
    """
    stated = [url.strip() for path in _ADDRESS_PATHS for url in tree.xpath(path) if is_web(url)]
    for url in (extracted_url, *stated):
        if address_key(url) and (stated or url not in tree.xpath(_BASE_PATH)):
            return url
    return "" if extracted_url in tree.xpath(_BASE_PATH) and not stated else extracted_url
