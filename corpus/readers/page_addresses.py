"""Picks the address of a page among those that it states."""

from lxml.html import HtmlElement

from corpus.canonical_urls import address_key, is_web

# Where pages state their address, the most reliable first.
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
    """Return the first address of a page that identifies it, else `extracted_url`, which may be "".

    Many sites give each page the address of their front page as canonical, and the article's own
    elsewhere. The base of relative links is not the address of a page.
    """
    urls = (url for path in _ADDRESS_PATHS for url in tree.xpath(path))
    stated: list[str] = [url.strip() for url in urls if is_web(url)]
    for url in (extracted_url, *stated):
        if address_key(url) and (stated or url not in tree.xpath(_BASE_PATH)):
            return url
    return "" if extracted_url in tree.xpath(_BASE_PATH) and not stated else extracted_url
