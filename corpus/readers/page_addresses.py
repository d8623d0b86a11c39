"""Picks the address of a page from those that it declares."""

from lxml.html import HtmlElement

from corpus.canonical_urls import address_key, is_web

# Where pages declare their address, most reliable first.
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

    Many sites declare their front page as the canonical address of every page, and the article's
    address elsewhere. The base of relative links is not the address of a page.
    """
    urls = (url for path in _ADDRESS_PATHS for url in tree.xpath(path))
    stated: list[str] = [url.strip() for url in urls if is_web(url)]
    for url in (extracted_url, *stated):
        if address_key(url) and (stated or url not in tree.xpath(_BASE_PATH)):
            return url
    return "" if extracted_url in tree.xpath(_BASE_PATH) and not stated else extracted_url
