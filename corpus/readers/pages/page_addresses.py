"""Picks the address of a page from those that it declares, and tells who published it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from corpus.canonical_urls import address_key, host_of, is_web
from corpus.readers.pages.archived_addresses import is_kept, kept_page
from corpus.readers.pages.linked_data import linked_items, listed, scripts_of, strings
from corpus.readers.pages.site_names import (
    STATED,
    TITLE_END,
    SiteName,
    may_be_name_of,
    site_names,
)

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
# Those of the page's own site, unlike the canonical one, which may be of an agency, and the short
# one, which may be of a service for them.
_OWN = slice(1, -1)
_BASE_PATH = ".//base/@href"
# The first label of hosts that show the same pages otherwise.
_MOBILE = re.compile(r"(?:m|mobile|mobil|amp|touch|wap)\.")
_LINKS_PATH = ".//a/@href|.//link[not(@rel='canonical')]/@href"


@dataclass(frozen=True, slots=True)
class PageAddress:
    """The address of a page, and its `source`: the host of its site, or a name where it is unknown.

    `via` is the host of the publisher whose text it carries, `retrieved` the time in ISO format at
    which an archive made its copy. "" where there is none.
    """

    url: str
    source: str = ""
    via: str = ""
    retrieved: str = ""


def page_address(tree: HtmlElement, extracted_url: str, saved_url: str = "") -> PageAddress:
    """Return the address of a page: where it was read, by `saved_url` or what it declares.

    Many sites declare their front page as the canonical address of every page, and the article's
    address elsewhere; a portal declares the agency's as the canonical one of what it carries. The
    base of relative links is not the address of a page. Of what an archive or a cache keeps, the
    address is that of the page that it shows.
    """
    page = _StatedAddresses(tree, extracted_url)
    copies = map(kept_page, (saved_url, *tree.xpath(_CANONICAL_PATH)))
    retrieved = next(filter(None, (copy.retrieved for copy in copies)), "")
    if saved_url.endswith("/") and not address_key(saved_url):
        saved_url = ""
    return replace(_address(tree, page, saved_url), retrieved=retrieved)


def _address(tree: HtmlElement, page: "_StatedAddresses", saved_url: str) -> PageAddress:
    original_url = kept_page(saved_url).url
    page_url = next(filter(None, (original_url, *page.stated(_OWN))), "")
    canonical = page.canonical if address_key(page.canonical) else ""
    are_two = bool(canonical and page_url)
    if are_two and not _are_of_one_site(tree, canonical, page_url):
        return PageAddress(page_url, _source(page_url), _source(canonical))
    portal = _portal(tree, canonical) if canonical and not original_url else None
    if portal:
        own_url = next((url for url in page.of_article() if host_of(url) == portal.host), "")
        return PageAddress(own_url, portal.host or portal.name, _source(canonical))
    declared = page.declared
    is_elsewhere = not address_key(declared) or _site(declared) != _site(page_url)
    if original_url and not are_two and is_elsewhere:
        return PageAddress(page_url, _source(page_url))
    url = declared or page_url or saved_url or next(page.of_article(), "")
    return PageAddress(url, "" if is_kept(url) else _source(url))


class _StatedAddresses:
    """The addresses that a page states for itself; of copies, those of what they show."""

    def __init__(self, tree: HtmlElement, extracted_url: str) -> None:
        self._tree = tree
        self._extracted_url = extracted_url

    def stated(self, kinds: slice) -> list[str]:
        """Return the addresses in elements of some kinds of _ADDRESS_PATHS."""
        paths = _ADDRESS_PATHS[kinds]
        urls = [url.strip() for path in paths for url in self._tree.xpath(path) if is_web(url)]
        return [url for url in map(_original, urls) if not is_kept(url)]

    @property
    def canonical(self) -> str:
        urls = (url.strip() for url in self._tree.xpath(_CANONICAL_PATH) if is_web(url))
        return _original(next(urls, ""))

    @property
    def declared(self) -> str:
        """The first address of a page that identifies it, else what the library extracted."""
        stated = self.stated(slice(None))
        extracted = _original(self._extracted_url)
        bases = self._tree.xpath(_BASE_PATH)
        for url in (extracted, *stated):
            if address_key(url) and (stated or url not in bases):
                return url
        return "" if extracted in bases and not stated else extracted

    def of_article(self) -> Iterator[str]:
        """Yield the addresses of articles in JSON-LD."""
        for script in scripts_of(self._tree):
            try:
                items = list(linked_items(script))
            except ValueError:
                continue
            for item in items:
                page = item.get("mainEntityOfPage")
                pages = [
                    each.get("@id") if isinstance(each, dict) else each for each in listed(page)
                ]
                urls = strings([*pages, *listed(item.get("url")), item.get("@id")])
                if item.get("headline"):
                    yield from filter(address_key, urls)


def _are_of_one_site(tree: HtmlElement, canonical: str, page_url: str) -> bool:
    """Return whether two addresses are of one publisher: of one site, of one name in two domains,
    or the page has the name of the canonical one's site and not that of its own address."""
    sites = _site(canonical), _site(page_url)
    if sites[0] == sites[1] or _label(sites[0]) == _label(sites[1]):
        return True
    names = [each.name for each in site_names(tree) if each.name and each.certainty == STATED]
    of_canonical, of_page = (any(may_be_name_of(name, site) for name in names) for site in sites)
    return of_canonical and not of_page


def _portal(tree: HtmlElement, canonical: str) -> SiteName | None:
    """Return the site of a page that carries a text of its canonical address's site, None if it is
    that site's own.

    All names that the page gives itself are of another site, and its links lead there, or at least
    not to the canonical address's site.
    """
    names, site = site_names(tree), _site(canonical)
    named = next((each for each in names if each.certainty != TITLE_END), None)
    if named is None or any(_may_be_of(each, canonical) for each in names):
        return None
    links = Counter(
        _site(url)
        for url in tree.xpath(_LINKS_PATH)
        if is_web(url) and address_key(url) != address_key(canonical)
    )
    most_linked = [one for one, _ in links.most_common(1)]
    for each in names:
        of_host = [_site_of(each.host)] if each.host else []
        for other in of_host + [one for one in most_linked if may_be_name_of(each.name, one)]:
            if links[other] >= links[site]:
                return SiteName(each.name, each.host or other)
    return None if links[site] else named


def _may_be_of(name: SiteName, url: str) -> bool:
    """Return whether the name of a site may be that of the site of an address."""
    if name.host and _site_of(name.host) == _site(url):
        return True
    return bool(name.name) and may_be_name_of(name.name, host_of(url))


def _source(url: str) -> str:
    """Return the host of a site without the label of its pages for telephones."""
    host = host_of(url)
    return _MOBILE.sub("", host) if host.count(".") > 1 else host


def _site_of(host: str) -> str:
    return _site(f"https://{host}/")


def _original(url: str) -> str:
    """Return the address of what a copy shows, the copy's own where it does not tell."""
    return kept_page(url).url or url


def _site(url: str) -> str:
    """Return the part of a host that one publisher owns: `paper.co.uk` of `www.paper.co.uk`."""
    labels = host_of(url).split(".")
    is_second_level = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if is_second_level else -2 :])


def _label(site: str) -> str:
    return site.partition(".")[0]
