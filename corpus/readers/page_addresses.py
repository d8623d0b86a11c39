"""Picks the address of a page from those that it declares, and tells whose text it republishes."""

from dataclasses import dataclass

from lxml.html import HtmlElement

from corpus.canonical_urls import address_key, host_of, is_web

_CANONICAL_PATH = ".//link[@rel='canonical']/@href"
# Where pages declare their address, most reliable first.
_ADDRESS_PATHS = (
    _CANONICAL_PATH,
    ".//meta[@property='og:url']/@content",
    ".//meta[@name='twitter:url' or @property='twitter:url']/@content",
    ".//meta[@itemprop='mainEntityOfPage']/@content",
    ".//link[@itemprop='mainEntityOfPage']/@href",
    ".//link[@rel='shortlink']/@href",
)
_BASE_PATH = ".//base/@href"
# Sites that keep or translate the pages of others publish nothing.
_KEEPERS = (
    "archive.org", "archive.is", "archive.ph", "archive.today", "ampproject.org",
    "googleusercontent.com", "translate.goog",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageAddress:
    """The address of a page, and the host of the publisher whose text it carries; "" if none."""

    url: str
    via: str = ""


def page_address(tree: HtmlElement, extracted_url: str, saved_url: str = "") -> PageAddress:
    """Return the address of a page: where it was read, by `saved_url` or what it declares.

    Many sites declare their front page as the canonical address of every page, and the article's
    address elsewhere; a portal declares the agency's as the canonical one of what it carries. The
    base of relative links is not the address of a page.
    """
    declared = _declared(tree, extracted_url)
    canonical = next((url.strip() for url in tree.xpath(_CANONICAL_PATH) if is_web(url)), "")
    if saved_url.endswith("/") and not address_key(saved_url):
        saved_url = ""
    page_url = next(
        (url for url in (saved_url, *_stated(tree, 1)) if url and not _is_kept(url)), ""
    )
    if not page_url:
        return PageAddress(declared or saved_url)
    if canonical and address_key(canonical) and _site(canonical) != _site(page_url):
        return PageAddress(page_url, host_of(canonical))
    if saved_url and (_site(declared) != _site(page_url) or not address_key(declared)):
        return PageAddress(page_url)
    return PageAddress(declared or page_url)


def _declared(tree: HtmlElement, extracted_url: str) -> str:
    """Return the first address of a page that identifies it, else `extracted_url`."""
    stated = _stated(tree, 0)
    for url in (extracted_url, *stated):
        if address_key(url) and (stated or url not in tree.xpath(_BASE_PATH)):
            return url
    return "" if extracted_url in tree.xpath(_BASE_PATH) and not stated else extracted_url


def _stated(tree: HtmlElement, first: int) -> list[str]:
    urls = (url for path in _ADDRESS_PATHS[first:] for url in tree.xpath(path))
    return [url.strip() for url in urls if is_web(url)]


def _site(url: str) -> str:
    """Return the part of a host that one publisher owns: `paper.co.uk` of `www.paper.co.uk`."""
    labels = host_of(url).split(".")
    is_second_level = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if is_second_level else -2 :])


def _is_kept(url: str) -> bool:
    return _site(url) in _KEEPERS
